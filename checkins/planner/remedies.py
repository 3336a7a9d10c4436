"""What would help when somebody does not fit: each way out is planned again and shown.

Subtracting minutes is not enough (a block 22 minutes longer may still not hold the student
who is away in it), so every repair carries the plan it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from enum import StrEnum

from plc.frozen import frozen

from .model import Block, Plan, Previous, Problem, Request, Sentence
from .planning import plan as make_plan
from .rules import slots_between
from .settled import settled
from .words import say


class RepairKind(StrEnum):
    LONGER = "block_longer"
    SHORTER = "checkins_shorter"
    ADDED = "block_added"
    LATER = "later_day"


@frozen
class Room:
    """What may be given: minutes at the end of a block, shorter check-ins, other blocks.

    `spare` are free blocks of the same days, `later` blocks of following school days; `until`
    says by block how late it may end.
    """

    longest: int = 30
    shortest: int = 2
    spare: tuple[Block, ...] = ()
    later: tuple[Block, ...] = ()
    until: Mapping[str, int] = field(default_factory=dict)


@frozen
class Repair:
    """One way out. `cost` is minutes somebody gives up; `problem` leads to `plan`."""

    kind: RepairKind
    cost: int
    sentence: Sentence
    problem: Problem
    plan: Plan

    @property
    def solves(self) -> bool:
        """Whether everybody has a place then."""
        return not self.plan.left_out


def repairs(problem: Problem, plan: Plan, room: Room | None = None) -> tuple[Repair, ...]:
    """Every kind of repair that seats more need, the most complete first, then the cheapest.

    Costs compare by minutes: added to a block, taken from all check-ins together, of an
    added block, or used on a later day. Nothing is offered when nobody is left out.
    """
    if not plan.left_out:
        return ()
    room, start = room or Room(), _from_here(problem, plan)
    offers = [
        *_longer(start, room),
        *_shorter(start, room),
        *_added(start, room),
        *_later(start, plan, room),
    ]
    better = [offer for offer in offers if _unmet(offer.plan) < _unmet(plan)]
    return tuple(sorted(better, key=lambda o: (*_unmet(o.plan), o.cost, o.kind, o.sentence.text)))


def _from_here(problem: Problem, plan: Plan) -> Problem:
    """The problem with `plan` as what was published: a repair moves as few as it can."""
    if problem.previous is not None:
        return replace(problem, previous=replace(problem.previous, checkins=plan.checkins))
    dawn = (min(b.day for b in problem.blocks), 0) if problem.blocks else (0, 0)
    return replace(problem, previous=Previous(now=dawn, checkins=plan.checkins))


def _unmet(plan: Plan) -> tuple[int, int]:
    return plan.score.unmet_must, plan.score.unmet_need


def _longer(problem: Problem, room: Room) -> Iterator[Repair]:
    """Per block, the fewest minutes that help the most."""
    minutes = max(r.minutes for r in problem.requests)
    for block in problem.blocks:
        best = None
        free = _free_after(problem, block, room)
        if block.slots is None:
            yield from _longer_by_minutes(problem, block, free)
            continue
        for longer in _longer_blocks(block, minutes, problem.gap, free):
            changed = replace(
                problem,
                blocks=tuple(longer if b.id == block.id else b for b in problem.blocks),
            )
            result = make_plan(changed)
            if best is None or _unmet(result) < _unmet(best.plan):
                added = longer.end - block.end
                sentence = say("block_longer", minutes=added, block=block.id)
                best = Repair(RepairKind.LONGER, added, sentence, changed, result)
            if not result.left_out:
                break
        if best is not None:
            yield best


def _longer_by_minutes(problem: Problem, block: Block, free: int) -> Iterator[Repair]:
    """The fewest minutes more that help as much as all the minutes there are, by halving."""
    low, best = 1, _longer_by(problem, block, free) if free > 0 else None
    while best is not None and low < best.cost:
        half = _longer_by(problem, block, (low + best.cost) // 2)
        if _unmet(half.plan) <= _unmet(best.plan):
            best = half
        else:
            low = half.cost + 1
    if best is not None:
        yield best


def _longer_by(problem: Problem, block: Block, minutes: int) -> Repair:
    longer = replace(block, end=block.end + minutes)
    changed = replace(
        problem, blocks=tuple(longer if b.id == block.id else b for b in problem.blocks)
    )
    sentence = say("block_longer", minutes=minutes, block=block.id)
    return Repair(RepairKind.LONGER, minutes, sentence, changed, make_plan(changed))


def _free_after(problem: Problem, block: Block, room: Room) -> int:
    """Minutes that may be added, at most those before the teacher's next block that day."""
    nexts = [
        b.start - problem.gap - block.end
        for b in problem.blocks
        if (b.teacher, b.day) == (block.teacher, block.day) and b.start >= block.end
    ]
    allowed = room.until.get(block.id, 24 * 60) - block.end
    return min([room.longest, allowed, *nexts])


