"""National Personalized Learning Day, January 21, and the school day on which it is kept. Pure.

January 21 is no school day in 7 of the 16 years 2026 to 2041: a weekend in four of them, Martin
Luther King Jr. Day (the third Monday of January, a federal holiday) in three. The nearest school
day is proposed then; of two equally near ones the later, which leaves more time to prepare.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum

from plc.frozen import frozen
from students.calendar import ONE_DAY, Calendar

MLK_DAY = "Martin Luther King Jr. Day"
_LOOK_BACK = timedelta(days=14)  # so long the page asks how it went, before it counts anew
_MONDAY = 0


class Why(Enum):
    """Why January 21 itself is, or is not, the day."""

    SCHOOL_DAY = "school day"
    WEEKEND = "weekend"
    CLOSED = "closed"


@frozen
class Occasion:
    """One year's day: when it is, when it is kept, and why not on January 21."""

    actual: date
    day: date  # the school day proposed; `actual` where the school has none near
    why: Why
    reason: str = ""  # the holiday's name, as the school wrote it
    choices: tuple[date, ...] = ()  # the school days on both sides, when `actual` is none

    @property
    def days(self) -> tuple[date, ...]:
        """Every day on which a class may keep it: the proposed one first."""
        return (self.day, *(day for day in self.choices if day != self.day))


@frozen
class Countdown:
    """The occasion a class looks at today, and the days until the day it keeps (below 0: past)."""

    occasion: Occasion
    day: date
    days: int

    @property
    def is_over(self) -> bool:
        return self.days < 0

    @property
    def is_today(self) -> bool:
        return self.days == 0


def martin_luther_king_day(year: int) -> date:
    """The third Monday of January."""
    first = date(year, 1, 1)
    return first + timedelta(days=(_MONDAY - first.weekday()) % 7 + 14)


def occasion(year: int, calendar: Calendar) -> Occasion:
    """The year's day by a school's calendar; the federal holiday counts though nobody wrote it."""
    days = _with_holiday(year, calendar)
    actual = date(year, 1, 21)
    if days.is_open(actual):
        return Occasion(actual, actual, Why.SCHOOL_DAY)
    reason = days.why_closed(actual)
    around = (days.last_open(actual - ONE_DAY), days.next_open(actual + ONE_DAY))
    choices = tuple(day for day in around if days.is_open(day))
    return Occasion(
        actual=actual,
        day=_nearest(actual, choices),
        why=Why.CLOSED if reason else Why.WEEKEND,
        reason=reason,
        choices=choices,
    )


def upcoming(today: date, calendar: Calendar) -> Occasion:
    """The next occasion to come, or the last one for two weeks after it."""
    this_year = occasion(today.year, calendar)
    if today <= this_year.day + _LOOK_BACK:
        return this_year
    return occasion(today.year + 1, calendar)


def countdown(occasion: Occasion, today: date, planned: Collection[date] = ()) -> Countdown:
    """The days until the day a class keeps: an offered one that it `planned`, else the proposed."""
    day = next((day for day in occasion.days if day in planned), occasion.day)
    return Countdown(occasion, day, (day - today).days)


def _with_holiday(year: int, calendar: Calendar) -> Calendar:
    return replace(calendar, closed={martin_luther_king_day(year): MLK_DAY} | calendar.closed)


def _nearest(actual: date, choices: tuple[date, ...]) -> date:
    return min(choices, key=lambda day: (abs(day - actual), -day.toordinal()), default=actual)
