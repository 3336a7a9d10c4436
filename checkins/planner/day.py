"""Reading a plan: who is next, and why somebody is where they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .grid import compile_problem
from .model import CheckIn, Moment, Plan, Problem, Reason, ReasonKind, Request, Sentence
from .rules import misses_wish
from .words import say


@dataclass(frozen=True, slots=True)
class NextUp:
    """Whom to be with. `behind` is how many minutes late the current one would begin."""

    current: CheckIn | None
    following: tuple[CheckIn, ...]
    behind: int


@dataclass(frozen=True, slots=True)
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
    asked = {r.id: r for r in problem.requests}[request]
    reasons = sorted(asked.reasons, key=lambda r: (-r.points, r.kind))
    checkin = plan.of(request)
    if checkin is None:
        time = next(out.cause for out in plan.left_out if out.request == request)
        return Explanation(request, tuple(_said(r) for r in reasons), time)
    time = _why_this_time(problem, asked, checkin)
    if time.code in ("only_place", "only_block"):
        reasons.append(Reason(ReasonKind.ONLY_FITS_HERE))
    return Explanation(request, tuple(_said(r) for r in reasons), time)


def _said(reason: Reason) -> Sentence:
    return say(reason.kind.value, **reason.params)


def _why_this_time(problem: Problem, asked: Request, checkin: CheckIn) -> Sentence:
    grid = compile_problem(problem)
    previous = problem.previous
    if asked.id in grid.fixed:
        begun = previous is not None and (checkin.day, checkin.start) < previous.now
        return say("begun" if begun else "locked")
    number = next(n for n, r in enumerate(grid.requests) if r.id == asked.id)
    options = grid.options[number]
    if len(options) == 1:
        return say("only_place")
    if len({block for _, block in options.values()}) == 1 and len(asked.blocks) > 1:
        return say("only_block")
    old = next((c for c in previous.checkins if c.request == asked.id), None) if previous else None
    if old is not None:
        same = (old.block, old.start) == (checkin.block, checkin.start)
        return say("kept" if same else "changed")
    if asked.prefer is None:
        return say("free_choice")
    block = next(b for b in problem.blocks if b.id == checkin.block)
    return say("wish_missed" if misses_wish(asked, block, checkin.start) else "wish_met")
