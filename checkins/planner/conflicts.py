"""Rules that tie check-ins to one another, which a flow cannot see.

Two check-ins of one student may clash in time, lie too few days apart, or pull the student
from one section too often; two starts of one teacher may overlap. `Conflicts.each` finds such
breaches in a seating and names alternatives for each; every allowed seating meets one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from .grid import Grid
from .network import OUT, Network
from .rules import section_missed

Ban = dict[int, set[int]]
"""Request to place numbers it may not take."""


class Conflicts:
    """What is worth looking at, worked out once per problem."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.problem = grid.problem
        by_student = defaultdict(list)
        for number, request in enumerate(grid.requests):
            by_student[request.student].append(number)
        self.siblings = [group for group in by_student.values() if len(group) > 1]
        self.overlaps = self._overlaps()
        self.pulled = self._fixed_pulls()

    def first(self, net: Network) -> list[Ban] | None:
        """Alternatives for the first breach, or None when the seating is allowed."""
        return next(self.each(net), None)

    def each(self, net: Network) -> Iterator[list[Ban]]:
        """Alternatives for one breach of every student, then for one of the teachers."""
        for group in self.siblings:
            seated = [r for r in group if net.seat[r] != OUT]
            bans = self._pulls(net, seated) or self._meeting(net, seated)
            if bans:
                yield bans
        bans = self._overlap(net)
        if bans:
            yield bans

    def _meeting(self, net: Network, seated: list[int]) -> list[Ban] | None:
        for n, a in enumerate(seated):
            for b in seated[n + 1 :]:
                p, q = (net.seat[r] - net.first_place for r in (a, b))
                if self.clash(a, p, b, q):
                    beside = {x for x in net.options[b] if self.clash(a, p, b, x)}
                    around = {
                        x
                        for x in net.options[a]
                        if all(self.clash(a, x, b, other) for other in beside)
                    }
                    return [{a: around}, {b: beside}]
        return None

    def clash(self, a: int, p: int, b: int, q: int) -> bool:
        day_a, start_a, _ = self.grid.places[p]
        day_b, start_b, _ = self.grid.places[q]
        if day_a != day_b or self.problem.min_days_between:
            return abs(day_a - day_b) < self.problem.min_days_between
        gap = self.problem.gap
        end_a = start_a + self.grid.requests[a].minutes
        end_b = start_b + self.grid.requests[b].minutes
        return start_a < end_b + gap and start_b < end_a + gap

    def _pulls(self, net: Network, seated: list[int]) -> list[Ban] | None:
        limit = self.problem.max_pulls_per_section
        if limit is None:
            return None
        pulled = defaultdict(list)
        for r in seated:
            key = self.lesson(net, r, net.seat[r] - net.first_place)
            if key[2] is not None:
                pulled[key].append(r)
        for key, requests in pulled.items():
            room = limit - self.pulled[key]
            if len(requests) > room:
                return [
                    {r: {p for p in net.options[r] if self.lesson(net, r, p) == key}}
                    for r in requests[: room + 1]
                ]
        return None

    def lesson(self, net: Network, request: int, place: int) -> tuple[str, int, str | None]:
        """(student, day, section missed) of an option."""
        block = self.grid.blocks[net.options[request][place][1]]
        asked = self.grid.requests[request]
        return asked.student, block.day, section_missed(asked, block)

    def _fixed_pulls(self) -> dict[tuple[str, int, str | None], int]:
        blocks = {b.id: b for b in self.problem.blocks}
        asked = {r.id: r for r in self.problem.requests}
        count: dict[tuple[str, int, str | None], int] = defaultdict(int)
        for c in self.grid.fixed.values():
            if c.block in blocks:
                request = asked[c.request]
                section = section_missed(request, blocks[c.block])
                count[request.student, c.day, section] += 1
        return count

    def _overlaps(self) -> list[tuple[int, int]]:
        """Pairs of places of one teacher that some check-in would make overlap."""
        longest: dict[int, int] = defaultdict(int)
        for request, options in zip(self.grid.requests, self.grid.options, strict=True):
            for place in options:
                longest[place] = max(longest[place], request.minutes)
        by_day = defaultdict(list)
        for place in sorted(longest):
            day, start, teacher = self.grid.places[place]
            by_day[teacher, day].append((start, place))
        pairs: list[tuple[int, int]] = []
        for places in by_day.values():
            for n, (start, p) in enumerate(places):
                free_at = start + longest[p] + self.problem.gap
                pairs.extend((p, q) for other, q in places[n + 1 :] if other < free_at)
        return pairs

    def _overlap(self, net: Network) -> list[Ban] | None:
        for p, q in self.overlaps:
            first, second = net.guest[p + net.first_place], net.guest[q + net.first_place]
            if OUT in (first, second):
                continue
            minutes = self.grid.requests[first].minutes
            if self.grid.places[p][1] + minutes + self.problem.gap > self.grid.places[q][1]:
                users = range(net.count)
                as_long = [r for r in users if self.grid.requests[r].minutes >= minutes]
                return [
                    {r: {p} for r in as_long if p in net.options[r]},
                    {r: {q} for r in users if q in net.options[r]},
                ]
        return None
