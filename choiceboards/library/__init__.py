"""The boards we ship: one readable TOML file each, beside this module.

A file has `title`, `grades`, `subject`, `standard`, `may_pick` and, if there is more to say,
`directions`; then nine `[[tile]]` tables, row by row. A tile has `kind`, `title`, `directions`,
`paper`, `minutes`, `level` (shown first), `levels` (three texts), `formats` (kinds) and `products`
(words); a must-do says `must = true`, and a tile for few says `seats`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class TileTemplate:
    kind: str
    title: str
    directions: str
    paper: str
    minutes: int
    level: int
    levels: tuple[str, ...]
    formats: tuple[str, ...]
    products: tuple[str, ...]
    must: bool = False
    seats: int | None = None


@dataclass(frozen=True)
class BoardTemplate:
    """One shipped board; `name` is its file's name and what `Board.template` remembers."""

    name: str
    title: str
    grades: str
    subject: str
    standard: str
    may_pick: int
    tiles: tuple[TileTemplate, ...]
    directions: str = ""


def parsed(name: str, text: str) -> BoardTemplate:
    """The board a file describes; a missing or unknown line is a TypeError that names it."""
    data = tomllib.loads(text)
    tiles = tuple(TileTemplate(**_frozen(tile)) for tile in data.pop("tile"))
    return BoardTemplate(name=name, tiles=tiles, **data)


def _frozen(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


@cache
def board_templates() -> dict[str, BoardTemplate]:
    """Every shipped board by name, youngest grades first."""
    found = [parsed(path.stem, path.read_text("utf-8")) for path in FOLDER.glob("*.toml")]
    found.sort(key=lambda board: (_first_grade(board.grades), board.title))
    return {board.name: board for board in found}


def _first_grade(grades: str) -> int:
    """Kindergarten is 0: "K-2" is 0, "9-12" is 9."""
    first = grades.split("-", maxsplit=1)[0]
    return 0 if first == "K" else int(first)


def spans(board: BoardTemplate, grade: str) -> bool:
    """Whether the board is written for this grade ("K", "1" to "12")."""
    first, _dash, last = board.grades.partition("-")
    years = {"PK": -1, "K": 0} | {str(year): year for year in range(1, 13)}
    return grade in years and years[first] <= years[grade] <= years[last]
