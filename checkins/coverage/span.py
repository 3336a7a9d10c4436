"""The days a report is about, the promise it measures, and how weeks and months divide them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

from checkins.planner import Promised, Ruler
from checkins.school_days import ruler_of
from plc.frozen import frozen
from students.calendar import ONE_DAY, Calendar

WEEK = timedelta(days=7)
_MOST_WEEKS = 13  # a longer report is divided by months: a quarter's weeks still fit a screen
_AHEAD = 5  # school days that the early warning looks ahead


@frozen
class Span:
    """From `start` to `end`, both included, and a promise of so many school days."""

    start: date
    end: date
    promise: int
    calendar: Calendar
    ruler: Ruler

    @classmethod
    def of(
        cls,
        calendar: Calendar,
        *,
        end: date,
        promise: int,
        days: int = 10,
        start: date | None = None,
    ) -> Span:
        """The last `days` school days up to `end`; or from `start`, then `days` says nothing."""
        far = end - timedelta(days=2 * max(days, promise) + 200)
        ruler = ruler_of(calendar, far, _horizon(end, promise))
        return cls(start or ruler.last(days, end), end, promise, calendar, ruler)

    def reaching(self, since: date) -> Span:
        """The same span, able to count waits since a day long ago."""
        if self.ruler.days and self.ruler.days[0] <= since:
            return self
        far = ruler_of(self.calendar, since, _horizon(self.end, self.promise))
        return replace(self, ruler=far)

    @cached_property
    def promised(self) -> Promised:
        """The promise as it stands at the end: waits and due days are counted by it."""
        return Promised(self.ruler, self.end, self.promise)

    @cached_property
    def late_before(self) -> date:
        """Whoever waits since before this date has passed the promise by now."""
        return self.promised.late_before

    @cached_property
    def ahead(self) -> tuple[date, ...]:
        """The next school days, the end among them: the early warning is about these."""
        first = bisect_left(self.ruler.days, self.end)
        return self.ruler.days[first : first + _AHEAD]

    @cached_property
    def is_by_month(self) -> bool:
        return self.end - self.start > _MOST_WEEKS * WEEK

    def part_of(self, day: date) -> date:
        """The Monday of the day's week, or the first of its month."""
        return day.replace(day=1) if self.is_by_month else day - timedelta(days=day.weekday())

    @cached_property
    def parts(self) -> tuple[date, ...]:
        """The weeks (or months) of the report, by their first day."""
        found = []
        day = self.part_of(self.start)
        while day <= self.end:
            found.append(day)
            day = self.part_of(day + (timedelta(days=32) if self.is_by_month else WEEK))
        return tuple(found)

    def part_ends(self, part: date) -> date:
        return self.part_of(part + (timedelta(days=32) if self.is_by_month else WEEK)) - ONE_DAY


def _horizon(end: date, promise: int) -> date:
    """As far ahead as a promise made today can reach over any break."""
    return end + timedelta(days=2 * promise + 130)


def school_year(day: date) -> date:
    """The first of July before a day: classes that ended before it are another year's."""
    return date(day.year if day.month >= 7 else day.year - 1, 7, 1)
