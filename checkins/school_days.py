"""A school's calendar as a ruler, to count waits and promises by."""

from datetime import date
from functools import lru_cache

from checkins.planner import Ruler
from students.calendar import Calendar


def ruler_of(calendar: Calendar, start: date, end: date) -> Ruler:
    """The school days from `start` to `end`, laid out for many questions."""
    days = _weekdays(calendar.weekdays, start, end)
    return Ruler.of(calendar.open_of(days), calendar.half)


@lru_cache(maxsize=16)  # the schools of a district mostly share their weekdays
def _weekdays(weekdays: frozenset[int], start: date, end: date) -> tuple[date, ...]:
    return tuple(Calendar(weekdays).open_days(start, end))
