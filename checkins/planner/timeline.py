"""Blocks without fixed starts: the minutes of a day in order, and packing requests into them.

A tick is a place some request may take. `Timeline` numbers ticks by teacher, day and minute, so
a walk from the first tick to the last meets every check-in of a plan in turn. `Packer` looks for
a walk that meets exactly the requests it is told to, by depth-first search: what is hardest to
place later goes first, and a branch ends where the minutes left cannot hold the requests left,
where somebody's last time has passed, or where the same requests were left at the same tick
before.
"""

from __future__ import annotations

from collections.abc import Iterator

from .grid import Grid

Entry = tuple[int, int, int, int, int, int]
"""(request, its bit, the next open tick, minutes taken, cost, place)."""


class Timeline:
    """The ticks of a grid. `sizes` are the minutes a request takes with the switch after it."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        gap = grid.problem.gap
        self.sizes = [r.minutes + gap for r in grid.requests]
        open_places = {place for options in grid.options for place in options}
        self.ticks = sorted(open_places, key=lambda p: (grid.places[p][2], *grid.places[p][:2]))
        self.tick_of = {place: tick for tick, place in enumerate(self.ticks)}
        self.jump = {size: self._jumps(size) for size in sorted(set(self.sizes))}
        self.sizes_at: list[set[int]] = [set() for _ in self.ticks]
        self.ticks_of: list[list[int]] = []
        for size, options in zip(self.sizes, grid.options, strict=True):
            mine = sorted(self.tick_of[place] for place in options)
            self.ticks_of.append(mine)
            for tick in mine:
                self.sizes_at[tick].add(size)

    def _jumps(self, size: int) -> list[int]:
        """Per tick the first one that is free again after a check-in of `size` minutes."""
        places = [self.grid.places[p] for p in self.ticks]
        jumps, to = [], 0
        for tick, (day, start, teacher) in enumerate(places):
            to = max(to, tick + 1)
            while to < len(places):
                other_day, other, whose = places[to]
                if (other_day, whose) != (day, teacher) or other >= start + size:
                    break
                to += 1
            jumps.append(to)
        return jumps

    def rooms_of_blocks(self) -> dict[int, int]:
        """Per block with ticks, the most minutes that check-ins of any lengths can fill in it."""
        rooms = {}
        for number, block in enumerate(self.grid.blocks):
            ticks = [
                self.tick_of[place]
                for place, (day, start, teacher) in enumerate(self.grid.places)
                if (day, teacher) == (block.day, block.teacher)
                and block.start <= start < block.end
                and place in self.tick_of
            ]
            if ticks:
                rooms[number] = self.room(ticks[0], ticks[-1] + 1)[ticks[0]]
        return rooms

    def room(self, first: int = 0, end: int | None = None) -> list[int]:
        """Per tick the most minutes that check-ins of any lengths can fill from there on."""
        end = len(self.ticks) if end is None else end
        room = [0] * (len(self.ticks) + 1)
        for tick in range(end - 1, first - 1, -1):
            most = room[tick + 1]
            for size in self.sizes_at[tick]:
                to = self.jump[size][tick]
                most = max(most, size + (room[to] if to < end else 0))
            room[tick] = most
        return room


class Packed:
    """What a search for one set of requests came to: places by request, or None."""

    def __init__(
        self, places: dict[int, int] | None, cost: int, *, is_exhausted: bool, steps: int
    ) -> None:
        self.places, self.cost = places, cost
        self.is_exhausted, self.steps = is_exhausted, steps


class Packer:
    """Finds times for exactly a set of requests.

    With `thrifty` the cheapest times are tried first, else those of who can least wait.
    """

    def __init__(self, line: Timeline, *, thrifty: bool) -> None:
        self.line = line
        self.end = len(line.ticks)
        self.room = line.room()
        self.rows: list[list[Entry]] = [[] for _ in range(self.end + 1)]
        self.passed = [0] * (self.end + 1)
        """Per tick the bits of requests that can start no more."""
        self.dearer: dict[int, list[int]] = {}
        """By what it adds to the cost: per tick those whose cheap times have passed."""
        self._fill_rows(thrifty=thrifty)

    def _fill_rows(self, *, thrifty: bool) -> None:
        """Per tick who may start there, with what decides who is tried first."""
        line = self.line
        keyed: list[list[tuple[int, int, int, Entry]]] = [[] for _ in self.rows]
        for request, ticks in enumerate(line.ticks_of):
            bit, size, options = 1 << request, line.sizes[request], line.grid.options[request]
            costs = [options[line.ticks[tick]][0] for tick in ticks]
            least = min(costs, default=0)
            later = costs.count(least) if thrifty else len(costs)
            for tick, cost in zip(ticks, costs, strict=True):
                later -= cost == least or not thrifty
                to, place = line.jump[size][tick], line.ticks[tick]
                keyed[tick].append(
                    (cost * thrifty, later, -size, (request, bit, to, size, cost, place))
                )
            self.passed[ticks[-1] + 1 if ticks else 0] |= bit
            if thrifty:
                self._note_dearer(bit, least, ticks, costs)
        for tick, row in enumerate(keyed):
            row.sort()
            self.rows[tick] = [key[3] for key in row]
        for masks in (self.passed, *self.dearer.values()):
            for tick in range(1, self.end + 1):
                masks[tick] |= masks[tick - 1]

    def _note_dearer(self, bit: int, least: int, ticks: list[int], costs: list[int]) -> None:
        """From which tick on a request costs more than at its best, and how much at least."""
        above = [cost for cost in costs if cost > least]
        if above:
            more = min(above) - least
            last = max(t for t, cost in zip(ticks, costs, strict=True) if cost == least)
            self.dearer.setdefault(more, [0] * (self.end + 1))[last + 1] |= bit

    def pack(self, wanted: int, limit: int, budget: int) -> Packed:
        """Times for the requests whose bits are in `wanted`, at a cost of at most `limit`."""
        total = sum(size for r, size in enumerate(self.line.sizes) if wanted >> r & 1)
        if not wanted or total > self.room[0] or self.passed[0] & wanted:
            return Packed(None if wanted else {}, 0, is_exhausted=True, steps=0)
        walk = _Walk(self, limit)
        stack = [walk.start(wanted, total)]
        while stack and walk.steps < budget:
            node = walk.seat(stack[-1]) or walk.idle(stack.pop())
            if node is None:
                continue
            stack.append(node)
            if not node[1]:
                places = dict(n[5] for n in stack if n[5])
                return Packed(places, node[3], is_exhausted=False, steps=walk.steps)
        return Packed(None, 0, is_exhausted=not stack, steps=walk.steps)


Node = tuple[int, int, int, int, Iterator[Entry], tuple[int, int] | None]
"""(tick, bits of those left, their minutes, cost so far, who may start here, who came here)."""


class _Walk:
    """One search of a packer: which requests were left at which tick before, and at what cost."""

    def __init__(self, packer: Packer, limit: int) -> None:
        self.rows, self.room, self.passed = packer.rows, packer.room, packer.passed
        self.dearer = tuple(packer.dearer.items())
        self.limit = limit
        self.seen: dict[tuple[int, int], int] = {}
        self.steps = 0

    def start(self, wanted: int, minutes: int) -> Node:
        return 0, wanted, minutes, 0, iter(self.rows[0]), None

    def seat(self, node: Node) -> Node | None:
        """The next request that may start at this tick and leaves the others a chance."""
        _, left, minutes, spent, row, _ = node
        room, passed = self.room, self.passed
        for request, bit, to, size, cost, place in row:
            if not left & bit:
                continue
            rest, others, now = minutes - size, left ^ bit, spent + cost
            if rest > room[to] or passed[to] & others:
                continue
            if self._is_new(to, others, now):
                return to, others, rest, now, iter(self.rows[to]), (request, place)
        return None

    def idle(self, node: Node) -> Node | None:
        """The same with nobody starting at this tick."""
        tick, left, minutes, spent, _, came = node
        tick += 1
        if minutes > self.room[tick] or self.passed[tick] & left:
            return None
        if not self._is_new(tick, left, spent):
            return None
        return tick, left, minutes, spent, iter(self.rows[tick]), came

    def _is_new(self, tick: int, left: int, spent: int) -> bool:
        """Whether this is worth a look: not seen as cheap before, and not too dear."""
        if self.seen.get((tick, left), self.limit + 1) <= spent:
            return False
        self.seen[tick, left] = spent
        self.steps += 1
        if self.dearer:
            spent += sum(more * (masks[tick] & left).bit_count() for more, masks in self.dearer)
        return spent <= self.limit
