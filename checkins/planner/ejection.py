"""A first plan for any problem: the most needed first, ejecting who is needed less.

Every check-in that is seated makes the plan better than before, so this ends.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable

from .conflicts import Conflicts
from .network import OUT, Network


class Seater:
    """Seats requests one by one in a network, with every rule kept."""

    def __init__(self, net: Network, budget: int) -> None:
        self.net, self.grid = net, net.grid
        self.rules = Conflicts(net.grid)
        self.siblings: dict[int, list[int]] = defaultdict(list)
        for group in self.rules.siblings:
            for request in group:
                self.siblings[request] = [r for r in group if r != request]
        self.steps = budget
        days = zip(net.day_base, net.cap, strict=True)
        self.full = {day for day, (fixed, most) in enumerate(days) if fixed >= most}
        """Days of teachers that take nobody more, whoever stands."""

    def seat(self, hints: dict[int, int]) -> None:
        """The hinted places first, as far as they are free; then everybody by need."""
        order = sorted(range(self.net.count), key=lambda r: (-self.grid.out_cost[r], r))
        for request in order:
            place = hints.get(request)
            if place is None or place - self.net.first_place not in self.net.options[request]:
                continue
            if self.net.day_of[place - self.net.first_place] in self.full:
                continue
            if not self.in_the_way(request, place):
                self.net.sit(request, place)
        self.settle(order)

    def settle(self, requests: Iterable[int]) -> None:
        """Seat these if they stand, and whoever has to stand for them, while steps last."""
        queue = [(-self.grid.out_cost[r], r) for r in requests if self.net.seat[r] == OUT]
        heapq.heapify(queue)
        while queue and self.steps > 0:
            _, request = heapq.heappop(queue)
            place, ejected = self._best_place(request)
            if place is None:
                continue
            for other in sorted(ejected):
                self.net.stand(other)
                heapq.heappush(queue, (-self.grid.out_cost[other], other))
            self.net.sit(request, place)

    def lighten(self) -> None:
        """Move check-ins off full days, one at a time, to free places where all costs less."""
        heavy = True
        while heavy and self.steps > 0:
            heavy = sum(self._moved(r) for r in range(self.net.count) if self._is_heavy(r)) > 0

    def _is_heavy(self, request: int) -> bool:
        """Whether it is on a day above what its teacher finds comfortable, or loads are evened."""
        net, place = self.net, self.net.seat[request]
        if place == OUT:
            return False
        day = net.day_of[place - net.first_place]
        return bool(net.day_price(day, -1) or self.grid.levels.imbalance)

    def _moved(self, request: int) -> bool:
        net = self.net
        here = net.seat[request]
        net.stand(request)
        best = (self._price(request, here - net.first_place), here)
        for index in net.options[request]:
            self.steps -= 1
            place = index + net.first_place
            if net.day_of[index] in self.full or place == here:
                continue
            found = (self._price(request, index), place)
            if found[0] < best[0] and not self.in_the_way(request, place):
                best = found
        net.sit(request, best[1])
        return best[1] != here

    def _price(self, request: int, index: int) -> int:
        """What a place costs that nobody has to stand for."""
        net, day = self.net, self.net.day_of[index]
        cost, _ = net.options[request][index]
        return cost + net.day_price(day) + net.teacher_price(net.teacher_of[day])

    def _best_place(self, request: int) -> tuple[int | None, set[int]]:
        """The place where the least is lost, and who has to stand for it."""
        net, worth = self.net, self.grid.out_cost
        best: tuple[int, int, int] | None = None
        standing: set[int] = set()
        for index in net.options[request]:
            self.steps -= 1
            place, day = index + net.first_place, net.day_of[index]
            if day in self.full:
                continue
            ejected = self.in_the_way(request, place)
            lost = sum(worth[r] for r in ejected)
            price = self._price(request, index)
            if lost + price < worth[request] or lost + price <= worth[request] * (not ejected):
                key = (lost, price, index)
                if best is None or key < best:
                    best, standing = key, ejected
        return (None if best is None else best[2] + net.first_place), standing

    def in_the_way(self, request: int, place: int) -> set[int]:
        """Who would have to stand if `request` sat at `place`."""
        net, index = self.net, place - self.net.first_place
        day = net.day_of[index]
        _, start, _ = self.grid.places[index]
        gap = self.grid.problem.gap
        end = start + self.grid.requests[request].minutes + gap
        found = set()
        for other in net.seated_on[day]:
            guest = net.guest[other]
            begins = self.grid.places[other - net.first_place][1]
            if begins < end and start < begins + self.grid.requests[guest].minutes + gap:
                found.add(guest)
        found |= self._own(request, index)
        here = [net.guest[p] for p in net.seated_on[day] if net.guest[p] not in found]
        over = net.day_base[day] + len(here) + 1 - net.cap[day]
        if over > 0:
            here.sort(key=lambda r: (self.grid.out_cost[r], r))
            found |= set(here[: int(over)])
        return found

    def _own(self, request: int, index: int) -> set[int]:
        """Other check-ins of the same student that cannot stay beside this one."""
        net, rules = self.net, self.rules
        seated = [r for r in self.siblings.get(request, ()) if net.seat[r] != OUT]
        found = {r for r in seated if rules.clash(request, index, r, net.seat[r] - net.first_place)}
        limit = self.grid.problem.max_pulls_per_section
        if limit is not None and seated:
            lesson = rules.lesson(net, request, index)
            pulls = [
                r
                for r in seated
                if r not in found and rules.lesson(net, r, net.seat[r] - net.first_place) == lesson
            ]
            over = rules.pulled[lesson] + len(pulls) + 1 - limit
            if lesson[2] is not None and over > 0:
                pulls.sort(key=lambda r: (self.grid.out_cost[r], r))
                found |= set(pulls[:over])
        return found
