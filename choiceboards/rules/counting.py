"""Counting the legal sets of a diagram, some tiles left out and minutes limited; and finding the
first of them.

Ways are counted from the last tile to the first. With a clock, the ways of a node are one whole
number with a slot for each number of minutes that are left at the end of them: taking a tile shifts
them all down by its minutes at once, and those that take too long fall out. A slot is one bit wider
than there are tiles, so that no sum of ways spills over.
"""

from __future__ import annotations

from .diagram import Diagram
from .sheet import Clock


class Family:
    """The legal sets made of `allowed` tiles only, within the clock's most if there is one."""

    def __init__(self, of: Diagram, allowed: int, clock: Clock | None = None) -> None:
        self.of = of
        self.allowed = allowed
        self.slot = of.tiles + 1
        self.clock = clock
        self.minutes = clock.minutes if clock else (0,) * of.tiles
        self.most = clock.most if clock else 0
        self.ways = self._ways() if self.most >= 0 else [0] * (len(of.skip) + 2)

    def _ways(self) -> list[int]:
        diagram = self.of
        # ACCEPT and DEAD are the last two; at the end no minute is spent yet.
        ways = [0] * len(diagram.skip) + [1 << self.slot * self.most, 0]
        for tile in range(diagram.tiles - 1, -1, -1):
            rows = slice(diagram.starts[tile], diagram.starts[tile + 1])
            skip, take, minutes = diagram.skip[rows], diagram.take[rows], self.minutes[tile]
            if not self.has(tile):
                ways[rows] = [ways[to] for to in skip]
            elif not minutes:
                ways[rows] = [ways[s] + ways[t] for s, t in zip(skip, take, strict=True)]
            else:
                by = self.slot * minutes
                ways[rows] = [ways[s] + (ways[t] >> by) for s, t in zip(skip, take, strict=True)]
        return ways

    def has(self, tile: int) -> bool:
        """Whether the tile may be taken at all."""
        return bool(self.allowed >> tile & 1) and self.minutes[tile] <= self.most

    @property
    def count(self) -> int:
        """How many sets there are, exactly."""
        return self.after(self.of.root, self.most)

    def after(self, node: int, left: int) -> int:
        """How many ways there are from a node on when `left` minutes are left."""
        if left < 0:
            return 0
        if self.clock is None:
            return self.ways[node]
        within = self.ways[node] >> self.slot * (self.most - left)
        return within % ((1 << self.slot) - 1)  # the sum of the slots

    def used(self) -> int:
        """The tiles that are in at least one of the sets: some set through it has the minutes."""
        found, diagram, rest = 0, self.of, self._least()
        spent = {diagram.root: 0} if self.count else {}
        for tile in range(diagram.tiles):
            after: dict[int, int] = {}
            for node, used in spent.items():
                to, then = diagram.skip[node], used
                if then + rest[to] <= self.most:
                    after[to] = min(after.get(to, then), then)
                to, then = diagram.take[node], used + self.minutes[tile]
                if self.has(tile) and then + rest[to] <= self.most:
                    found |= 1 << tile
                    after[to] = min(after.get(to, then), then)
            spent = after
        return found

    def _least(self) -> list[int]:
        """The fewest minutes from each node to the end of a set; more than there are for none."""
        diagram, never = self.of, self.most + 1
        rest = [never] * len(diagram.skip) + [0, never]
        for tile in range(diagram.tiles - 1, -1, -1):
            rows = slice(diagram.starts[tile], diagram.starts[tile + 1])
            more = self.minutes[tile] if self.has(tile) else never
            rest[rows] = [
                min(rest[s], rest[t] + more)
                for s, t in zip(diagram.skip[rows], diagram.take[rows], strict=True)
            ]
        return rest


def leaning(family: Family, wanted: int) -> int:
    """One of the sets, with the wanted tiles wherever they can be had on the way, others if must.

    The family has sets.
    """
    diagram, bits, left = family.of, 0, family.most
    node = diagram.root
    for tile in range(diagram.tiles):
        then = left - family.minutes[tile]
        can_take = family.has(tile) and family.after(diagram.take[node], then)
        if can_take and (wanted >> tile & 1 or not family.after(diagram.skip[node], left)):
            node, left, bits = diagram.take[node], then, bits | 1 << tile
        else:
            node = diagram.skip[node]
    return bits


def first(inside: Family, outside: Family | None = None) -> int | None:
    """The first set of one family that is not in the other, a part of it; None if there is none.

    Of two sets, the first is the one with the first tile that is not in both.
    """
    walk = _Walk(inside, outside)
    return walk.found() if walk.ways(inside.of.root, walk.start) else None


Left = tuple[int, int | None]
"""Minutes left in the one family, and in the other: None once the set has left it."""


class _Walk:
    """Tile after tile, taking it wherever a set that is wanted still follows."""

    def __init__(self, inside: Family, outside: Family | None) -> None:
        self.inside, self.outside = inside, outside
        self.start: Left = (inside.most, outside.most if outside else None)

    def ways(self, node: int, left: Left) -> int:
        ways = self.inside.after(node, left[0])
        if self.outside is not None and left[1] is not None:
            ways -= self.outside.after(node, left[1])
        return ways

    def found(self) -> int:
        diagram, bits, left = self.inside.of, 0, self.start
        node = diagram.root
        for tile in range(diagram.tiles):
            to, then = diagram.take[node], self._spent(tile, left)
            if self.inside.has(tile) and self.ways(to, then):
                node, left, bits = to, then, bits | 1 << tile
            else:
                node = diagram.skip[node]
        return bits

    def _spent(self, tile: int, left: Left) -> Left:
        other = left[1]
        if self.outside is not None and other is not None:
            other = other - self.outside.minutes[tile] if self.outside.has(tile) else None
        return left[0] - self.inside.minutes[tile], other
