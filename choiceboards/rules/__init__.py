"""The rules of a board: every legal path, what leads on from some picks, and the linter.

Plain Python: no Django, clock, randomness, files or network. See docs/board-rules.md.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from choiceboards.limits import MOST_TILES

from .diagram import MOST_NODES
from .model import (
    Ask,
    AtMost,
    BadSheet,
    Company,
    Course,
    Learner,
    Need,
    Next,
    Offer,
    Path,
    Rules,
    Shape,
    Sheet,
    Shut,
    Tile,
    TooHard,
    Why,
)
from .paths import count, finished, next_tiles, paths

if TYPE_CHECKING:
    from .findings import Code, Finding, Sentence, Severity
    from .fitting import meets, suits
    from .linter import lint
    from .words import say, say_shut

__all__ = [
    "MOST_NODES",
    "MOST_TILES",
    "Ask",
    "AtMost",
    "BadSheet",
    "Code",
    "Company",
    "Course",
    "Finding",
    "Learner",
    "Need",
    "Next",
    "Offer",
    "Path",
    "Rules",
    "Sentence",
    "Severity",
    "Shape",
    "Sheet",
    "Shut",
    "Tile",
    "TooHard",
    "Why",
    "count",
    "finished",
    "lint",
    "meets",
    "next_tiles",
    "paths",
    "say",
    "say_shut",
    "suits",
]

_AT_FIRST_USE = {
    name: module
    for module, names in {
        "findings": ("Code", "Finding", "Sentence", "Severity"),
        "fitting": ("meets", "suits"),
        "linter": ("lint",),
        "words": ("say", "say_shut"),
    }.items()
    for name in names
}


def __getattr__(name: str) -> Any:
    """What picking itself does not need is loaded when it is asked for the first time."""
    if name not in _AT_FIRST_USE:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    value = getattr(import_module(f".{_AT_FIRST_USE[name]}", __name__), name)
    globals()[name] = value
    return value
