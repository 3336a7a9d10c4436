"""Least-cost seating of a network, with potentials that prove it.

Three steps. `fill` seats requests in order of need, each at its cheapest place or along an
augmenting path. `settle` then looks for round trips in the residual network that lower the
cost and takes them until there is none. "None" is shown by potentials: one number per node
such that no residual arc has a negative reduced cost; `proves` checks that in one pass.
"""

from __future__ import annotations

from collections.abc import Iterable

from .network import OUT, Network

Arc = tuple[int, int]


def fill(net: Network, hints: dict[int, int]) -> None:
    """Seat as many as can be seated: first at the hinted places, then by need."""
    for request, place in sorted(hints.items()):
        spare = net.guest[place] == OUT and not net.day_full(net.day_of[place - net.first_place])
        if spare and place - net.first_place in net.options[request]:
            net.sit(request, place)
    dead: set[int] = set()
    for request in sorted(range(net.count), key=lambda r: (-net.grid.out_cost[r], r)):
        if net.seat[request] == OUT:
            empty = _cheapest_empty(net, request)
            if empty is not None:
                net.sit(request, empty)
            else:
                _augment(net, request, dead)


def _cheapest_empty(net: Network, request: int) -> int | None:
    best, found = None, None
    for index, (cost, _) in net.options[request].items():
        place = index + net.first_place
        if net.guest[place] != OUT:
            continue
        day = net.day_of[index]
        if net.day_full(day):
            continue
        price = (cost + net.day_price(day) + net.teacher_price(net.teacher_of[day]), index)
        if best is None or price < best:
            best, found = price, place
    return found


def _augment(net: Network, start: int, dead: set[int]) -> None:
    """Seat `start` by moving others, or mark what it reaches: nobody gets out of there."""
    came: dict[int, int] = {start: start}
    queue = [start]
    for node in queue:
        for to in reachable(net, node):
            if to in came or to in dead:
                continue
            came[to] = node
            if to >= net.first_day and not net.day_full(to - net.first_day):
                _shift(net, came, to)
                return
            queue.append(to)
    dead.update(came)


def reachable(net: Network, node: int) -> list[int]:
    """Where somebody who arrives at `node` can go on to, or whom he sends on."""
    if node < net.first_place:
        return [to for to, _ in net.arcs[node]]
    if node < net.first_hub:
        guest = net.guest[node]
        return [guest] if guest != OUT else [net.first_day + net.day_of[node - net.first_place]]
    if node < net.first_day:
        return net.hub_places[node - net.first_hub]
    return sorted(net.seated_on[node - net.first_day])


def _shift(net: Network, came: dict[int, int], end: int) -> None:
    path = [end]
    while came[path[-1]] != path[-1]:
        path.append(came[path[-1]])
    net.move(moves_along(net, path[::-1]))


def moves_along(net: Network, path: list[int]) -> dict[int, int]:
    """The new place of every request on a residual path."""
    targets: dict[int, int] = {}
    mover = OUT
    for node in path:
        if node < net.first_place:
            mover = node
            targets.setdefault(node, OUT)
        elif node < net.first_hub:
            if mover != OUT:
                targets[mover] = node
            mover = OUT
        elif node >= net.first_day:
            mover = OUT
    return targets


def settle(
    net: Network, labels: list[int] | None = None, active: list[int] | None = None
) -> list[int]:
    """Take every cost-lowering round trip; return the potentials that show there is none.

    Potentials of a similar seating save work when `active` names every node that an arc
    with a negative reduced cost may leave. `labels` is changed in place.
    """
    if labels is None or active is None:
        labels, active = [0] * net.size, list(range(net.size))
    parents = [OUT] * net.size
    while active:
        active = sorted(set(_relax(net, labels, parents, active)))
        news: list[int] = []
        for cycle in _cycles(parents, active):
            for node in cycle:
                parents[node] = OUT
            if _gains(net, cycle):
                net.move(moves_along(net, _from_a_request(net, cycle)))
            news.extend(cycle)
        if news:
            active = sorted({*active, *news})
    return labels


