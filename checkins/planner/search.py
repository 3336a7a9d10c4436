"""The best seating that breaks no rule: flows, and branching where check-ins are tied.

Without ties between check-ins the first flow is the answer. Otherwise each breach splits the
problem into alternatives that together hold every allowed seating; the cheapest open part is
always looked at next, so the first allowed seating that comes up is optimal. After `BUDGET`
parts the best seating so far is returned with the bound that still stands.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from .conflicts import Ban, Conflicts
from .flow import fill, settle
from .grid import Grid
from .network import OUT, Network

BUDGET = 60_000
"""Requests times parts looked at before an unproven answer is returned."""


@dataclass(frozen=True, slots=True)
class Found:
    """The seating, the least cost any seating can have, and whether ties shaped it."""

    net: Network
    bound: int
    optimal: bool
    tied: bool


@dataclass(slots=True)
class _Part:
    net: Network
    labels: list[int]
    cost: int


def solve(grid: Grid, budget: int = BUDGET) -> Found:
    """The least-cost allowed seating of `grid`, or the best found within the budget."""
    conflicts = Conflicts(grid)
    root = Network(grid, grid.options)
    fill(root, published_places(grid, root))
    start = root.copy() if conflicts.siblings or conflicts.overlaps else root
    part = _Part(root, settle(root), root.cost())
    if conflicts.first(root) is None:
        return Found(root, part.cost, optimal=True, tied=False)
    # The published plan comes first: an equally good other one is no reason to move anybody.
    mended = [_mended(start, conflicts), _mended(root, conflicts), _dived(part, conflicts)]
    return _branch(conflicts, part, min(mended, key=Network.cost), budget // (root.count + 1))


def _branch(conflicts: Conflicts, part: _Part, best: Network, budget: int) -> Found:
    """Split at breaches, cheapest part first; `best` is the best allowed seating so far."""
    heap, serial, limit = [(part.cost, 0, 0, part)], 0, best.cost()
    while heap and heap[0][0] < limit and budget:
        budget -= 1
        cost, depth, _, part = heapq.heappop(heap)
        alternatives = conflicts.first(part.net)
        if alternatives is None:
            return Found(part.net, cost, optimal=True, tied=True)
        for ban in alternatives:
            child = _without(part, ban)
            if child.cost < limit:
                serial += 1
                heapq.heappush(heap, (child.cost, depth - 1, serial, child))
    bound = min(limit, heap[0][0]) if heap else limit
    if bound < limit:
        best = min(best, _dived(heap[0][3], conflicts), key=Network.cost)
    return Found(best, bound, optimal=bound == best.cost(), tied=True)


def published_places(grid: Grid, net: Network) -> dict[int, int]:
    """Where the published plan has each request, as far as the place still exists."""
    hints = {}
    for request, published in enumerate(grid.published):
        if published is not None and published in grid.place_of:
            hints[request] = grid.place_of[published] + net.first_place
    return hints


def _without(part: _Part, ban: Ban) -> _Part:
    """The part of `part` that respects `ban`, solved again from where it stood."""
    net, labels = part.net.copy(), list(part.labels)
    settle(net, labels, sorted(_forbid(net, ban)))
    return _Part(net, labels, net.cost())


def _forbid(net: Network, ban: Ban) -> set[int]:
    """Take the banned options away; the nodes whose arcs that made cheaper."""
    touched = {net.hall}
    for request, places in ban.items():
        at = net.seat[request]
        net.forbid(request, places)
        touched.add(request)
        if at != net.seat[request]:
            day = net.day_of[at - net.first_place]
            teacher = net.teacher_of[day]
            touched.update((at, day + net.first_day, teacher + net.first_teacher))
    return touched


def _dived(part: _Part, conflicts: Conflicts) -> Network:
    """An allowed seating found by settling all breaches at once, round by round.

    Each breach is settled where it hurts least: at a request with other options, the less
    needed one first.
    """
    net, labels = part.net.copy(), list(part.labels)
    while breaches := list(conflicts.each(net)):
        touched = set()
        for alternatives in breaches:
            touched |= _forbid(net, max(alternatives, key=lambda ban: _left_over(net, ban)))
        settle(net, labels, sorted(touched))
    return net


def _left_over(net: Network, ban: Ban) -> tuple[bool, int, int]:
    """Whether options are left for the poorest request under a ban, and how needed it is."""
    kept = min(len(net.options[r].keys() - places) for r, places in ban.items())
    return kept > 0, -max(net.grid.out_cost[r] for r in ban), kept


def _mended(net: Network, conflicts: Conflicts) -> Network:
    """An allowed seating near `net`: the less needed of two that clash gives way."""
    net = net.copy()
    moved = []
    while alternatives := conflicts.first(net):
        banned = [r for ban in alternatives for r, places in ban.items() if _sits(net, r, places)]
        loser = min(banned, key=lambda r: (net.grid.out_cost[r], r))
        net.stand(loser)
        moved.append(loser)
    for request in sorted(moved, key=lambda r: (-net.grid.out_cost[r], r)):
        _seat_beside(net, request, conflicts)
    return net


def _sits(net: Network, request: int, places: set[int]) -> bool:
    return net.seat[request] != OUT and net.seat[request] - net.first_place in places


def _seat_beside(net: Network, request: int, conflicts: Conflicts) -> None:
    for place in sorted(net.options[request], key=lambda p: (net.options[request][p], p)):
        node = place + net.first_place
        if net.guest[node] == OUT and not net.day_full(net.day_of[place]):
            net.sit(request, node)
            if conflicts.first(net) is None:
                return
            net.stand(request)
