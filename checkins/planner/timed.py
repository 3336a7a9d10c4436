"""Plans without fixed starts: the least need left out first, then changes and wishes.

Sets of students to leave out are tried in order of what they cost. The first one whose other
students can be packed is best, and the cheapest one not ruled out is the bound. How hard the
search tries is counted in steps, so it always ends, and always the same way.

Where check-ins are tied to one another (two of one student, a teacher's most a day) packing
could break the tie. There the plan comes from insertion and ejection; the bound holds as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from .ejection import Seater
from .grid import Grid
from .knapsack import Bins, OutSets
from .model import Problem
from .network import OUT, Network
from .search import Found, published_places
from .timeline import Packer, Timeline

FIRST_TRY, SECOND_TRY, FINE_TRY = 150, 1_500, 300
"""Steps for one set: at first, once more, and for fewer changes and misses."""
FIRST_STEPS, SECOND_STEPS, FINE_STEPS = 2_500, 4_500, 2_500
"""Steps of all these tries together."""
TRIES, LISTED, LIST_STEPS = 6, 60, 4_000
"""Sets of one cost that are tried at first, and that are listed; steps of listing."""
TABLE = 60_000
"""Requests times missing minutes above which no sets are listed."""
INSERTIONS, INSERTIONS_ALONE = 1_500, 60_000
"""Places looked at for insertion and ejection beside packing, and without it."""


class Level:
    """Sets that cost the same to leave out, as bits; those in `open` are not ruled out."""

    def __init__(self, cost: int) -> None:
        self.cost = cost
        self.open: list[int] = []
        self.is_complete = True


def is_timed(problem: Problem) -> bool:
    """Whether some block lets a check-in start on any minute."""
    return any(block.slots is None for block in problem.blocks)


def solve_timed(grid: Grid) -> Found:
    """The best seating found of a problem with free starts, and the bound of any seating."""
    search = _Search(grid)
    search.run()
    return Found(search.net, search.bound(), tied=True)


class _Search:
    def __init__(self, grid: Grid) -> None:
        self.grid, self.unit = grid, grid.levels.need
        self.line = Timeline(grid)
        self.net = Network(grid, grid.options)
        self.weight = [cost // self.unit for cost in grid.out_cost]
        self.wanted = [r for r, o in enumerate(grid.options) if o and self.weight[r]]
        self.everybody = sum(1 << r for r in self.wanted)
        self.least = [min((c for c, _ in o.values()), default=0) for o in grid.options]
        sizes, room = self.line.sizes, self.line.room()[0]
        self.missing = max(0, sum(sizes[r] for r in self.wanted) - room)
        self.is_listed = len(self.wanted) * self.missing <= TABLE
        items = [(self.weight[r], sizes[r], r) for r in self.wanted] if self.is_listed else []
        self.outs = OutSets(items, self.missing if self.is_listed else 0)
        self.levels: list[Level] = []
        self.is_all = False
        """Whether no more sets are to be listed."""
        self.proven = self.outs.bound
        """No plan leaves out less weight of those wanted."""
        self.proven_rest = self.floor = self._floor()
        """What changes and misses cost at least: at the proven weight, and ever."""

    def _floor(self) -> int:
        rest = self.grid.base_cost
        for options, least, out in zip(
            self.grid.options, self.least, self.grid.out_cost, strict=True
        ):
            rest += min(least, out % self.unit) if options else out % self.unit
        return rest

    def bound(self) -> int:
        """No seating costs less."""
        alone = sum(w for r, w in enumerate(self.weight) if not self.everybody >> r & 1)
        return min((self.proven + alone) * self.unit + self.proven_rest, self.net.cost())

    def run(self) -> None:
        """Keep what was published as far as it goes; pack better where that is possible."""
        hints = published_places(self.grid, self.net)
        can_pack = self.is_listed and not self._ties()
        if hints or not can_pack:
            Seater(self.net, INSERTIONS if can_pack else INSERTIONS_ALONE).seat(hints)
        if can_pack:
            self._leave_out_less()
            self._cost_less()
        self._fill_up()

    def _fill_up(self) -> None:
        """Those nobody needs where a place is left; and all, if more need might be met."""
        is_proven = self.proven == self._left_out()
        out = [r for r, at in enumerate(self.net.seat) if at == OUT]
        seater = Seater(self.net, INSERTIONS)
        seater.settle([r for r in out if not (is_proven and self.weight[r])])
        Seater(self.net, INSERTIONS).lighten()

    def _ties(self) -> bool:
        """Whether a check-in may rule out another one in some way but by its minutes."""
        students, net = [r.student for r in self.grid.requests], self.net
        left = (cap - base for cap, base in zip(net.cap, net.day_base, strict=True))
        return len(set(students)) < len(students) or min(left, default=0) < len(students)

    def _left_out(self) -> int:
        """The weight of those wanted who have no place."""
        return sum(self.weight[r] for r in self.wanted if self.net.seat[r] == OUT)

    # Whom to leave out.

    def _listed(self) -> Iterator[Level]:
        """Sets to leave out, level by level, as far as the steps for listing them go."""
        level: Level | None = None
        for cost, out, steps in self.outs:
            if level and level.cost != cost:
                self.levels.append(level)
                yield level
                level = None
            level = level or Level(cost)
            if steps > LIST_STEPS:
                break
            if len(level.open) < LISTED:
                level.open.append(out)
            else:
                level.is_complete = False
        else:
            self.is_all = True
        if level:
            level.is_complete &= self.is_all
            self.levels.append(level)
            yield level

    def _leave_out_less(self) -> None:
        """Pack all but the cheapest set that can be left out, first quickly, then thoroughly."""
        packer, bins = Packer(self.line, thrifty=False), Bins(self.line.rooms_of_blocks().values())
        steps = FIRST_STEPS
        for level in self._listed():
            if level.cost < self._left_out() and steps > 0:
                level.open = [out for out in self._by_slack(level.open) if self._fits(bins, out)]
                steps -= self._pack_level(packer, level, level.open[:TRIES], steps, FIRST_TRY)
            if level.cost >= self._left_out() or steps <= 0:
                break
        steps = SECOND_STEPS
        for level in self.levels:
            steps -= self._pack_level(packer, level, list(level.open), steps, SECOND_TRY)
        self._prove()

    def _pack_level(
        self, packer: Packer, level: Level, sets: list[int], steps: int, each: int
    ) -> int:
        """Try these sets until one can be left out; the steps that took."""
        used = 0
        for out in sets:
            if level.cost < self._left_out() and used < steps:
                used += self._try(packer, level, out, min(steps - used, each))
        return used

    def _try(self, packer: Packer, level: Level, out: int, budget: int) -> int:
        """Pack all but `out`; the steps that took."""
        found = packer.pack(self.everybody & ~out, self.unit, budget)
        if found.places is not None:
            self._take(found.places)
        elif found.is_exhausted:
            level.open.remove(out)
        return found.steps

    def _take(self, places: dict[int, int]) -> None:
        first = self.net.first_place
        seats = {r: place + first for r, place in places.items()}
        self.net.move({r: seats.get(r, OUT) for r in range(self.net.count)})

    def _by_slack(self, sets: list[int]) -> list[int]:
        """Those that leave more minutes free first, of these the ones that cost less."""
        return sorted(sets, key=lambda out: (-self._minutes(out), self._rest_without(out), out))

    def _minutes(self, out: int) -> int:
        return sum(self.line.sizes[r] for r in self.wanted if out >> r & 1)

    def _rest_without(self, out: int) -> int:
        """What changes and misses cost at least when `out` is left out."""
        rest = self.grid.base_cost
        for r, out_cost in enumerate(self.grid.out_cost):
            is_seated = self.everybody >> r & 1 and not out >> r & 1
            rest += self.least[r] if is_seated else out_cost % self.unit
        return rest

    def _fits(self, bins: Bins, out: int) -> bool:
        return bins.hold([self.line.sizes[r] for r in self.wanted if not out >> r & 1])

    def _prove(self) -> None:
        """The least weight that could not be ruled out."""
        left_out = self._left_out()
        for level in self.levels:
            self.proven = min(level.cost, left_out)
            if level.cost >= left_out or level.open or not level.is_complete:
                return
        if self.is_all:
            self.proven = left_out

    # Fewer changes and misses at the same need.

    def _cost_less(self) -> None:
        """Among sets that cost as much to leave out, find times with fewer changes and misses."""
        left_out = self._left_out()
        level = next((level for level in self.levels if level.cost == left_out), None)
        present = sum(1 << r for r in self.wanted if self.net.seat[r] == OUT)
        others = [out for out in (level.open if level else ()) if out != present]
        others.sort(key=lambda out: (self._rest_without(out), out))
        packer, steps, bounds = Packer(self.line, thrifty=True), FINE_STEPS, []
        for out in chain([present], others):
            bound, steps = self._refine(packer, out, steps)
            bounds.append(bound)
        if level and level.is_complete and self.proven == left_out:
            self.proven_rest = max(self.floor, min(bounds))

    def _refine(self, packer: Packer, out: int, steps: int) -> tuple[int, int]:
        """Close in on the least cost of times when `out` is left out: a bound, steps left."""
        low = bound = self._rest_without(out)
        beside = low - sum(self.least[r] for r in self.wanted if not out >> r & 1)
        high = self._rest() - 1
        aim = low
        while low <= high and steps > 0:
            found = packer.pack(self.everybody & ~out, aim - beside, min(steps, FINE_TRY))
            steps -= found.steps + 1
            if found.places is not None:
                self._take(found.places)
                high = min(high, found.cost + beside - 1)
            else:
                if found.is_exhausted and bound == low:
                    bound = aim + 1
                low = aim + 1
            aim = (low + high) // 2
        return min(bound, self._rest()), steps

    def _rest(self) -> int:
        """What the present seating costs beyond need, without loads."""
        rest = self.grid.base_cost
        for r, at in enumerate(self.net.seat):
            rest += self.grid.out_cost[r] % self.unit if at == OUT else self.net.cost_at(r, at)
        return rest
