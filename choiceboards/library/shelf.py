"""The boards we ship, and finding one among them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from choiceboards.library.model import BoardTemplate, span
from choiceboards.library.reader import read
from students.models.words import folded

FOLDER = Path(__file__).parent
BANDS = ("K-2", "3-5", "6-8", "9-12")


@cache
def board_templates() -> dict[str, BoardTemplate]:
    """Every shipped board by name, youngest grades first."""
    found = [_shipped(path) for path in FOLDER.glob("*.toml")]
    found.sort(key=lambda board: (span(board.grades) or (0, 0), board.title))
    return {board.name: board for board in found}


def _shipped(path: Path) -> BoardTemplate:
    reading = read(path.read_text("utf-8"), path.stem)
    if reading.board is None:
        raise ValueError(f"{path.name}: {'; '.join(map(str, reading.faults))}")
    return reading.board


def subjects() -> list[str]:
    """Those of the shipped boards, by name."""
    return sorted({board.subject for board in board_templates().values()})


def find(words: str = "", grades: str = "", subject: str = "") -> list[BoardTemplate]:
    """The shipped boards that hold every word in any order, of this band and this subject."""
    wanted = folded(words).split()
    return [
        board
        for board in board_templates().values()
        if grades in ("", board.grades)
        and subject in ("", board.subject)
        and all(word in _letters(board.name) for word in wanted)
    ]


@cache
def _letters(name: str) -> str:
    """All that a shipped board says, as it is searched."""
    board = board_templates()[name]
    parts = [board.title, board.grades, board.subject, board.directions, *board.standards]
    for said in board.texts:
        parts += [said.title, said.directions]
    for tile in board.tiles:
        parts += [tile.title, tile.directions, tile.materials, *tile.levels, *tile.products]
        for text in tile.texts:
            parts += [text.title, text.directions, text.materials, *text.levels]
    return folded(" ".join(parts))
