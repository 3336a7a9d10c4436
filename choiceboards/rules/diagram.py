"""All legal sets of tiles as one decision diagram: skip or take tile after tile.

A node is what matters of the decisions so far: how much is left of each limit and which lines are
begun. Decisions that leave the same are one node, so the sets are never listed. Numbers of
minutes are kept beside the nodes, packed into whole numbers (`counting`), not in them.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from plc.frozen import frozen

from .model import TooHard
from .sheet import Limit, Ready

MOST_NODES = 40_000
"""More than that takes too long for a page. docs/board-rules.md says what happens then."""

DEAD, ACCEPT = -1, -2
"""No legal set is left, or one is complete: the two last places of a list of values."""

DIGIT, FULL = 6, 63
"""Bits that hold what is left of one limit."""

Step = Callable[[int], int]


@frozen
class Diagram:
    """`skip[n]` and `take[n]` are the nodes after node n; layer t is nodes starts[t]..starts[t+1].

    Every node is on the way to a legal set, and no two of a layer have the same after them.
    """

    tiles: int
    root: int
    skip: list[int]
    take: list[int]
    starts: list[int]


def diagram(ready: Ready, held: int = 0, most: int = MOST_NODES) -> Diagram:
    """The diagram of all legal sets that hold the tiles in `held`, minutes not regarded.

    TooHard when it needs more than `most` nodes.
    """
    rows = _Rows(ready, held)
    skip: list[int] = []
    take: list[int] = []
    starts = [0]
    layer = [rows.start] if rows.start is not None else []
    for tile in range(len(ready.tiles)):
        after: dict[int, int] = {}
        base = starts[-1] + len(layer)
        for ways, step in ((skip, rows.skip(tile)), (take, rows.take(tile))):
            for state in layer:
                to = step(state)
                if to == DEAD:
                    ways.append(DEAD)
                else:
                    ways.append(after.setdefault(to, base + len(after)))
        starts.append(base)
        layer = list(after)
        if base + len(layer) > most:
            raise TooHard(most)
    return _reduced(skip, take, starts, [rows.accepts(state) for state in layer])


def _reduced(skip: list[int], take: list[int], starts: list[int], accepted: list[bool]) -> Diagram:
    """Without the nodes from which no legal set can be reached any more; nodes of a layer after
    which all goes alike are one. From the last tile to the first, so they are numbered backwards.
    """
    becomes = [DEAD] * len(skip) + [ACCEPT if is_last else DEAD for is_last in accepted] + [DEAD]
    kept: list[tuple[int, int]] = []
    sizes = []
    for tile in range(len(starts) - 2, -1, -1):
        layer: dict[tuple[int, int], int] = {}
        for node in range(starts[tile], starts[tile + 1]):
            after = becomes[skip[node]], becomes[take[node]]
            if after != (DEAD, DEAD):
                becomes[node] = layer.setdefault(after, len(kept) + len(layer))
        kept += layer
        sizes.append(len(layer))
    forwards = [*range(len(kept) - 1, -1, -1), ACCEPT, DEAD]
    return Diagram(
        len(sizes),
        forwards[becomes[0]],
        [forwards[to] for to, _taken in reversed(kept)],
        [forwards[to] for _skipped, to in reversed(kept)],
        [0, *accumulate(reversed(sizes))],
    )


class _Rows:
    """The steps from layer to layer. A state is digits, one a limit, and above them the lines.

    The digit of a limit is what is left of it, but never more than the tiles that are still to
    come: then the limit cannot bite any more, and many states become one.
    """

    def __init__(self, ready: Ready, held: int) -> None:
        self.ready = ready
        self.held = held | ready.musts
        self.limits = [limit for limit in ready.limits if _can_bite(limit)]
        self.above = DIGIT * len(self.limits)
        self.done = 1 << (self.above + len(ready.lines))
        self.has_line = bool(ready.sheet.rules.line) and ready.families is None

    @property
    def start(self) -> int | None:
        """The state before any tile; None where no set can be legal."""
        state = 0
        for n, limit in enumerate(self.limits):
            if limit.number > limit.members.bit_count():
                return None
            state |= limit.number << DIGIT * n
        if self.ready.families is not None:
            state |= ((1 << len(self.ready.families)) - 1) << self.above
            return state if self.ready.families else None
        return None if self.has_line and not self.ready.lines else state

    def accepts(self, state: int) -> bool:
        return not self.has_line or bool(state & self.done)

    def skip(self, tile: int) -> Step:
        bit = 1 << tile
        if self.held & bit:
            return lambda _state: DEAD
        left = self._left_after(tile)
        lost = ~self._sets(lambda line: bool(line & bit))
        coming = self.has_line and any(line & -line > bit for line in self.ready.lines)
        has_line, above, done = self.has_line, self.above, self.done
        families = self.ready.families is not None

        def step(state: int) -> int:
            for shift, is_exact, rest in left:
                over = (state >> shift & FULL) - rest
                if over > 0:
                    if is_exact:
                        return DEAD
                    state -= over << shift
            if families or (has_line and not state & done):
                state &= lost
                if not coming and not state >> above:
                    return DEAD
            return state

        return step

    def take(self, tile: int) -> Step:
        bit = 1 << tile
        digits = [DIGIT * n for n, limit in enumerate(self.limits) if limit.members & bit]
        less = sum(1 << shift for shift in digits)
        if self.ready.families is not None:
            kept = ((1 << self.above) - 1) | self._sets(lambda family: bool(family & bit))
            return lambda state: _taken(state, digits, less, kept, self.above)
        begun = self._sets(lambda line: line & -line == bit)
        ended = self._sets(lambda line: line.bit_length() == tile + 1)
        low, done, has_line = (1 << self.above) - 1, self.done, self.has_line

        def step(state: int) -> int:
            for shift in digits:
                if not state >> shift & FULL:
                    return DEAD
            state -= less
            if has_line and not state & done:
                state = state & low | done if state & ended else state | begun
            return state

        return step

    def _left_after(self, tile: int) -> list[tuple[int, bool, int]]:
        """(shift, is exact, tiles to come) of each limit that this tile belongs to."""
        return [
            (DIGIT * n, limit.is_exact, (limit.members >> tile + 1).bit_count())
            for n, limit in enumerate(self.limits)
            if limit.members >> tile & 1
        ]

    def _sets(self, wanted: Callable[[int], bool]) -> int:
        """The bits, above the digits, of the lines or families that are wanted."""
        sets = self.ready.lines if self.ready.families is None else self.ready.families
        return sum(1 << n for n, each in enumerate(sets) if wanted(each)) << self.above


def _taken(state: int, digits: list[int], less: int, kept: int, above: int) -> int:
    """The state with the tile taken, where lines are the only sets there are."""
    for shift in digits:
        if not state >> shift & FULL:
            return DEAD
    state = (state - less) & kept
    return state if state >> above else DEAD


def _can_bite(limit: Limit) -> bool:
    return limit.is_exact or limit.number < limit.members.bit_count()
