"""What the planner found, in the reader's language. Its codes are a closed set."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.models import Away


def cause_in_words(finding: Mapping[str, Any], aways: Iterable[Away], clock: str) -> str:
    """Why a student has no place; `aways` are the times that she is elsewhere that day.

    `clock` is how the school writes a time.
    """
    code, params = finding.get("code", ""), finding.get("params", {})
    if code == "away":
        return _("Away during every free place: %(times)s.") % {"times": _times(aways, clock)}
    if code == "full":
        return _full(params)
    return _CAUSES.get(code, _CAUSES["waiting"])() % params


def _times(aways: Iterable[Away], clock: str) -> str:
    return ", ".join(
        _("%(start)s–%(end)s with %(who)s")
        % {
            "start": time_format(away.starts_at, clock),
            "end": time_format(away.ends_at, clock),
            "who": away.where,
        }
        for away in aways
    )


def _full(params: Mapping[str, Any]) -> str:
    places = params.get("places", 0)
    if not places:
        return _("No place is open, and those who have one wait longer or asked first.")
    return ngettext(
        "%(students)s students can come only in this %(places)s place, and the others wait longer "
        "or asked first.",
        "%(students)s students can come only in these %(places)s places, and the others wait "
        "longer or asked first.",
        places,
    ) % {"students": params.get("students", 0), "places": places}


_CAUSES = {
    # the planner's
    "no_block": lambda: _("There are no free minutes on this day yet."),
    "day_window": lambda: _("There are no free minutes on the days when this student can come."),
    "too_long": lambda: _("No block is long enough for one check-in."),
    "past": lambda: _("The free places of this day have passed."),
    "promised_to_others": lambda: _("The only places that suit are fixed for others."),
    "not_worth_it": lambda: _("Every place that suits is taken by someone who waits longer."),
    "other_checkin": lambda: _("Every free place is too near another check-in of this student."),
    "minutes_short": lambda: _(
        "%(students)s students need %(needed)s min with switching. There are %(available)s min, "
        "and the others wait longer or asked first."
    ),
    "minutes_cut": lambda: _(
        "%(students)s students need %(needed)s min with switching. There are %(available)s min, "
        "cut so that not all of them fit, and the others wait longer or asked first."
    ),
    "minutes_short_unproven": lambda: _(
        "%(students)s students need %(needed)s min with switching. There are %(available)s min. No "
        "better choice was found."
    ),
    "minutes_cut_unproven": lambda: _(
        "%(students)s students need %(needed)s min with switching. There are %(available)s min. No "
        "way to fit all of them was found."
    ),
    # the page's own
    "dropped": lambda: _("Taken out of the day by hand."),
    "later": lambda: _("Later today, when a place is free."),
    "waiting": lambda: _("Waits for a place. Suggest again to look for one."),
    "block_changed": lambda: _("The block was changed after planning. Plan again."),
}


def sum_in_words(
    students: int, minutes: int, gap: int, *, needed: int, available: int, places: int
) -> tuple[str, str]:
    """The arithmetic of a day said out loud: what it needs, and what there is."""
    needs = ngettext(
        "%(students)s student × %(minutes)s min + %(gap)s min to switch = %(needed)s min.",
        "%(students)s students × %(minutes)s min + %(gap)s min to switch = %(needed)s min.",
        students,
    ) % {"students": students, "minutes": minutes, "gap": gap, "needed": needed}
    if students <= places:
        has = _("You have %(available)s min.")
    elif needed > available:
        has = _("You have %(available)s min, %(short)s too few.")
    else:
        has = _("You have %(available)s min, cut so that only %(places)s check-ins fit.")
    short = max(0, needed - available)
    return needs, has % {"available": available, "short": short, "places": places}
