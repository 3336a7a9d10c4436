"""Why a request has no place: a cause of its own, or too many for too few places."""

from __future__ import annotations

from collections.abc import Iterable

from .flow import reachable
from .grid import Grid
from .model import Block, LeftOut, Request, Sentence, Squeeze
from .network import OUT, Network
from .rules import day_allowed, is_away, starts_of
from .search import Found
from .words import say

Roads = dict[int, list[int]]
"""Where one can go on to from a node, as far as it was asked."""


def left_out(grid: Grid, found: Found) -> tuple[LeftOut, ...]:
    """Everybody without a place, most needed first, each with a cause."""
    net = found.net
    free = net.copy() if found.tied else net
    if found.tied:  # the parts' bans are the search's business, not the student's
        free.options = list(grid.options)
        free.arcs = [free.arcs_of(options) for options in grid.options]
    outs = [r for r, at in enumerate(net.seat) if at == OUT]
    outs.sort(key=lambda r: (-grid.out_cost[r], r))
    roads: Roads = {}
    return tuple(_explained(grid, free, r, roads) for r in outs)


def _explained(grid: Grid, net: Network, number: int, roads: Roads) -> LeftOut:
    request = grid.requests[number]
    if not grid.options[number]:
        return LeftOut(request.id, own_cause(grid, request))
    squeeze = _squeeze(grid, net, number, roads)
    if squeeze is not None:
        cause = say("full", students=len(squeeze.requests), places=squeeze.places)
        return LeftOut(request.id, cause, squeeze)
    has_sibling = sum(r.student == request.student for r in grid.problem.requests) > 1
    return LeftOut(request.id, say("other_checkin" if has_sibling else "not_worth_it"))


def own_cause(grid: Grid, request: Request) -> Sentence:
    """The first thing that leaves a request without a single place."""
    wanted = set(request.blocks)
    blocks = [b for b in grid.blocks if b.id in wanted]
    if not blocks:
        return say("no_block")
    blocks = [b for b in blocks if day_allowed(request, b.day)]
    if not blocks:
        return say("day_window")
    starts = list(_long_enough(blocks, request))
    if not starts:
        return say("too_long", minutes=request.minutes)
    previous = grid.problem.previous
    if previous is not None:
        starts = [(day, s) for day, s in starts if (day, s) >= previous.now]
        if not starts:
            return say("past")
    starts = [(day, s) for day, s in starts if not is_away(request, day, s, s + request.minutes)]
    return say("promised_to_others") if starts else say("away")


def _long_enough(blocks: Iterable[Block], request: Request) -> Iterable[tuple[int, int]]:
    for block in blocks:
        for start in starts_of(block):
            if block.start <= start <= block.end - request.minutes:
                yield block.day, start


def _squeeze(grid: Grid, net: Network, number: int, roads: Roads) -> Squeeze | None:
    """All who compete, directly or through others, for the places open to `number`.

    None when one of those places could still be taken: then no shortage is the cause.
    """
    seen = {number}
    queue = [number]
    for node in queue:
        if node not in roads:
            roads[node] = reachable(net, node)
        for to in roads[node]:
            if to not in seen:
                if to >= net.first_day and not net.day_full(to - net.first_day):
                    return None
                seen.add(to)
                queue.append(to)
    requests = [node for node in queue if node < net.first_place]
    blocks = {
        grid.blocks[net.options[r][net.seat[r] - net.first_place][1]].id
        for r in requests
        if net.seat[r] != OUT
    }
    return Squeeze(
        tuple(sorted(grid.requests[r].id for r in requests)),
        len(requests) - 1,
        tuple(sorted(blocks)),
    )