def _longer_blocks(block: Block, minutes: int, gap: int, free: int) -> Iterator[Block]:
    """The block with one more start at its end, then two, while the minutes last."""
    slots = list(block.slots or ())
    start = max(slots) + minutes + gap if slots else block.start
    while start + minutes - block.end <= free:
        slots.append(start)
        yield replace(block, slots=tuple(slots), end=max(block.end, start + minutes))
        start += minutes + gap


def _shorter(problem: Problem, room: Room) -> Iterator[Repair]:
    """The longest common length that seats the most; begun check-ins keep theirs."""
    best = None
    longest = max(r.minutes for r in problem.requests)
    for minutes in range(longest - 1, room.shortest - 1, -1):
        changed = _with_length(problem, minutes)
        result = make_plan(changed)
        if best is None or _unmet(result) < _unmet(best.plan):
            before, after = problem.requests, changed.requests
            lost = sum(b.minutes - a.minutes for b, a in zip(before, after, strict=True))
            sentence = say("checkins_shorter", minutes=minutes)
            best = Repair(RepairKind.SHORTER, lost, sentence, changed, result)
        if not result.left_out:
            break
    if best is not None:
        yield best


def _with_length(problem: Problem, minutes: int) -> Problem:
    """Everybody at most `minutes`, and the blocks cut anew; promised starts stay starts."""
    fixed = settled(problem)
    kept: dict[str, set[int]] = {}
    for c in fixed.values():
        kept.setdefault(c.block, set()).add(c.start)
    return replace(
        problem,
        blocks=tuple(
            replace(b, slots=_cut(b, minutes, problem.gap, kept.get(b.id, set())))
            if b.slots is not None
            else b
            for b in problem.blocks
        ),
        requests=tuple(
            r if r.id in fixed else replace(r, minutes=min(minutes, r.minutes))
            for r in problem.requests
        ),
    )


def _cut(block: Block, minutes: int, gap: int, kept: set[int]) -> tuple[int, ...]:
    return tuple(sorted({*slots_between(block.start, block.end, minutes, gap), *kept}))


def _added(problem: Problem, room: Room) -> Iterator[Repair]:
    everybody = {r.id for r in problem.requests}
    for block in room.spare:
        changed = _with_blocks(problem, (block,), everybody)
        minutes = block.end - block.start
        sentence = say("block_added", minutes=minutes, block=block.id)
        yield Repair(RepairKind.ADDED, minutes, sentence, changed, make_plan(changed))


def _later(problem: Problem, plan: Plan, room: Room) -> Iterator[Repair]:
    """Those left out in the later blocks up to a day, then a day more, until all have a place."""
    waiting = {out.request for out in plan.left_out}
    for day in sorted({b.day for b in room.later}):
        blocks = tuple(b for b in room.later if b.day <= day)
        later = {b.id for b in blocks}
        changed = _with_blocks(problem, blocks, waiting)
        result = make_plan(changed)
        moved = [c for c in result.checkins if c.block in later]
        if moved:
            used = sum(c.minutes + problem.gap for c in moved)
            sentence = say("later_day", count=len(moved), day=day)
            yield Repair(RepairKind.LATER, used, sentence, changed, result)
            if not result.left_out:
                return


def _with_blocks(problem: Problem, blocks: tuple[Block, ...], waiting: set[str]) -> Problem:
    """The problem with more blocks, open to the requests in `waiting`."""
    ids = tuple(b.id for b in blocks)

    def opened(request: Request) -> Request:
        if request.id not in waiting:
            return request
        return replace(request, blocks=(*request.blocks, *ids))

    return replace(
        problem,
        blocks=(*problem.blocks, *blocks),
        requests=tuple(opened(r) for r in problem.requests),
    )
