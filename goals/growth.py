"""How many steps a student met each month. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from plc.frozen import frozen

MONTHS_SHOWN = 5
FULL = 64  # px: the height of the chart
BAR = 48  # px: a bar and its gap


@frozen
class Month:
    """One bar of the chart: its first day, the steps met, and where it stands, in px."""

    first: date
    steps: int
    start: int
    height: int
    is_now: bool

    @property
    def top(self) -> int:
        return FULL - self.height


def growth(done_on: Iterable[date], today: date) -> list[Month]:
    """The last five months up to today's, oldest first; an empty list when no step was met."""
    met = Counter((day.year, day.month) for day in done_on)
    firsts = [_first(today, MONTHS_SHOWN - 1 - place) for place in range(MONTHS_SHOWN)]
    counts = [met[first.year, first.month] for first in firsts]
    most = max(counts)
    if not most:
        return []
    return [
        Month(first, count, place * BAR, _height(count, most), first == firsts[-1])
        for place, (first, count) in enumerate(zip(firsts, counts, strict=True))
    ]


def _first(today: date, months_ago: int) -> date:
    """The first day of the month that lies so many months back."""
    months = today.year * 12 + today.month - 1 - months_ago
    return date(months // 12, months % 12 + 1, 1)


def _height(count: int, most: int) -> int:
    """In px; a month without a step keeps a line, so that its place is seen."""
    return 2 + round((FULL - 4) * count / most)
