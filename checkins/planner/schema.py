"""Problems and plans as JSON-ready dicts, schema `checkins/1`.

Unknown keys are ignored, so a file may carry notes. Errors are BadProblem with the path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from .intake import check
from .model import (
    BadProblem,
    Block,
    CheckIn,
    Plan,
    Previous,
    Problem,
    Reason,
    ReasonKind,
    Request,
    Span,
    Teacher,
    Wish,
)
from .verdict import verdict

Json = Mapping[str, Any]
T = TypeVar("T")
SCHEMA = "checkins/1"


def read_problem(data: Json) -> Problem:
    """The problem in `data`, checked."""
    if not isinstance(data, Mapping) or data.get("schema", SCHEMA) != SCHEMA:
        raise BadProblem("schema", f"this is not {SCHEMA}")
    previous = data.get("previous")
    problem = Problem(
        teachers=_each("teachers", data, _teacher),
        blocks=_each("blocks", data, _block),
        requests=_each("requests", data, _request),
        gap=data.get("gap", 0),
        balance=bool(data.get("balance", False)),
        max_pulls_per_section=data.get("max_pulls_per_section"),
        min_days_between=data.get("min_days_between", 0),
        previous=_at("previous", _previous, previous) if previous else None,
    )
    check(problem)
    return problem


def write_problem(problem: Problem) -> dict[str, Any]:
    """The dict that `read_problem` reads; parts that say nothing are left out."""
    data: dict[str, Any] = {"schema": SCHEMA, "gap": problem.gap}
    data["teachers"] = [_said(asdict(t)) for t in problem.teachers]
    data["blocks"] = [_write_block(b) for b in problem.blocks]
    data["requests"] = [_write_request(r) for r in problem.requests]
    if problem.balance:
        data["balance"] = True
    if problem.max_pulls_per_section is not None:
        data["max_pulls_per_section"] = problem.max_pulls_per_section
    if problem.min_days_between:
        data["min_days_between"] = problem.min_days_between
    if problem.previous is not None:
        previous = problem.previous
        data["previous"] = {
            "now": list(previous.now),
            "tolerance": previous.tolerance,
            "locked": sorted(previous.locked),
            "checkins": [asdict(c) for c in previous.checkins],
        }
    return data


def read_checkins(data: Json) -> tuple[CheckIn, ...]:
    """The check-ins of a plan file."""
    return tuple(sorted(_each("checkins", data, _checkin)))


def write_plan(plan: Plan) -> dict[str, Any]:
    """A plan as a dict: its check-ins, score, proof, and who is left out with the cause."""
    return {
        "schema": SCHEMA,
        "checkins": [asdict(c) for c in plan.checkins],
        "score": asdict(plan.score),
        "optimal": plan.proof.optimal,
        "verdict": verdict(plan).text,
        "bound": asdict(plan.proof.bound),
        "left_out": [
            {"request": out.request, "cause": out.cause.code, "text": out.cause.text}
            for out in plan.left_out
        ],
    }


def _each(name: str, data: Json, read: Callable[[Json], T]) -> tuple[T, ...]:
    rows = data.get(name, ())
    if not isinstance(rows, (list, tuple)):
        raise BadProblem(name, "is not a list")
    return tuple(_at(f"{name}[{n}]", read, row) for n, row in enumerate(rows))


def _at(where: str, read: Callable[[Json], T], row: Json) -> T:
    """`read(row)`, with every mistake of form told as BadProblem at `where`."""
    try:
        return read(row)
    except KeyError as missing:
        raise BadProblem(f"{where}.{missing.args[0]}", "is missing") from None
    except (TypeError, ValueError, AttributeError) as wrong:
        raise BadProblem(where, f"is not understood ({wrong})") from None


def _teacher(row: Json) -> Teacher:
    return Teacher(_id(row, "id"), row.get("comfortable"), row.get("max_per_day"))


def _block(row: Json) -> Block:
    slots = row.get("slots")
    return Block(
        id=_id(row, "id"),
        teacher=_id(row, "teacher"),
        day=row["day"],
        start=row["start"],
        end=row["end"],
        slots=None if slots is None else tuple(slots),
        section=row.get("section"),
    )


def _request(row: Json) -> Request:
    wish = row.get("prefer")
    return Request(
        id=_id(row, "id"),
        student=_id(row, "student"),
        minutes=row["minutes"],
        need=row["need"],
        must=bool(row.get("must", False)),
        blocks=tuple(row["blocks"]),
        away=_spans(row.get("unavailable", ())),
        prefer=_wish(wish) if wish else None,
        earliest_day=row.get("earliest_day"),
        due_day=row.get("due_day"),
        pulled_from=dict(row.get("pulled_from") or {}),
        reasons=tuple(
            Reason(ReasonKind(r["kind"]), r.get("points", 0), dict(r.get("params", {})))
            for r in row.get("reasons", ())
        ),
    )


def _id(row: Json, name: str) -> str:
    if not isinstance(row[name], str):
        raise TypeError(f"{name} is {row[name]!r}, not a text")
    return row[name]


def _spans(rows: Iterable[Iterable[int]]) -> tuple[Span, ...]:
    return tuple(Span(*row) for row in rows)


def _wish(row: Json) -> Wish:
    return Wish(
        tuple(row.get("blocks") or ()),
        _spans(row.get("windows") or ()),
        bool(row.get("not_first", False)),
    )


def _checkin(row: Json) -> CheckIn:
    return CheckIn(
        row["day"], row["start"], row["minutes"], row["block"], row["teacher"], row["request"]
    )


def _previous(row: Json) -> Previous:
    day, minute = row["now"]
    return Previous(
        now=(day, minute),
        checkins=_each("checkins", row, _checkin),
        tolerance=row.get("tolerance", 0),
        locked=frozenset(row.get("locked", ())),
    )


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """Without the keys that say nothing; 0 says something."""
    return {
        key: value
        for key, value in row.items()
        if value is not None and value is not False and value not in ((), {})
    }


def _write_block(block: Block) -> dict[str, Any]:
    row = asdict(block)
    if block.slots is None:
        del row["slots"]
    return row | {"slots": list(block.slots)} if block.slots is not None else row


def _write_request(request: Request) -> dict[str, Any]:
    row = _said(asdict(request))
    row["need"], row["must"], row["blocks"] = request.need, request.must, list(request.blocks)
    row["unavailable"] = [[a.day, a.start, a.end] for a in request.away]
    row.pop("away", None)
    if request.prefer is not None:
        wish = _said(asdict(request.prefer))
        wish["windows"] = [[w.day, w.start, w.end] for w in request.prefer.windows]
        row["prefer"] = wish
    return row
