"""Reading a plan: who is next, and why somebody is where they are."""

from __future__ import annotations

from collections.abc import Collection

from plc.frozen import frozen

from .grid import compile_problem
from .model import CheckIn, Moment, Plan, Problem, Reason, ReasonKind, Request, Sentence
from .rules import misses_wish
from .words import say


@frozen
class NextUp:
    """Whom to be with. `behind` is how many minutes late the current one would begin."""

    current: CheckIn | None
    following: tuple[CheckIn, ...]
    behind: int


@frozen
class Explanation:
    """Why this student (`reason`, strongest first in `reasons`) and why this time or none."""

    request: str
    reasons: tuple[Sentence, ...]
    time: Sentence

    @property
    def reason(self) -> Sentence | None:
        return self.reasons[0] if self.reasons else None


def next_up(
    plan: Plan, *, now: Moment, done: Collection[str] = (), teacher: str | None = None
) -> NextUp:
    """Today's check-ins still to hold, in order; `done` are requests held or called off.

    A check-in that was to begin before now and is not done is the current one, so late
    students keep their turn. With nobody due yet, `current` is None.
    """
    today, minute = now
    waiting = sorted(
        c
        for c in plan.checkins
        if c.day == today and c.request not in done and teacher in (None, c.teacher)
    )
    if not waiting or waiting[0].start > minute:
        return NextUp(None, tuple(waiting), 0)
    return NextUp(waiting[0], tuple(waiting[1:]), minute - waiting[0].start)


def explain(problem: Problem, plan: Plan, request: str) -> Explanation:
    """Why this request stands where it stands. KeyError if the problem has no such request."""
    return explanations(problem, plan)[request]


def explanations(problem: Problem, plan: Plan) -> dict[str, Explanation]:
    """`explain` for every request at once, by request id."""
    reader = _Reader(problem, plan)
    return {request.id: reader.explanation(request) for request in problem.requests}


class _Reader:
    """A plan beside the options its problem had."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        grid = compile_problem(problem)
        self.problem = problem
        self.fixed = grid.fixed
        self.options = {r.id: o for r, o in zip(grid.requests, grid.options, strict=True)}
        self.blocks = {b.id: b for b in problem.blocks}
        self.placed = {c.request: c for c in plan.checkins}
        self.causes = {out.request: out.cause for out in plan.left_out}
        previous = problem.previous
        self.published = {c.request: c for c in previous.checkins} if previous else {}

    def explanation(self, request: Request) -> Explanation:
        reasons = sorted(request.reasons, key=lambda r: (-r.points, r.kind))
        checkin = self.placed.get(request.id)
        time = self.causes[request.id] if checkin is None else self._time(request, checkin)
        if time.code in ("only_place", "only_block"):
            reasons.append(Reason(ReasonKind.ONLY_FITS_HERE))
        said = tuple(say(r.kind.value, **r.params) for r in reasons)
        return Explanation(request.id, said, time)

    def _time(self, request: Request, checkin: CheckIn) -> Sentence:
        if request.id in self.fixed:
            return say(self._why_fixed(checkin))
        options = self.options[request.id]
        old = self.published.get(request.id)
        if len(options) == 1:
            return say("only_place")
        if len(request.blocks) > 1 and len({block for _, block in options.values()}) == 1:
            return say("only_block")
        if old is not None:
            same = (old.block, old.start) == (checkin.block, checkin.start)
            return say("kept" if same else "changed")
        return say(self._wish(request, checkin))

    def _why_fixed(self, checkin: CheckIn) -> str:
        previous = self.problem.previous
        begun = previous is not None and (checkin.day, checkin.start) < previous.now
        return "begun" if begun else "locked"

    def _wish(self, request: Request, checkin: CheckIn) -> str:
        if request.prefer is None:
            return "free_choice"
        missed = misses_wish(request, self.blocks[checkin.block], checkin.start)
        return "wish_missed" if missed else "wish_met"
