"""What the rules of a board see: the sheet with its tiles, the rules, the learners.

Keys are strings and carry no words; a page knows the title that goes with a key. Positions count
from 1, row by row, and are what makes the result independent of the order of the input.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from plc.frozen import frozen


class BadSheet(ValueError):
    """The sheet contradicts itself; `where` is a path such as `tiles[3].position`."""

    def __init__(self, where: str, text: str) -> None:
        super().__init__(f"{where}: {text}")
        self.where = where
        self.text = text


class TooHard(Exception):
    """The rules are tangled so that the exact answer needs more than `most` states."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} states")
        self.most = most


class Shape(StrEnum):
    """A grid has rows and columns, a menu sections; a playlist is done in its order."""

    GRID = "grid"
    MENU = "menu"
    LIST = "list"
    PLAYLIST = "playlist"


class Company(StrEnum):
    """With whom a tile is done."""

    ALONE = "alone"
    TOGETHER = "together"
    EITHER = "either"


class Ask(StrEnum):
    """What a tile asks of whoever does it, whichever way and level she chooses."""

    READ = "read"
    WRITE = "write"
    SPEAK = "speak"
    MOVE = "move"
    HEAR = "hear"
    SEE = "see"


class Offer(StrEnum):
    """What a tile has ready for whoever needs it."""

    READ_ALOUD = "read_aloud"
    SPOKEN_ANSWER = "spoken_answer"
    WRITTEN_ANSWER = "written_answer"
    SEATED = "seated"
    CAPTIONS = "captions"
    DESCRIBED = "described"
    PICTURES = "pictures"
    STEPS = "steps"
    EXAMPLES = "examples"
    QUIET = "quiet"


class Need(StrEnum):
    """What a learner needs: the choices of the profile's card of needs, and six barriers.

    A barrier stands for a support that a teacher wrote down in words. `TIME` is met by minutes
    (`Learner.extra_time`), so every tile meets it.
    """

    STEPS = "steps"
    PICTURES = "pictures"
    QUIET = "quiet"
    EXAMPLES = "examples"
    TIME = "time"
    PARTNER = "partner"
    READING = "reading"
    WRITING = "writing"
    SPEAKING = "speaking"
    MOVING = "moving"
    HEARING = "hearing"
    SEEING = "seeing"


@frozen
class Tile:
    """One tile. `minutes` are those of its levels, or one number for all of them.

    `kinds` are what the rules count: what a student does on it, or its ways to explore.
    """

    key: str
    position: int
    minutes: tuple[int, ...] = (15,)
    kinds: tuple[str, ...] = ()
    is_must: bool = False
    section: str = ""
    standards: frozenset[str] = frozenset()
    needs_device: bool = False
    needs_internet: bool = False
    asks: frozenset[Ask] = frozenset()
    offers: frozenset[Offer] = frozenset()
    company: Company = Company.EITHER


@dataclass(frozen=True, slots=True, order=True)
class AtMost:
    """No more than `most` tiles of a kind, musts counted."""

    kind: str
    most: int


@dataclass(frozen=True, slots=True, order=True)
class Course:
    """So many tiles of a menu's section, musts not counted."""

    section: str
    pick: int = 1


@frozen
class Rules:
    """What a path must hold to, all of it at once. Musts are always done.

    `pick`: so many tiles besides the musts. `courses`: so many of each section, and none of a
    section without a number unless `pick` leaves room. `line`: three neighbors in a straight line
    are done; without `pick`, the musts and the three are the path. With none of these, everything
    is done. `at_most` and `minutes` (at each tile's shortest level) hold besides.
    """

    pick: int | None = None
    line: bool = False
    courses: tuple[Course, ...] = ()
    at_most: tuple[AtMost, ...] = ()
    minutes: int | None = None


@frozen
class Sheet:
    """A board as the rules see it; `rows` and `columns` are those of a grid."""

    tiles: tuple[Tile, ...]
    rules: Rules = Rules()
    shape: Shape = Shape.GRID
    rows: int = 3
    columns: int = 3


@frozen
class Learner:
    """What may stand between a student and a tile; 50 percent `extra_time` is time and a half."""

    key: str
    has_device: bool = True
    has_internet: bool = True
    needs: frozenset[Need] = frozenset()
    extra_time: int = 0


Path = tuple[str, ...]
"""Keys of the tiles of one legal path, musts too, by position."""


class Why(StrEnum):
    """Why a tile does not lead on."""

    ALREADY = "already"
    ALL_PICKED = "all_picked"
    SECTION_FULL = "section_full"
    KIND_FULL = "kind_full"
    MINUTES = "minutes"
    LINE_BROKEN = "line_broken"
    OUT_OF_ORDER = "out_of_order"
    NO_PATH = "no_path"


@frozen
class Shut:
    """A tile that does not lead on; `rule` is the kind or section, `most` what the rule allows."""

    tile: str
    why: Why
    rule: str = ""
    most: int = 0


@frozen
class Next:
    """Which tiles lead on from some picks, by position, and why the others do not.

    Where `is_exact` is False the states ran out: then every tile that breaks no rule by itself is
    in `open`, so that nobody is turned away wrongly.
    """

    open: tuple[str, ...]
    shut: tuple[Shut, ...]
    is_exact: bool = True
