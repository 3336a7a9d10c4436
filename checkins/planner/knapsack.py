"""Whom to leave out when minutes are short: sets of requests in order of what they cost.

Leaving them out frees the minutes that are missing. Every allowed plan leaves out one of these
sets, so the cheapest one is a bound, and the cheapest one for which the others can be packed is
the best choice.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

Item = tuple[int, int, int]
"""(what leaving it out costs, minutes it frees, request)."""

UNREACHABLE = 1 << 200
SHARE_LIMIT = 4000
"""Ways to fill a block that are looked at before a set is taken to fit."""


class OutSets:
    """Sets of items that free at least `missing` minutes, the cheapest first."""

    def __init__(self, items: Sequence[Item], missing: int) -> None:
        # Cheap minutes first: then the bound below rises where it should.
        self.items = sorted(items, key=lambda i: (i[0] / i[1], i))
        self.missing = max(0, missing)
        self.least = self._least()

    def _least(self) -> list[list[int]]:
        """`least[k][d]`: the least cost at which items from k on free d minutes."""
        table = [[0] + [UNREACHABLE] * self.missing]
        for cost, minutes, _ in reversed(self.items):
            below = table[-1]
            table.append(
                [0]
                + [
                    min(below[d], cost + (below[d - minutes] if d > minutes else 0))
                    for d in range(1, self.missing + 1)
                ]
            )
        table.reverse()
        return table

    @property
    def bound(self) -> int:
        """No set costs less."""
        return self.least[0][self.missing]

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        """(cost, bits of the requests, steps taken so far) of one set after another."""
        heap = [(self.bound, 0, 0, 0, self.missing)]
        end, steps = len(self.items), 0
        while heap:
            total, at, out, spent, missing = heapq.heappop(heap)
            if total >= UNREACHABLE:
                return
            steps += 1
            if -at == end:
                yield spent, out, steps
                continue
            cost, minutes, request = self.items[-at]
            least, dearer = self.least[1 - at], spent + cost
            rest = max(0, missing - minutes)
            heapq.heappush(heap, (dearer + least[rest], at - 1, out | 1 << request, dearer, rest))
            heapq.heappush(heap, (spent + least[missing], at - 1, out, spent, missing))


class Bins:
    """Whether lengths alone fit into blocks, whoever is away: what does not, cannot be packed."""

    def __init__(self, rooms: Iterable[int]) -> None:
        self.rooms = sorted(rooms)
        self.known: dict[tuple[int, ...], bool] = {}
        self.lengths: list[int] = []
        self.steps = 0

    def hold(self, sizes: Sequence[int]) -> bool:
        """False only when no way of sharing out the lengths exists."""
        count = Counter(sizes)
        self.lengths = sorted(count, reverse=True)
        self.steps = 0
        fits = self._hold(0, tuple(count[size] for size in self.lengths))
        return fits or self.steps > SHARE_LIMIT

    def _hold(self, block: int, counts: tuple[int, ...]) -> bool:
        total = sum(n * size for n, size in zip(counts, self.lengths, strict=True))
        spare = sum(self.rooms[block:]) - total
        if spare < 0 or not total:
            return not total
        key = (block, *self.lengths, *counts)
        if key not in self.known:
            fits = any(
                self._hold(block + 1, rest)
                for rest in self._shares(counts, 0, self.rooms[block], spare)
            )
            if self.steps > SHARE_LIMIT:
                return fits
            self.known[key] = fits
        return self.known[key]

    def _shares(
        self, counts: tuple[int, ...], k: int, room: int, spare: int
    ) -> Iterator[tuple[int, ...]]:
        """What is left of `counts` after filling `room` but for at most `spare` minutes."""
        self.steps += 1
        if self.steps > SHARE_LIMIT:
            return
        if k == len(counts):
            if room <= spare:
                yield counts
            return
        size = self.lengths[k]
        for n in range(min(counts[k], room // size), -1, -1):
            rest = (*counts[:k], counts[k] - n, *counts[k + 1 :])
            yield from self._shares(rest, k + 1, room - n * size, spare)
