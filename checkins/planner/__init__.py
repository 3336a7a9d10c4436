"""The check-in planner: whom to meet, when, and who does not fit and why.

Plain Python: no Django, clock, randomness, files or network. See docs/planner.md.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
from .rules import slots_between
from .schema import read_checkins, read_problem, write_plan, write_problem
from .verdict import verdict

if TYPE_CHECKING:
    from .arithmetic import Capacity, capacity
    from .day import Explanation, NextUp, explain, explanations, next_up
    from .masks import anonymous
    from .remedies import Repair, RepairKind, Room, repairs
    from .ruler import Promised, Ruler
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
    "Promised",
    "Proof",
    "Reason",
    "ReasonKind",
    "Repair",
    "RepairKind",
    "Request",
    "Room",
    "Ruler",
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

_AT_FIRST_USE = {
    name: module
    for module, names in {
        "arithmetic": ("Capacity", "capacity"),
        "day": ("Explanation", "NextUp", "explain", "explanations", "next_up"),
        "masks": ("anonymous",),
        "remedies": ("Repair", "RepairKind", "Room", "repairs"),
        "ruler": ("Promised", "Ruler"),
        "waits": ("Coverage", "Learner", "Wait", "coverage"),
    }.items()
    for name in names
}


def __getattr__(name: str) -> Any:
    """What planning itself does not need is loaded when it is asked for the first time."""
    if name not in _AT_FIRST_USE:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    value = getattr(import_module(f".{_AT_FIRST_USE[name]}", __name__), name)
    globals()[name] = value
    return value
