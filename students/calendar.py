"""School days: which days count, and how many lie between two of them. Pure.

A half day is a day of school that counts half: two of them make one school day. So a wait over a
week with two early dismissals is four school days, and a promise of ten reaches one day further.
"""

from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import date, timedelta
from functools import cached_property

from plc.frozen import frozen

ONE_DAY = timedelta(days=1)
_LONGEST_BREAK = 370  # days; past that the school has closed for good


@frozen
class Calendar:
    """A school's open days: its weekdays (Monday is 0) less the days it is closed."""

    weekdays: frozenset[int] = frozenset(range(5))
    closed: dict[date, str] = field(default_factory=dict)
    half: dict[date, str] = field(default_factory=dict)
    terms: tuple[tuple[date, date], ...] = ()

    def is_open(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self._off

    def is_half(self, day: date) -> bool:
        return day in self.half and self.is_open(day)

    def why_closed(self, day: date) -> str:
        """The reason this is no school day (a holiday's name, or empty for a weekend)."""
        return self.closed.get(day, "")

    def open_days(self, start: date, end: date) -> Iterator[date]:
        """The school days from `start` up to and with `end`."""
        for number in range(start.toordinal(), end.toordinal() + 1):
            if (number - 1) % 7 in self.weekdays:  # the first day of all was a Monday
                day = date.fromordinal(number)
                if day not in self._off:
                    yield day

    def open_of(self, days: Iterable[date]) -> list[date]:
        """The school days among some days that fall on its weekdays."""
        return [day for day in days if day not in self._off]

    def days_between(self, earlier: date, later: date) -> int:
        """School days after `earlier` up to and with `later`; 0 when not later."""
        return sum(map(self._halves, self.open_days(earlier + ONE_DAY, later))) // 2

    def next_open(self, day: date) -> date:
        """The first school day on or after `day`."""
        return self._walk(day, ONE_DAY)

    def last_open(self, day: date) -> date:
        """The last school day on or before `day`."""
        return self._walk(day, -ONE_DAY)

    def back(self, day: date, count: int) -> date:
        """The school day that lies `count` days with school before `day`."""
        for _step in range(count):
            day = self.last_open(day - ONE_DAY)
        return day

    def after(self, day: date, count: int) -> date:
        """The day on which `count` school days have passed since `day`."""
        halves = 0
        while halves < 2 * count:
            following = self.next_open(day + ONE_DAY)
            if not self.is_open(following):
                return following  # the school has closed for good
            day = following
            halves += self._halves(day)
        return day

    def _halves(self, day: date) -> int:
        return 1 if day in self.half else 2

    @cached_property
    def _off(self) -> frozenset[date]:
        """The days closed, and those between two terms; past the last term nothing is known."""
        found = set(self.closed)
        ended: date | None = None
        for start, end in sorted(self.terms):
            if ended and ended < start:
                found.update(ended + step * ONE_DAY for step in range(1, (start - ended).days))
            ended = max(ended or end, end)
        return frozenset(found)

    def _walk(self, day: date, step: timedelta) -> date:
        for _step in range(_LONGEST_BREAK):
            if self.is_open(day):
                return day
            day += step
        return day


DayOff = tuple[str, date, date | None, str]  # kind, first day, last day, reason or name


def calendar_of(weekdays: str, rows: Iterable[DayOff]) -> Calendar:
    """A calendar of what a school entered: closed and half days, alone or in a row, and terms."""
    closed: dict[date, str] = {}
    half: dict[date, str] = {}
    terms = []
    for kind, first, last, reason in rows:
        if kind == "term":
            terms.append((first, last or first))
            continue
        days = half if kind == "half" else closed
        for step in range(((last or first) - first).days + 1):
            days[first + step * ONE_DAY] = reason
    return Calendar(frozenset(map(int, weekdays)), closed, half, tuple(terms))
