"""Why a request has no place: a cause of its own, or too many for too few places."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable

from .grid import Grid
from .model import Block, LeftOut, Request, Sentence, Squeeze
from .network import OUT, Network
from .reach import Reach
from .rules import day_allowed, is_away, starts_of
from .search import Found
from .words import cause


def left_out(grid: Grid, found: Found) -> tuple[LeftOut, ...]:
    """Everybody without a place, most needed first, each with a cause."""
    net = found.net
    free = net.copy() if found.tied else net
    if found.tied:  # the parts' bans are the search's business, not the student's
        free.options = list(grid.options)
        free.arcs = [free.arcs_of(options) for options in grid.options]
    outs = [r for r, at in enumerate(net.seat) if at == OUT]
    outs.sort(key=lambda r: (-grid.out_cost[r], r))
    squeezes = _Squeezes(grid, free)
    return tuple(_explained(grid, squeezes, r) for r in outs)


def _explained(grid: Grid, squeezes: _Squeezes, number: int) -> LeftOut:
    request = grid.requests[number]
    if not grid.options[number]:
        return LeftOut(request.id, own_cause(grid, request))
    squeeze = squeezes.of(number)
    if squeeze is not None:
        numbers = {"students": len(squeeze.requests), "places": squeeze.places}
        return LeftOut(request.id, cause("full", **numbers), squeeze)
    has_sibling = sum(r.student == request.student for r in grid.problem.requests) > 1
    return LeftOut(request.id, cause("other_checkin" if has_sibling else "not_worth_it"))


def own_cause(grid: Grid, request: Request) -> Sentence:
    """The first thing that leaves a request without a single place."""
    wanted = set(request.blocks)
    blocks = [b for b in grid.blocks if b.id in wanted]
    if not blocks:
        return cause("no_block")
    blocks = [b for b in blocks if day_allowed(request, b.day)]
    if not blocks:
        return cause("day_window")
    starts = list(_long_enough(blocks, request))
    if not starts:
        return cause("too_long", minutes=request.minutes)
    previous = grid.problem.previous
    if previous is not None:
        starts = [(day, s) for day, s in starts if (day, s) >= previous.now]
        if not starts:
            return cause("past")
    starts = [(day, s) for day, s in starts if not is_away(request, day, s, s + request.minutes)]
    return cause("promised_to_others") if starts else cause("away")


def _long_enough(blocks: Iterable[Block], request: Request) -> Iterable[tuple[int, int]]:
    for block in blocks:
        for start in starts_of(block):
            if block.start <= start <= block.end - request.minutes:
                yield block.day, start


class _Squeezes:
    """All who compete, directly or through others, for the places open to somebody left out."""

    def __init__(self, grid: Grid, net: Network) -> None:
        self.grid, self.net, self.reach = grid, net, Reach(net)
        self.rivals: dict[int, tuple[list[str], tuple[str, ...]]] = {}

    def of(self, number: int) -> Squeeze | None:
        """None when one of those places could still be taken: then no shortage is the cause."""
        bits = self.reach.beyond(number)
        if bits & self.reach.way_out:
            return None
        if bits not in self.rivals:
            self.rivals[bits] = self._rivals(bits)
        seated, blocks = self.rivals[bits]
        requests = seated.copy()
        insort(requests, self.grid.requests[number].id)
        return Squeeze(tuple(requests), len(seated), blocks)

    def _rivals(self, bits: int) -> tuple[list[str], tuple[str, ...]]:
        """Ids of the requests among `bits`, sorted as they are numbered, and of their blocks."""
        net, grid = self.net, self.grid
        rivals = [r for r in range(net.count) if bits >> r & 1]
        blocks = {grid.blocks[net.options[r][net.seat[r] - net.first_place][1]].id for r in rivals}
        return [grid.requests[r].id for r in rivals], tuple(sorted(blocks))
