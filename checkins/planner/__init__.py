"""The check-in planner: whom to meet, when, and who does not fit and why.

Plain Python: no Django, clock, randomness, files or network. See docs/planner.md.
"""

from .anonymous import anonymous
from .arithmetic import Capacity, capacity
from .day import Explanation, NextUp, explain, explanations, next_up
from .judge import measure, validate
from .model import (
    BadProblem,
    Block,
    Broken,
    CheckIn,
    LeftOut,
    LockedConflict,
    Plan,
    Previous,
    Problem,
    Proof,
    Reason,
    ReasonKind,
    Request,
    Score,
    Sentence,
    Span,
    Squeeze,
    Teacher,
    Wish,
)
from .planning import plan, replan
from .remedies import Repair, RepairKind, Room, repairs
from .rules import slots_between
from .schema import read_checkins, read_problem, write_plan, write_problem
from .verdict import verdict
from .waits import Coverage, Learner, Wait, coverage

__all__ = [
    "BadProblem",
    "Block",
    "Broken",
    "Capacity",
    "CheckIn",
    "Coverage",
    "Explanation",
    "Learner",
    "LeftOut",
    "LockedConflict",
    "NextUp",
    "Plan",
    "Previous",
    "Problem",
    "Proof",
    "Reason",
    "ReasonKind",
    "Repair",
    "RepairKind",
    "Request",
    "Room",
    "Score",
    "Sentence",
    "Span",
    "Squeeze",
    "Teacher",
    "Wait",
    "Wish",
    "anonymous",
    "capacity",
    "coverage",
    "explain",
    "explanations",
    "measure",
    "next_up",
    "plan",
    "read_checkins",
    "read_problem",
    "repairs",
    "replan",
    "slots_between",
    "validate",
    "verdict",
    "write_plan",
    "write_problem",
]
