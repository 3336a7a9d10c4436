"""The boards we ship: one readable TOML file each, beside this module.

A file has `title`, `grades`, `subject`, `standards` and its rule, then a `[[tile]]` table for each
tile, row by row. docs/board-files.md says what each line may hold.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class TextTemplate:
    """A tile in another language; `language` is a code, such as "es"."""

    language: str
    title: str
    directions: str
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class TileTemplate:
    """One tile; `standards` are numbers from 1 of the board's, `level_minutes` one a level."""

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
    course: str = ""
    standards: tuple[int, ...] = (1,)
    level_minutes: tuple[int, ...] = ()
    materials: str = ""
    kit: tuple[str, ...] = ()
    link: str = ""
    device: bool = False
    internet: bool = False
    company: str = "either"
    asks: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    rubric: tuple[str, ...] = ()
    exemplar: str = ""
    exemplar_link: str = ""
    texts: tuple[TextTemplate, ...] = ()


@dataclass(frozen=True)
class BoardTemplate:
    """One shipped board; `name` is its file's name and what `Board.template` remembers.

    `courses` and `at_most` say how many tiles of a course or of a kind; `first_day` marks a board
    that asks students about themselves.
    """

    name: str
    title: str
    grades: str
    subject: str
    standards: tuple[str, ...]
    tiles: tuple[TileTemplate, ...]
    may_pick: int = 2
    directions: str = ""
    language: str = "en"
    shape: str = "grid"
    rows: int = 3
    columns: int = 3
    rule: str = "count"
    courses: Mapping[str, int] = field(default_factory=dict)
    at_most: Mapping[str, int] = field(default_factory=dict)
    most_minutes: int | None = None
    first_day: bool = False


def parsed(name: str, text: str) -> BoardTemplate:
    """The board a file describes; a missing or unknown line is a TypeError that names it."""
    data = tomllib.loads(text)
    tiles = tuple(_tile(tile) for tile in data.pop("tile"))
    return BoardTemplate(name=name, tiles=tiles, **_frozen(data))


def _tile(table: dict[str, Any]) -> TileTemplate:
    texts = tuple(TextTemplate(**_frozen(text)) for text in table.pop("text", ()))
    return TileTemplate(texts=texts, **_frozen(table))


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
