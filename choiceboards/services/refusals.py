"""Why a pick is refused, in words for the student."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from choiceboards.rule_words import none_to_swap


class PickRefused(Exception):
    """Said to the student as it stands: what is so, and what to do."""


class TileFull(PickRefused):
    def __init__(self) -> None:
        super().__init__(_("This one is full now. Pick another."))


class AllPicked(PickRefused):
    def __init__(self, picked: int, *, may_swap: bool) -> None:
        said = ngettext(
            "You picked %(number)d. To swap, tap yours.",
            "You picked %(number)d. To swap, tap one of yours.",
            picked,
        )
        super().__init__(said % {"number": picked} if may_swap else none_to_swap())


class TileClosed(PickRefused):
    def __init__(self) -> None:
        super().__init__(_("Your teacher closed this one. Pick another."))


class RuleBroken(PickRefused):
    """The board's rules: the words say which."""


class AlreadyStarted(PickRefused):
    def __init__(self) -> None:
        super().__init__(_("You started this one. Finish it first."))


class NotPicked(PickRefused):
    def __init__(self) -> None:
        super().__init__(_("Pick this one first."))
