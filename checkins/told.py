"""Who moved, in one sentence."""

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.services import Change, Replanned


def moves_in_words(result: Replanned, clock: str) -> str:
    """ "Planned again, 2 moved: Rosa to 9:30, Bilal to 9:34". `clock` is the school's format."""
    if not result.changes:
        return _("Planned again: nobody moves")
    told = [_move(change, clock) for change in result.changes]
    return ngettext(
        "Planned again, %(count)s moved: %(names)s",
        "Planned again, %(count)s moved: %(names)s",
        len(told),
    ) % {"count": len(told), "names": ", ".join(told)}


def _move(change: Change, clock: str) -> str:
    if change.after is None:
        return _("%(name)s has no place today") % {"name": change.called}
    at = time_format(change.after, clock)
    return _("%(name)s to %(time)s") % {"name": change.called, "time": at}
