"""The best seating that breaks no rule: flows, and branching where check-ins are tied.

Without ties between check-ins the first flow is the answer. Otherwise each breach splits the
problem into alternatives that together hold every allowed seating; the cheapest open part is
always looked at next, so the first allowed seating that comes up is optimal. After `BUDGET`
parts the best seating so far is returned with the bound that still stands.
"""

from __future__ import annotations

import heapq

from .conflicts import Ban, Conflicts
from .flow import fill, settle
from .grid import Grid
from .network import OUT, Network

BUDGET = 60_000
"""Requests times parts looked at before an unproven answer is returned."""


class Found:
    """The seating, the least cost any seating can have, and whether ties shaped it."""

    def __init__(self, net: Network, bound: int, *, tied: bool) -> None:
        self.net, self.bound, self.tied = net, bound, tied
        self.optimal = bound == net.cost()


class _Part:
    """Some of all seatings: the seating that relaxing ties gives, and a bound of all of them.

    Prices of ties are added to the costs of `net`; `paid` is what they come to in an allowed
    seating, so `cost` is the bound in plain money.
    """

    def __init__(self, net: Network, labels: list[int], paid: int = 0) -> None:
        self.net, self.labels, self.paid = net, labels, paid
        self.cost = net.cost() - paid


def solve(grid: Grid, budget: int = BUDGET) -> Found:
    """The least-cost allowed seating of `grid`, or the best found within the budget."""
    conflicts = Conflicts(grid)
    root = Network(grid, grid.options)
    fill(root, published_places(grid, root))
    start = root.copy() if conflicts.siblings or conflicts.overlaps else root
    part = _Part(root, settle(root))
    if conflicts.first(root) is None:
        return Found(root, part.cost, tied=False)
    # The published plan comes first: an equally good other one is no reason to move anybody.
    best = min(_mended(start, conflicts), _mended(root, conflicts), key=Network.cost)
    parts = budget // (root.count + 1)
    part, used = _priced(part, conflicts, parts)
    best = min(best, _mended(part.net, conflicts), key=_plain_cost)
    if _rounded(conflicts, part.cost) < _plain_cost(best):
        best = min(best, _dived(part, conflicts), key=_plain_cost)
    return _branch(conflicts, part, best, max(0, parts - used))


def _plain_cost(net: Network) -> int:
    """The cost of a seating without prices."""
    plain = net.copy()
    plain.options = net.grid.options
    return plain.cost()


def _priced(part: _Part, conflicts: Conflicts, budget: int) -> tuple[_Part, int]:
    """Raise the bound by a price on each tie that a seating breaks; the part, and solves used.

    The check-ins of a breach are alternatives of which one at least must be given up. At first
    each costs next to nothing more, which is enough wherever there is another way as good. Where
    the breach stays, what the cheapest alternative costs more is put as a price on all of them:
    then keeping the tie is as cheap as breaking it.
    """
    used, tried = 0, set()
    while used < budget:
        fresh = []
        for alternatives in conflicts.each(part.net):
            key = tuple((r, min(places)) for ban in alternatives for r, places in ban.items())
            if key not in tried:
                tried.add(key)
                fresh.append(alternatives)
        if fresh:
            used += 1
            twin = _Part(part.net.copy(), part.labels, part.paid)
            part = _with_prices(part, twin, fresh, 1)
            continue
        broken = conflicts.first(part.net)
        if broken is None:
            break
        used += len(broken) + 1
        child = min((_without(part, ban) for ban in broken), key=lambda p: p.cost)
        if child.cost <= part.cost:
            break
        part = _with_prices(part, child, [broken], child.cost - part.cost)
    return part, used


def _with_prices(part: _Part, seated: _Part, breaches: list[list[Ban]], price: int) -> _Part:
    """`part` with a price on every alternative, solved again from where `seated` stands."""
    net, paid = seated.net, part.paid
    net.options, net.arcs = list(part.net.options), list(part.net.arcs)
    touched = {net.hall}
    for alternatives in breaches:
        paid += price * (len(alternatives) - 1)
        for request, places in (pair for ban in alternatives for pair in ban.items()):
            net.options[request] = {
                p: (cost + price, block) if p in places else (cost, block)
                for p, (cost, block) in net.options[request].items()
            }
            net.arcs[request] = net.arcs_of(net.options[request])
            touched.add(request)
            if net.seat[request] != OUT:
                touched.add(net.seat[request])
    labels = list(seated.labels)
    settle(net, labels, sorted(touched))
    return _Part(net, labels, paid)


def _without_prices(part: _Part) -> _Part:
    """The same part in plain money, where an allowed seating costs what it costs."""
    net = part.net.copy()
    plain = net.grid.options
    net.options = [{p: plain[r][p] for p in options} for r, options in enumerate(net.options)]
    net.arcs = [net.arcs_of(options) for options in net.options]
    return _Part(net, settle(net))


def _branch(conflicts: Conflicts, part: _Part, best: Network, budget: int) -> Found:
    """Split at breaches, cheapest part first; `best` is the best allowed seating so far."""
    heap, serial, limit = [(part.cost, 0, 0, part)], 0, _plain_cost(best)
    while heap and _rounded(conflicts, heap[0][0]) < limit and budget > 0:
        budget -= 1
        cost, depth, _, part = heapq.heappop(heap)
        alternatives = conflicts.first(part.net)
        if alternatives is None:
            best = min(best, part.net, key=_plain_cost)
            limit = _plain_cost(best)
            if part.paid and cost < _plain_cost(part.net):
                serial += 1
                heapq.heappush(heap, (cost, depth, serial, _without_prices(part)))
            continue
        for ban in alternatives:
            child = _without(part, ban)
            if _rounded(conflicts, child.cost) < limit:
                serial += 1
                heapq.heappush(heap, (max(cost, child.cost), depth - 1, serial, child))
    bound = _rounded(conflicts, min([limit, *(heap[0][:1] if heap else ())]))
    if bound < limit and heap:
        best = min(best, _dived(heap[0][3], conflicts), key=_plain_cost)
    plain = best.copy()
    plain.options = list(conflicts.grid.options)
    plain.arcs = [plain.arcs_of(options) for options in plain.options]
    return Found(plain, bound, tied=True)


def _rounded(conflicts: Conflicts, bound: int) -> int:
    """The least cost without prices that is not below `bound`."""
    miss = conflicts.grid.levels.miss
    return -(-bound // miss) * miss


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
    return _Part(net, labels, part.paid)


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
