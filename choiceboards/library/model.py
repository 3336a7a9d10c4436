"""A board as a file tells it: frozen, without keys, picks or a class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from plc.frozen import frozen

_YEARS = {"PK": -1, "K": 0} | {str(year): year for year in range(1, 13)}


@frozen
class TextTemplate:
    """A tile in another language; `language` is a code, such as "es"."""

    language: str
    title: str
    directions: str
    levels: tuple[str, ...] = ()
    materials: str = ""


@frozen
class BoardTextTemplate:
    """A board's own words in another language."""

    language: str
    title: str
    directions: str = ""


@frozen
class TileTemplate:
    """One tile; `standards` are numbers from 1 of the board's, `level_minutes` one a level.

    An empty text among `levels` is a level that the tile does not have. `place` is where it lies,
    from 1; 0 is right after the tile before.
    """

    kind: str
    title: str
    directions: str
    paper: str
    minutes: int
    level: int
    levels: tuple[str, ...]
    formats: tuple[str, ...]
    products: tuple[str, ...]
    place: int = 0
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


@frozen
class BoardTemplate:
    """One board; `name` is a shipped file's name and what `Board.template` remembers.

    `courses` and `at_most` say how many tiles of a course or of a kind; `first_day` marks a board
    that asks students about themselves.
    """

    name: str
    title: str
    grades: str
    subject: str
    standards: tuple[str, ...]
    tiles: tuple[TileTemplate, ...]
    directions: str = ""
    language: str = "en"
    shape: str = "grid"
    rows: int = 3
    columns: int = 3
    rule: str = "count"
    may_pick: int = 2
    courses: Mapping[str, int] = field(default_factory=dict)
    at_most: Mapping[str, int] = field(default_factory=dict)
    most_minutes: int | None = None
    first_day: bool = False
    texts: tuple[BoardTextTemplate, ...] = ()

    @property
    def places(self) -> tuple[int, ...]:
        """Where each tile lies, from 1."""
        found: list[int] = []
        for tile in self.tiles:
            found.append(tile.place or (found[-1] if found else 0) + 1)
        return tuple(found)

    @property
    def free(self) -> tuple[TileTemplate, ...]:
        """The tiles to choose from."""
        return tuple(tile for tile in self.tiles if not tile.must)


def span(grades: str) -> tuple[int, int] | None:
    """The first and last year of "K-2" or "4", kindergarten being 0; None if these are none."""
    first, dash, last = grades.partition("-")
    years = _YEARS.get(first), _YEARS.get(last if dash else first)
    if years[0] is None or years[1] is None or years[0] > years[1]:
        return None
    return years[0], years[1]


def spans(board: BoardTemplate, grade: str) -> bool:
    """Whether the board is written for this grade ("K", "1" to "12")."""
    years = span(board.grades)
    return years is not None and grade in _YEARS and years[0] <= _YEARS[grade] <= years[1]


def picks_by_rule(rule: str, courses: Mapping[str, int], free: int) -> int | None:
    """How many tiles to choose where the rule says it; None where the teacher does."""
    if rule == "line":
        return 3
    if rule == "courses":
        return max(1, sum(courses.values()))
    return max(1, free) if rule == "all" else None
