"""School days laid out to count by, and the promise to meet everybody within so many. Pure dates.

A half day is a day of school that counts half: two of them make one school day. This is the one
place where waits and promises are counted: the coverage pages and `coverage` both ask it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from itertools import accumulate

from plc.frozen import frozen

_ONE_DAY = timedelta(days=1)


@frozen
class Ruler:
    """A stretch of school days, and before each how many half days of school have passed."""

    days: tuple[date, ...]
    halves: Sequence[int]

    @classmethod
    def of(cls, days: Iterable[date], half_days: Collection[date] = ()) -> Ruler:
        """Of days in any order; those of `half_days` that are no school days say nothing."""
        ordered = tuple(sorted(set(days)))
        if not half_days:
            return cls(ordered, range(0, 2 * len(ordered) + 1, 2))
        each = (1 if day in half_days else 2 for day in ordered)
        return cls(ordered, tuple(accumulate(each, initial=0)))

    def between(self, earlier: date, later: date) -> int:
        """School days after `earlier` up to and with `later`."""
        passed = self._passed(later) - self._passed(earlier)
        return max(0, passed) // 2

    def after(self, day: date, count: int) -> date | None:
        """The day on which `count` school days have passed since `day`; None past the end."""
        place = bisect_left(self.halves, self._passed(day) + 2 * count)
        return self.days[place - 1] if 0 < place <= len(self.days) else None

    def next(self, day: date) -> date | None:
        """The first school day after `day`; None past the end."""
        place = bisect_right(self.days, day)
        return self.days[place] if place < len(self.days) else None

    def last(self, count: int, end: date) -> date:
        """The first of the last `count` school days up to and with `end` (`end` without any)."""
        at = bisect_right(self.days, end)
        place = bisect_right(self.halves, self.halves[at] - 2 * count, hi=at + 1) - 1
        return self.days[max(0, place)] if self.days and at else end

    def _passed(self, day: date) -> int:
        return self.halves[bisect_right(self.days, day)]


@frozen
class Promised:
    """Everybody is met within `days` school days, as it stands on the day `today`.

    The last of these days still keeps the promise: it is broken from the day after it on.
    """

    ruler: Ruler
    today: date
    days: int

    def wait(self, since: date) -> int:
        """School days since a day, up to and with today."""
        return self.ruler.between(since, self.today)

    def due_on(self, since: date) -> date | None:
        """The last school day that keeps it for who waits since a day; None past the days known."""
        return self.ruler.after(since, self.days)

    def breaks_on(self, since: date) -> date | None:
        """The school day that breaks it unless she is met before."""
        due = self.due_on(since)
        return self.ruler.next(due) if due else None

    def due_by(self, day: date) -> date:
        """Whoever waits since before this date is due on `day` or was due before."""
        return self.ruler.last(self.days, day)

    @property
    def late_before(self) -> date:
        """Whoever waits since before this date has passed the promise by now."""
        return self.due_by(self.today - _ONE_DAY)
