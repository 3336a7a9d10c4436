"""A problem compiled to integers: places, options with their costs, and levels of cost.

A place is one start of one teacher on one day; two blocks of a teacher that share a start
share the place. An option of a request is a place it may take. One whole number carries the
lexicographic objective: each level is worth more than all levels below it can add up to.
Python's integers do not overflow, so the order is exact.
"""

from __future__ import annotations

from collections import defaultdict

from .model import Block, CheckIn, Problem, Request, Score
from .rules import day_allowed, is_away, is_change, misses_wish, section_missed, starts_of
from .settled import settled

Place = tuple[int, int, str]
"""(day, start, teacher)."""
Options = dict[int, tuple[int, int]]
"""Place number to (cost, block number)."""

FINENESS = 1 << 12
"""What one wish counts where check-ins are tied, so that ties can be priced below it."""


class Levels:
    """What one unit of each part of the objective costs; a level nobody uses costs 0."""

    __slots__ = ("change", "imbalance", "miss", "must", "need", "overload")

    def __init__(
        self, *, must: int, need: int, change: int, overload: int, imbalance: int, miss: int
    ) -> None:
        self.must, self.need, self.change = must, need, change
        self.overload, self.imbalance, self.miss = overload, imbalance, miss

    def score(self, cost: int) -> Score:
        """Take a sum apart again."""
        parts = []
        for unit in (self.must, self.need, self.change, self.overload, self.imbalance, self.miss):
            part, cost = divmod(cost, unit) if unit else (0, cost)
            parts.append(part)
        return Score(*parts)


