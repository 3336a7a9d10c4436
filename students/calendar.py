"""School days: which days count, and how many lie between two of them. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
_LONGEST_BREAK = 370  # days; past that the school has closed for good


@dataclass(frozen=True)
class Calendar:
    """A school's open days: its weekdays (Monday is 0) less the days it is closed."""

    weekdays: frozenset[int] = frozenset(range(5))
    closed: dict[date, str] = field(default_factory=dict)

    def is_open(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.closed

    def why_closed(self, day: date) -> str:
        """The reason this is no school day (a holiday's name, or empty for a weekend)."""
        return self.closed.get(day, "")

    def open_days(self, start: date, end: date) -> Iterator[date]:
        """The school days from `start` up to and with `end`."""
        day = start
        while day <= end:
            if self.is_open(day):
                yield day
            day += ONE_DAY

    def days_between(self, earlier: date, later: date) -> int:
        """School days after `earlier` up to and with `later`; 0 when not later."""
        return sum(1 for _day in self.open_days(earlier + ONE_DAY, later))

    def next_open(self, day: date) -> date:
        """The first school day on or after `day`."""
        return self._walk(day, ONE_DAY)

    def last_open(self, day: date) -> date:
        """The last school day on or before `day`."""
        return self._walk(day, -ONE_DAY)

    def back(self, day: date, count: int) -> date:
        """The school day that lies `count` school days before `day`."""
        for _step in range(count):
            day = self.last_open(day - ONE_DAY)
        return day

    def _walk(self, day: date, step: timedelta) -> date:
        for _step in range(_LONGEST_BREAK):
            if self.is_open(day):
                return day
            day += step
        return day