def _gains(net: Network, cycle: list[int]) -> bool:
    """Whether the round trip exists and lowers the cost; an earlier one may have changed it."""
    total = 0
    for node, to in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
        costs = [cost for other, cost in residual(net, node) if other == to]
        if not costs:
            return False
        total += min(costs)
    return total < 0


def _relax(net: Network, labels: list[int], parents: list[int], active: list[int]) -> list[int]:
    """One round: lower the labels at the far ends of the arcs that leave `active` nodes."""
    changed = []
    for node in active:
        here = labels[node]
        for to, cost in residual(net, node):
            if here + cost < labels[to]:
                labels[to] = here + cost
                parents[to] = node
                changed.append(to)
    return changed


def residual(net: Network, node: int) -> list[Arc]:
    """The arcs that leave `node` in the residual network, with their costs."""
    if node < net.first_place:
        if net.seat[node] == OUT:
            return net.arcs[node]
        return [*net.arcs[node], (net.hall, net.grid.out_cost[node])]
    if node < net.first_hub:
        guest = net.guest[node]
        if guest != OUT:
            return [(guest, -net.cost_at(guest, node))]
        return [(net.first_day + net.day_of[node - net.first_place], 0)]
    return _from_staff(net, node)


def _from_staff(net: Network, node: int) -> list[Arc]:
    if node < net.first_day:
        return [(place, 0) for place in net.hub_places[node - net.first_hub]]
    if node < net.first_teacher:
        return _from_day(net, node - net.first_day)
    if node < net.hall:
        return _from_teacher(net, node - net.first_teacher)
    return _from_hall(net)


def _from_day(net: Network, day: int) -> list[Arc]:
    arcs = [(place, 0) for place in net.seated_on[day]]
    if not net.day_full(day):
        arcs.append((net.first_teacher + net.teacher_of[day], net.day_price(day)))
    return arcs


def _from_teacher(net: Network, teacher: int) -> list[Arc]:
    arcs = [
        (net.first_day + day, -net.day_price(day, -1))
        for day in net.days_of[teacher]
        if net.day_load[day]
    ]
    return [*arcs, (net.hall, net.teacher_price(teacher))]


def _from_hall(net: Network) -> list[Arc]:
    arcs = [
        (net.first_teacher + teacher, -net.teacher_price(teacher, -1))
        for teacher, load in enumerate(net.teacher_load)
        if load
    ]
    arcs.extend((r, -net.grid.out_cost[r]) for r, at in enumerate(net.seat) if at == OUT)
    return arcs


def _cycles(parents: list[int], changed: Iterable[int]) -> list[list[int]]:
    """Every cycle of the parent pointers, each in the direction of its arcs.

    A new cycle passes through a node whose pointer `changed`, so only these are followed.
    """
    mark: dict[int, int] = {}
    cycles = []
    for start in changed:
        node = start
        while node != OUT and node not in mark:
            mark[node] = start
            node = parents[node]
        if node != OUT and mark[node] == start and parents[node] != OUT:
            cycle = [node]
            back = parents[node]
            while back != node:
                cycle.append(back)
                back = parents[back]
            cycles.append(cycle[::-1])
            mark.update(dict.fromkeys(cycle, OUT))
    return cycles


def _from_a_request(net: Network, cycle: list[int]) -> list[int]:
    """The same round trip, begun at the first request on it that a hub or place follows."""
    n = next(i for i, node in enumerate(cycle) if node < net.first_place)
    return cycle[n:] + cycle[:n]


def proves(net: Network, labels: list[int]) -> bool:
    """Whether `labels` show that no seating is cheaper."""
    return all(
        labels[node] + cost >= labels[to]
        for node in range(net.size)
        for to, cost in residual(net, node)
    )