class Grid:
    """The compiled problem. Requests and blocks are sorted by id, places by time."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.fixed = settled(problem)
        self.requests = sorted(
            (r for r in problem.requests if r.id not in self.fixed), key=lambda r: r.id
        )
        self.blocks = sorted(problem.blocks, key=lambda b: b.id)
        self.places = sorted({(b.day, s, b.teacher) for b in self.blocks for s in starts_of(b)})
        self.place_of = {place: n for n, place in enumerate(self.places)}
        self.levels = _levels(problem, self.places)
        self.options: list[Options] = []
        self.out_cost: list[int] = []
        self.base_cost = 0  # the changes and misses of the fixed check-ins
        self.published: list[Place | None] = []  # per request where it was published
        self.two_faced = False  # whether a request could take one place through two blocks


def compile_problem(problem: Problem) -> Grid:
    """The grid of a checked problem. LockedConflict as in `plan`."""
    grid = Grid(problem)
    old = {c.request: c for c in problem.previous.checkins} if problem.previous else {}
    fill = _Filler(grid, old)
    for request in grid.requests:
        grid.options.append(fill.options(request))
        grid.out_cost.append(_out_cost(grid.levels, request, request.id in old))
        was = old.get(request.id)
        grid.published.append((was.day, was.start, was.teacher) if was else None)
    grid.base_cost = sum(fill.fixed_cost(c) for c in grid.fixed.values())
    return grid


def _is_tied(problem: Problem, places: list[Place]) -> bool:
    """Whether a student has several requests, or starts of a teacher lie closer than lengths."""
    requests = problem.requests
    if any(block.slots is None for block in problem.blocks):
        return False  # no flow, no prices
    if len({r.student for r in requests}) < len(requests):
        return True
    longest = max((r.minutes for r in requests), default=0) + problem.gap
    last: dict[tuple[int, str], int] = {}
    for day, start, teacher in places:
        if start - last.get((day, teacher), -longest) < longest:
            return True
        last[day, teacher] = start
    return False


def _levels(problem: Problem, places: list[Place]) -> Levels:
    """Units such that each level outweighs everything below it."""
    most = len(problem.requests)
    miss = FINENESS if _is_tied(problem, places) else 1
    total = miss * (most + 1)  # more than all misses together
    imbalance = total if problem.balance else 0
    total *= most * most + 1 if problem.balance else 1
    crowded = any(t.comfortable is not None for t in problem.teachers)
    overload = total if crowded else 0
    total *= most + 1 if crowded else 1
    change = total if problem.previous else 0
    total *= most + 1 if problem.previous else 1
    need = total
    must = need * (sum(r.need for r in problem.requests) + 1)
    return Levels(
        must=must, need=need, change=change, overload=overload, imbalance=imbalance, miss=miss
    )


def _out_cost(levels: Levels, request: Request, was_published: bool) -> int:
    return levels.must * request.must + levels.need * request.need + levels.change * was_published


class _Filler:
    """Finds the options of one request after another, remembering what blocks share."""

    def __init__(self, grid: Grid, old: dict[str, CheckIn]) -> None:
        self.grid, self.old = grid, old
        self.problem = grid.problem
        self.by_id = {b.id: (n, b) for n, b in enumerate(grid.blocks)}
        self.open: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self.by_teacher = defaultdict(list)
        self.by_student = defaultdict(list)
        self.asked = {r.id: r for r in self.problem.requests}
        for c in grid.fixed.values():
            request = self.asked[c.request]
            self.by_teacher[c.teacher, c.day].append(c)
            self.by_student[request.student].append((c, request))

    def options(self, request: Request) -> Options:
        """Every place this request may take, each at its least cost.

        Where two blocks share a place the cheaper one counts; should a pull limit bite
        later, the dearer one might have been better, so the grid remembers it.
        """
        found: Options = {}
        own = self.by_student.get(request.student)
        for block_id in sorted(set(request.blocks)):
            number, block = self.by_id[block_id]
            if not day_allowed(request, block.day):
                continue
            if own and self._barred(request, block, own):
                continue
            for place, start in self._open_starts(number, block, request.minutes):
                end = start + request.minutes
                if request.away and is_away(request, block.day, start, end):
                    continue
                if own and self._meets_own(block.day, start, end, own):
                    continue
                cost = self._cost(request, block, start)
                if place in found:
                    self.grid.two_faced = True
                    found[place] = min(found[place], (cost, number))
                else:
                    found[place] = (cost, number)
        return found

    def fixed_cost(self, checkin: CheckIn) -> int:
        """Change and miss of a check-in that stays whatever happens."""
        if checkin.block not in self.by_id:
            return 0
        block = self.by_id[checkin.block][1]
        return self._cost(self.asked[checkin.request], block, checkin.start)

    def _cost(self, request: Request, block: Block, start: int) -> int:
        levels = self.grid.levels
        cost = levels.miss if request.prefer and misses_wish(request, block, start) else 0
        old, previous = self.old.get(request.id), self.problem.previous
        if old and previous and is_change(old, block.id, start, previous):
            cost += levels.change
        return cost

    def _open_starts(self, number: int, block: Block, minutes: int) -> list[tuple[int, int]]:
        """(place, start) of the block that hold `minutes`, are still to come and free."""
        key = (number, minutes)
        if key not in self.open:
            self.open[key] = [
                (self.grid.place_of[block.day, s, block.teacher], s)
                for s in sorted(set(starts_of(block)))
                if block.start <= s <= block.end - minutes and self._still_free(block, s, minutes)
            ]
        return self.open[key]

    def _still_free(self, block: Block, start: int, minutes: int) -> bool:
        previous, gap = self.problem.previous, self.problem.gap
        if previous is not None and (block.day, start) < previous.now:
            return False
        return not any(
            start < c.end + gap and c.start < start + minutes + gap
            for c in self.by_teacher[block.teacher, block.day]
        )

    def _barred(self, request: Request, block: Block, own: list) -> bool:
        """Whether the student's fixed check-ins rule out the whole block."""
        spacing, limit = self.problem.min_days_between, self.problem.max_pulls_per_section
        if any(abs(c.day - block.day) < spacing for c, _ in own):
            return True
        section = section_missed(request, block)
        if limit is None or section is None:
            return False
        pulls = sum(
            c.day == block.day and section_missed(r, self.by_id[c.block][1]) == section
            for c, r in own
            if c.block in self.by_id
        )
        return pulls >= limit

    def _meets_own(self, day: int, start: int, end: int, own: list) -> bool:
        gap = self.problem.gap
        return any(c.day == day and start < c.end + gap and c.start < end + gap for c, _ in own)
