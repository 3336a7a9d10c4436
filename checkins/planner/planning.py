"""The planner's front door: a problem in, a plan out. Same input, same plan."""

from __future__ import annotations

from .grid import Grid, compile_problem
from .intake import check
from .leftout import left_out
from .model import BadProblem, CheckIn, Plan, Problem, Proof
from .network import OUT
from .search import Found, solve
from .shortage import left_out_timed
from .timed import is_timed, solve_timed


def plan(problem: Problem) -> Plan:
    """The best plan of `problem`, its score, and the proof or the bound.

    Raises BadProblem where the problem contradicts itself and LockedConflict where a
    promise cannot be kept. A student who does not fit is part of the answer.
    """
    check(problem)
    grid = compile_problem(problem)
    timed = is_timed(problem)
    found = solve_timed(grid) if timed else solve(grid)
    levels = grid.levels
    # With a pull limit the dearer of two blocks that share a start might have been better.
    is_sure = problem.max_pulls_per_section is None or not (found.tied and grid.two_faced)
    return Plan(
        checkins=tuple(sorted([*grid.fixed.values(), *_checkins(grid, found)])),
        left_out=left_out_timed(grid, found) if timed else left_out(grid, found),
        score=levels.score(found.net.cost()),
        proof=Proof(found.optimal and is_sure, levels.score(found.bound)),
    )


def replan(problem: Problem) -> Plan:
    """`plan` for a problem that must say what was published and what time it is."""
    if problem.previous is None:
        raise BadProblem("previous", "a new plan for the rest of the day needs the published one")
    return plan(problem)


def _checkins(grid: Grid, found: Found) -> list[CheckIn]:
    net = found.net
    rows = []
    for number, at in enumerate(net.seat):
        if at == OUT:
            continue
        day, start, teacher = grid.places[at - net.first_place]
        block = grid.blocks[net.options[number][at - net.first_place][1]].id
        request = grid.requests[number]
        rows.append(CheckIn(day, start, request.minutes, block, teacher, request.id))
    return rows
