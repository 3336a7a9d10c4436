"""Is this a problem at all? Every contradiction is a BadProblem that says where."""

from __future__ import annotations

from collections.abc import Sequence

from .model import BadProblem, Block, Previous, Problem, Request, Span, Teacher

DAY = 24 * 60
"""Minutes."""


def check(problem: Problem) -> None:
    """Raise BadProblem at the first contradiction in `problem`."""
    for name in ("gap", "min_days_between"):
        _whole(name, getattr(problem, name), least=0)
    if problem.max_pulls_per_section is not None:
        _whole("max_pulls_per_section", problem.max_pulls_per_section, least=1)
    teachers = _distinct("teachers", [t.id for t in problem.teachers])
    for n, teacher in enumerate(problem.teachers):
        _check_teacher(f"teachers[{n}]", teacher)
    blocks = _distinct("blocks", [b.id for b in problem.blocks])
    for n, block in enumerate(problem.blocks):
        _check_block(f"blocks[{n}]", block, teachers)
    requests = _distinct("requests", [r.id for r in problem.requests])
    for n, request in enumerate(problem.requests):
        _check_request(f"requests[{n}]", request, blocks)
    if problem.previous is not None:
        _check_previous(problem.previous, requests)


def _check_teacher(where: str, teacher: Teacher) -> None:
    for name in ("comfortable", "max_per_day"):
        if getattr(teacher, name) is not None:
            _whole(f"{where}.{name}", getattr(teacher, name), least=0)


def _check_block(where: str, block: Block, teachers: set[str]) -> None:
    if block.teacher not in teachers:
        raise BadProblem(f"{where}.teacher", f"there is no teacher {block.teacher}")
    _span(where, block.day, block.start, block.end)
    if block.start < 0 or block.end > DAY:
        raise BadProblem(where, f"minutes {block.start} to {block.end} are not within one day")
    _whole(f"{where}.day", block.day, least=0)
    for slot in block.slots or ():
        _whole(f"{where}.slots", slot, least=0)


def _check_request(where: str, request: Request, blocks: set[str]) -> None:
    _whole(f"{where}.minutes", request.minutes, least=1)
    _whole(f"{where}.need", request.need, least=0)
    wished = request.prefer.blocks if request.prefer else ()
    for block in (*request.blocks, *wished):
        if block not in blocks:
            raise BadProblem(f"{where}.blocks", f"there is no block {block}")
    for span in (*request.away, *(request.prefer.windows if request.prefer else ())):
        _check_span(where, span)
    for name in ("earliest_day", "due_day"):
        if getattr(request, name) is not None:
            _whole(f"{where}.{name}", getattr(request, name))


def _check_previous(previous: Previous, requests: set[str]) -> None:
    _distinct("previous.checkins", [c.request for c in previous.checkins])
    _whole("previous.tolerance", previous.tolerance, least=0)
    published = {c.request for c in previous.checkins}
    for request in sorted(previous.locked):
        if request in requests and request not in published:
            raise BadProblem("previous.locked", f"{request} is locked but was not published")


def _check_span(where: str, span: Span) -> None:
    _span(where, span.day, span.start, span.end)


def _span(where: str, day: int, start: int, end: int) -> None:
    for minute in (day, start, end):
        _whole(where, minute)
    if start > end:
        raise BadProblem(where, f"ends at minute {end}, before it starts at {start}")


def _whole(where: str, value: object, *, least: int | None = None) -> None:
    if type(value) is not int:
        raise BadProblem(where, f"{value!r} is not a whole number")
    if least is not None and value < least:
        raise BadProblem(where, f"{value} is below {least}")


def _distinct(where: str, ids: Sequence[str]) -> set[str]:
    seen: set[str] = set()
    for n, id_ in enumerate(ids):
        if id_ in seen:
            raise BadProblem(f"{where}[{n}]", f"{id_} stands there twice")
        seen.add(id_)
    return seen
