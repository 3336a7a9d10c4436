"""Boards as files: those we ship, beside this module, and a teacher's own.

`read` turns a file's text into a board or into a list of faults, `write` turns a board into a
file's text, `find` looks among the shipped ones. docs/board-files.md says what a file may hold.
"""

from choiceboards.library.faults import Fault
from choiceboards.library.model import (
    BoardTemplate,
    BoardTextTemplate,
    TextTemplate,
    TileTemplate,
    spans,
)
from choiceboards.library.reader import MOST_BYTES, Reading, read, read_bytes, too_long
from choiceboards.library.shelf import BANDS, board_templates, find, subjects
from choiceboards.library.writer import write

__all__ = [
    "BANDS",
    "MOST_BYTES",
    "BoardTemplate",
    "BoardTextTemplate",
    "Fault",
    "Reading",
    "TextTemplate",
    "TileTemplate",
    "board_templates",
    "find",
    "read",
    "read_bytes",
    "spans",
    "subjects",
    "too_long",
    "write",
]
