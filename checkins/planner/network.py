"""The flow network of a grid, and the seating that flows through it.

Request -> place -> teacher's day -> teacher -> hall, and request -> hall for those left out.
A teacher's day costs more per check-in above what is comfortable, a teacher costs more the
fuller she is, so both are convex and least cost is a matter of residual paths.

A hub stands for all places of one block: a request that may take any of them at one price
has one arc to the hub instead of one to each place. Hubs only shorten the list of arcs;
a seating never stops at one.
"""

from __future__ import annotations

from collections import defaultdict
from copy import copy

from .grid import Grid, Options

OUT = -1
"""In `Network.seat`: left out."""


class Network:
    """A grid as nodes numbered 0..size, with the current seating and its loads.

    `seat[r]` is the place node of request r or OUT; `guest[p]` the request at place node p
    or OUT. Loads count the check-ins that may still move; fixed ones are in `base`.
    """

    def __init__(self, grid: Grid, options: list[Options]) -> None:
        self.grid, self.options = grid, options
        self.count = len(grid.requests)
        self.first_place = self.count
        self.first_hub = self.first_place + len(grid.places)
        self.first_day = self.first_hub + len(grid.blocks)
        self._number_days()
        self.arcs: list[list[tuple[int, int]]] = []
        self.hub_places: list[list[int]] = []
        self._draw_hubs()
        self.arcs.extend(self.arcs_of(o) for o in options)
        self.seat = [OUT] * self.count
        self.guest = [OUT] * self.first_hub
        self.day_load = [0] * len(self.days)
        self.teacher_load = [0] * len(self.teachers)
        self.seated_on: list[set[int]] = [set() for _ in self.days]

    def _number_days(self) -> None:
        """Number the teachers' days and teachers; fixed check-ins are their base load."""
        grid, problem = self.grid, self.grid.problem
        who = {t.id: t for t in problem.teachers}
        self.days = sorted({(teacher, day) for day, _, teacher in grid.places})
        self.teachers = sorted({teacher for teacher, _ in self.days})
        self.first_teacher = self.first_day + len(self.days)
        self.hall = self.first_teacher + len(self.teachers)
        self.size = self.hall + 1
        day_number = {key: n for n, key in enumerate(self.days)}
        teacher_number = {t: n for n, t in enumerate(self.teachers)}
        self.day_of = [day_number[teacher, day] for day, _, teacher in grid.places]
        self.teacher_of = [teacher_number[teacher] for teacher, _ in self.days]
        self.days_of: list[list[int]] = [[] for _ in self.teachers]
        for n, teacher in enumerate(self.teacher_of):
            self.days_of[teacher].append(n)
        fixed_days: dict[tuple[str, int], int] = defaultdict(int)
        fixed_teachers: dict[str, int] = defaultdict(int)
        for c in grid.fixed.values():
            fixed_days[c.teacher, c.day] += 1
            fixed_teachers[c.teacher] += 1
        self.day_base = [fixed_days[key] for key in self.days]
        self.teacher_base = [fixed_teachers[t] for t in self.teachers]
        endless = self.count + len(grid.fixed) + 1
        limits = [who[teacher] for teacher, _ in self.days]
        self.cap = [endless if t.max_per_day is None else t.max_per_day for t in limits]
        self.comfortable = [endless if t.comfortable is None else t.comfortable for t in limits]

    def _draw_hubs(self) -> None:
        for block in self.grid.blocks:
            places = {self.grid.place_of[block.day, s, block.teacher] for s in block.slots or ()}
            self.hub_places.append(sorted(p + self.first_place for p in places))

    def arcs_of(self, options: Options) -> list[tuple[int, int]]:
        """Arcs (node, cost) of one request: hubs where a whole block is open to it."""
        by_block = defaultdict(list)
        for place, (cost, block) in options.items():
            by_block[block].append((place + self.first_place, cost))
        arcs = []
        for block, found in by_block.items():
            if 2 < len(found) == len(self.hub_places[block]):
                dearest = max(cost for _, cost in found)
                arcs.append((self.first_hub + block, dearest))
                arcs.extend((place, cost) for place, cost in found if cost < dearest)
            else:
                arcs.extend(found)
        return arcs

    def copy(self) -> Network:
        """The same network with a seating and options of its own."""
        twin = copy(self)
        for name in ("options", "arcs", "seat", "guest", "day_load", "teacher_load"):
            setattr(twin, name, list(getattr(self, name)))
        twin.seated_on = [set(places) for places in self.seated_on]
        return twin

    def forbid(self, request: int, places: set[int]) -> None:
        """Take options from a request; it stands if it sat at one of them."""
        kept = {p: o for p, o in self.options[request].items() if p not in places}
        if self.seat[request] != OUT and self.seat[request] - self.first_place in places:
            self.stand(request)
        self.options[request] = kept
        self.arcs[request] = self.arcs_of(kept)

    # One more or one fewer check-in: what it adds to the cost.

    def day_price(self, day: int, more: int = 0) -> int:
        """Overload cost of the next check-in (more=0) or of the last one (more=-1)."""
        full = self.day_base[day] + self.day_load[day] + more >= self.comfortable[day]
        return self.grid.levels.overload if full else 0

    def teacher_price(self, teacher: int, more: int = 0) -> int:
        """Imbalance cost of the next check-in (more=0) or of the last one (more=-1)."""
        load = self.teacher_base[teacher] + self.teacher_load[teacher] + more
        return self.grid.levels.imbalance * (2 * load + 1)

    def day_full(self, day: int) -> bool:
        return self.day_base[day] + self.day_load[day] >= self.cap[day]

    def cost_at(self, request: int, place: int) -> int:
        return self.options[request][place - self.first_place][0]

    def sit(self, request: int, place: int) -> None:
        """Seat a standing request at an empty place."""
        day = self.day_of[place - self.first_place]
        self.seat[request], self.guest[place] = place, request
        self.day_load[day] += 1
        self.teacher_load[self.teacher_of[day]] += 1
        self.seated_on[day].add(place)

    def stand(self, request: int) -> None:
        """Take a seated request from its place."""
        place = self.seat[request]
        day = self.day_of[place - self.first_place]
        self.seat[request], self.guest[place] = OUT, OUT
        self.day_load[day] -= 1
        self.teacher_load[self.teacher_of[day]] -= 1
        self.seated_on[day].discard(place)

    def move(self, targets: dict[int, int]) -> None:
        """Send each request to its new place (or OUT), all at once."""
        for request in targets:
            if self.seat[request] != OUT:
                self.stand(request)
        for request, place in targets.items():
            if place != OUT:
                self.sit(request, place)

    def cost(self) -> int:
        """The whole cost of this seating, fixed check-ins included."""
        levels, total = self.grid.levels, self.grid.base_cost
        for request, place in enumerate(self.seat):
            if place == OUT:
                total += self.grid.out_cost[request]
            else:
                total += self.cost_at(request, place)
        return total + _load_cost(self, levels.overload, levels.imbalance)


def _load_cost(net: Network, overload: int, imbalance: int) -> int:
    """Overload and imbalance of everybody, also of teachers with fixed check-ins only."""
    problem = net.grid.problem
    comfortable = {t.id: t.comfortable for t in problem.teachers}
    per_day: dict[tuple[str, int], int] = defaultdict(int)
    per_teacher: dict[str, int] = defaultdict(int)
    for c in net.grid.fixed.values():
        per_day[c.teacher, c.day] += 1
        per_teacher[c.teacher] += 1
    for day, load in enumerate(net.day_load):
        per_day[net.days[day]] += load
        per_teacher[net.days[day][0]] += load
    total = imbalance * sum(n * n for n in per_teacher.values())
    for (teacher, _), load in per_day.items():
        limit = comfortable.get(teacher)
        if limit is not None:
            total += overload * max(0, load - limit)
    return total
