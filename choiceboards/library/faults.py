"""What is wrong with a board file, in words for whoever wrote it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plc.frozen import frozen


@frozen
class Fault:
    """One sentence, and which tile it is about (nothing: the board)."""

    words: str
    where: str = ""

    def __str__(self) -> str:
        if not self.where:
            return self.words
        return _("%(where)s: %(words)s") % {"where": self.where, "words": self.words}
