"""Who moved, in one sentence."""

from collections.abc import Iterable, Mapping
from datetime import time

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.models import Slot
from checkins.services import Replanned

MOST_NAMED = 6  # of those who moved; who has no place any more is always named


def moves_in_words(result: Replanned, clock: str) -> str:
    """ "Planned again, 2 moved: Rosa to 9:30, Bilal to 9:34. No place today: Hana"

    `clock` is the school's format.
    """
    if not result.changes:
        return _("Planned again: nobody moves")
    seated = sorted((one for one in result.changes if one.after), key=lambda one: str(one.after))
    lost = [one.called for one in result.changes if one.after is None]
    told = _listed([_seat(one.called, one.after, clock) for one in seated], MOST_NAMED)
    if not lost:
        return _planned(len(seated)) % {"count": len(seated), "names": told}
    without = _("No place today: %(names)s") % {"names": ", ".join(lost)}
    if not seated:
        return without
    return f"{_planned(len(seated)) % {'count': len(seated), 'names': told}}. {without}"


def _planned(count: int) -> str:
    return ngettext(
        "Planned again, %(count)s moved: %(names)s",
        "Planned again, %(count)s moved: %(names)s",
        count,
    )


def news_in_words(before: Mapping[str, list[object]], slots: Iterable[Slot], clock: str) -> str:
    """ "Rosa to 9:30, Bilal was met": how slots differ from `services.seats_at`; may be empty."""
    rows = ((slot, before[str(slot.pk)]) for slot in slots if str(slot.pk) in before)
    return _listed([said for slot, was in rows if (said := _news(slot, was, clock))], MOST_NAMED)


def _news(slot: Slot, was: list[object], clock: str) -> str:
    starts_at, state, is_fixed = was
    now = slot.starts_at.isoformat("minutes") if slot.starts_at else None
    name = {"name": slot.student.called}
    if slot.state != state and slot.state in _STATES:
        return _STATES[Slot.State(slot.state)]() % name
    if now != starts_at:
        return _seat(slot.student.called, slot.starts_at, clock)
    if slot.is_fixed == is_fixed:
        return ""
    fixed = _("%(name)s keeps this time") if slot.is_fixed else _("%(name)s may be moved again")
    return fixed % name


_STATES = {
    Slot.State.DONE: lambda: _("%(name)s was met"),
    Slot.State.ABSENT: lambda: _("%(name)s is absent"),
}


def _seat(called: str, at: time | None, clock: str) -> str:
    if at is None:
        return _("%(name)s has no place") % {"name": called}
    return _("%(name)s to %(time)s") % {"name": called, "time": time_format(at, clock)}


def _listed(told: list[str], most: int) -> str:
    more = len(told) - most
    if more <= 0:
        return ", ".join(told)
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {
        "names": ", ".join(told[:most]),
        "more": more,
    }
