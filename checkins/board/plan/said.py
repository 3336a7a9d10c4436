"""What there is to say about a day's plan: its sum, its round, its other days."""

from collections import Counter
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.board.plan.rows import Day
from checkins.board.plan.shapes import OtherDay
from checkins.causes import sum_in_words
from checkins.models import Window
from checkins.places import (
    Stretch,
    is_free,
    lost_of,
    minute_of,
    places_of,
)
from checkins.spread import days_in_words


def round_words(rows: Day) -> str:
    """Everyone once before anyone twice, said with the figures."""
    found = rows.round
    if not rows.students:
        return ""
    if found.since is None:
        return _("A new round begins: nobody comes twice before everyone came once.")
    return ngettext(
        "Round: %(met)s of %(total)s met since %(day)s. "
        "Nobody comes twice before everyone came once.",
        "Round: %(met)s of %(total)s met since %(day)s. "
        "Nobody comes twice before everyone came once.",
        found.total,
    ) % {
        "met": found.met,
        "total": found.total,
        "day": date_format(found.since, "MONTH_DAY_FORMAT"),
    }


def other_days(rows: Day) -> tuple[OtherDay, ...]:
    found: dict[date, list[str]] = {}
    for day, _student, called in rows.others:
        found.setdefault(day, []).append(called)
    return tuple(OtherDay(day, tuple(called)) for day, called in found.items())


def days_words(rows: Day, placed: int) -> str:
    """The plan over several days in figures, from its first day on."""
    days = Counter(day for day, _student, _called in rows.others)
    days[rows.plan.on] += placed
    first, *later = sorted(days)
    if not later:
        return ""
    return days_in_words(days[first], first, sum(days[day] for day in later), later[-1])


def sums(rows: Day) -> dict[str, Any]:
    plan = rows.plan
    count = len(rows.to_meet)
    needed = count * (plan.minutes + plan.gap)
    lost = lost_of(plan)
    available = sum(_minutes(window, lost) for window in rows.windows)
    places = len(places_of(rows.windows, minutes=plan.minutes, gap=plan.gap, lost=lost))
    needs, has = sum_in_words(
        count, plan.minutes, plan.gap, needed=needed, available=available, places=places
    )
    return {"needs": needs, "has": has, "is_short": count > places}


def _minutes(window: Window, lost: tuple[Stretch, ...]) -> int:
    """The minutes of a window less those that came to nothing."""
    start, end = minute_of(window.starts_at), minute_of(window.ends_at)
    return sum(is_free(lost, minute, 1) for minute in range(start, end))
