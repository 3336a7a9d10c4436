"""What a re-plan may not touch: check-ins begun before now, and those promised."""

from __future__ import annotations

from .model import Block, CheckIn, LockedConflict, Problem, Request


def settled(problem: Problem) -> dict[str, CheckIn]:
    """Begun and locked check-ins by request id, with today's length of each.

    What has begun is a fact and is taken as it stands, even outside its block. A promise
    is checked: LockedConflict if its place is gone or somebody else holds the time.
    """
    previous = problem.previous
    if previous is None:
        return {}
    requests = {r.id: r for r in problem.requests}
    fixed: dict[str, CheckIn] = {}
    promised = []
    for old in sorted(previous.checkins):
        request = requests.get(old.request)
        if request is None:
            continue
        if (old.day, old.start) < previous.now:
            fixed[request.id] = _as_asked(old, request)
        elif request.id in previous.locked:
            promised.append(_as_asked(old, request))
    blocks = {b.id: b for b in problem.blocks}
    for checkin in promised:
        _check_place(checkin, requests[checkin.request], blocks.get(checkin.block))
        for other in fixed.values():
            _check_pair(checkin, other, requests, problem.gap)
        fixed[checkin.request] = checkin
    return fixed


def clash(one: CheckIn, other: CheckIn, gap: int) -> bool:
    """Whether one person cannot be at both."""
    return one.day == other.day and one.start < other.end + gap and other.start < one.end + gap


def _as_asked(old: CheckIn, request: Request) -> CheckIn:
    if old.minutes == request.minutes:
        return old
    return CheckIn(old.day, old.start, request.minutes, old.block, old.teacher, old.request)


def _check_place(checkin: CheckIn, request: Request, block: Block | None) -> None:
    if block is None or block.id not in request.blocks:
        raise LockedConflict(request.id, f"block {checkin.block} is not open to them any more")
    if (block.teacher, block.day) != (checkin.teacher, checkin.day):
        raise LockedConflict(request.id, f"block {block.id} moved to another teacher or day")
    if checkin.start < block.start or checkin.end > block.end:
        raise LockedConflict(request.id, f"the promised time is outside block {block.id} now")
    if block.slots is not None and checkin.start not in block.slots:
        raise LockedConflict(request.id, f"block {block.id} has no such start any more")
    for away in request.away:
        if away.day == block.day and away.start < checkin.end and checkin.start < away.end:
            raise LockedConflict(request.id, "the student is away at the promised time")


def _check_pair(checkin: CheckIn, other: CheckIn, requests: dict[str, Request], gap: int) -> None:
    same_student = requests[checkin.request].student == requests[other.request].student
    if (same_student or checkin.teacher == other.teacher) and clash(checkin, other, gap):
        raise LockedConflict(checkin.request, f"clashes with the check-in of {other.request}")
