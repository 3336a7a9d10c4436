"""Is a plan allowed, and how good is it? Written apart from the search it judges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from .model import Block, Broken, CheckIn, Plan, Problem, Request, Score
from .rules import is_away, is_change, misses_wish, section_missed


def validate(problem: Problem, plan: Plan | Iterable[CheckIn]) -> tuple[Broken, ...]:
    """Every hard rule the plan breaks; empty means it is allowed.

    H1 a known request, once · H2 inside an allowed block · H3 the teacher never twice ·
    H4 the student never twice · H5 not while away · H6 length as asked · H7 the teacher's
    most a day · H8 pulls from one section · H9 on a slot · H10 begun and promised stay,
    nothing new before now · H11 days.
    """
    placed, broken = _known(problem, plan)
    requests = {r.id: r for r in problem.requests}
    blocks = {b.id: b for b in problem.blocks}
    sound = []
    for checkin in placed:
        block = blocks.get(checkin.block)
        if block is None:
            broken.append(_broken("H2-block", checkin, f"there is no block {checkin.block}"))
        elif type(checkin.start) is not int or type(checkin.minutes) is not int:
            broken.append(_broken("H6-length", checkin, "start and minutes are not whole"))
        else:
            sound.append((checkin, requests[checkin.request], block))
            broken.extend(_alone(*sound[-1]))
    broken.extend(_teachers(problem, sound))
    broken.extend(_students(problem, sound))
    broken.extend(_pulls(problem, sound))
    broken.extend(_kept(problem, placed))
    return tuple(broken)


Placed = tuple[CheckIn, Request, Block]


def _broken(code: str, checkin: CheckIn, text: str) -> Broken:
    return Broken(code, checkin.request, text)


def _known(problem: Problem, plan: Plan | Iterable[CheckIn]) -> tuple[list[CheckIn], list[Broken]]:
    known, placed, broken = {r.id for r in problem.requests}, {}, []
    for checkin in plan.checkins if isinstance(plan, Plan) else plan:
        if checkin.request not in known:
            broken.append(_broken("H1-unknown", checkin, "there is no such request"))
        elif checkin.request in placed:
            broken.append(_broken("H1-twice", checkin, "planned twice"))
        else:
            placed[checkin.request] = checkin
    return list(placed.values()), broken


def _alone(checkin: CheckIn, request: Request, block: Block) -> Iterator[Broken]:
    """What a check-in breaks by itself."""
    start, end = checkin.start, checkin.end
    if checkin.minutes != request.minutes:
        yield _broken("H6-length", checkin, f"{checkin.minutes} min, {request.minutes} asked")
    if block.id not in request.blocks:
        yield _broken("H2-allowed", checkin, f"block {block.id} is not open to the student")
    if (checkin.teacher, checkin.day) != (block.teacher, block.day):
        yield _broken("H2-block", checkin, f"teacher or day differs from block {block.id}")
    if start < block.start or end > block.end:
        yield _broken("H2-outside", checkin, f"{start} to {end} leaves block {block.id}")
    if block.slots is not None and start not in block.slots:
        yield _broken("H9-slot", checkin, f"{start} is no start of block {block.id}")
    if is_away(request, block.day, start, end):
        yield _broken("H5-unavailable", checkin, f"the student is away from {start} to {end}")
    late = request.due_day is not None and block.day > request.due_day
    if late or block.day < (request.earliest_day or 0):
        yield _broken("H11-day", checkin, f"day {block.day} is outside the request's days")


def _teachers(problem: Problem, sound: list[Placed]) -> Iterator[Broken]:
    days = defaultdict(list)
    for checkin, _, block in sound:
        days[block.teacher, block.day].append(checkin)
    most = {t.id: t.max_per_day for t in problem.teachers}
    for (teacher, day), checkins in days.items():
        checkins.sort(key=lambda c: (c.start, c.end, c.request))
        for before, after in pairwise(checkins):
            if after.start < before.end + problem.gap:
                yield _broken("H3-teacher", after, f"{teacher} is still with {before.request}")
        limit = most[teacher]
        if limit is not None and len(checkins) > limit:
            text = f"{teacher} has {len(checkins)} check-ins on day {day}, at most {limit}"
            yield _broken("H7-max", checkins[-1], text)


def _students(problem: Problem, sound: list[Placed]) -> Iterator[Broken]:
    per_student = defaultdict(list)
    for checkin, request, block in sound:
        per_student[request.student].append((block.day, checkin.start, checkin))
    for rows in per_student.values():
        rows.sort()
        for (day, _, before), (next_day, start, after) in pairwise(rows):
            if day == next_day and start < before.end + problem.gap:
                yield _broken("H4-student", after, f"clashes with {before.request}")
            elif next_day - day < problem.min_days_between:
                yield _broken("H11-spacing", after, f"too soon after {before.request}")


def _pulls(problem: Problem, sound: list[Placed]) -> Iterator[Broken]:
    limit = problem.max_pulls_per_section
    pulls = defaultdict(list)
    for checkin, request, block in sound:
        section = section_missed(request, block)
        if section is not None:
            pulls[request.student, block.day, section].append(checkin)
    for (_, day, section), checkins in pulls.items():
        if limit is not None and len(checkins) > limit:
            text = f"pulled {len(checkins)} times from {section} on day {day}, at most {limit}"
            yield _broken("H8-pulls", max(checkins), text)


def _kept(problem: Problem, placed: list[CheckIn]) -> Iterator[Broken]:
    previous = problem.previous
    if previous is None:
        return
    now = {c.request: c for c in placed}
    old = {c.request: c for c in previous.checkins}
    begun = {r for r, c in old.items() if (c.day, c.start) < previous.now}
    for checkin in placed:
        if checkin.request not in begun and (checkin.day, checkin.start) < previous.now:
            yield _broken("H10-past", checkin, "starts before now")
    for request in sorted(r.id for r in problem.requests if r.id in old):
        if request in begun or request in previous.locked:
            was, is_ = old[request], now.get(request)
            if is_ is None or (is_.block, is_.start) != (was.block, was.start):
                yield Broken("H10-frozen", request, "begun or promised, yet changed")


def measure(problem: Problem, checkins: Iterable[CheckIn]) -> Score:
    """The score of an allowed plan, counted from the check-ins alone."""
    placed = {c.request: c for c in checkins}
    blocks = {b.id: b for b in problem.blocks}
    unmet = [r for r in problem.requests if r.id not in placed]
    days: dict[tuple[str, int], int] = defaultdict(int)
    loads: dict[str, int] = defaultdict(int)
    misses = 0
    for request in problem.requests:
        checkin = placed.get(request.id)
        if checkin is not None:
            days[checkin.teacher, checkin.day] += 1
            loads[checkin.teacher] += 1
            block = blocks.get(checkin.block)
            misses += block is not None and misses_wish(request, block, checkin.start)
    easy = {t.id: t.comfortable for t in problem.teachers if t.comfortable is not None}
    over = (n - easy[teacher] for (teacher, _), n in days.items() if teacher in easy)
    return Score(
        unmet_must=sum(r.must for r in unmet),
        unmet_need=sum(r.need for r in unmet),
        changes=_changes(problem, placed),
        overload=sum(n for n in over if n > 0),
        imbalance=sum(n * n for n in loads.values()) if problem.balance else 0,
        preference_misses=misses,
    )


def _changes(problem: Problem, placed: dict[str, CheckIn]) -> int:
    previous = problem.previous
    if previous is None:
        return 0
    asked = {r.id for r in problem.requests}
    changes = 0
    for old in previous.checkins:
        if old.request in asked:
            new = placed.get(old.request)
            changes += new is None or is_change(old, new.block, new.start, previous)
    return changes
