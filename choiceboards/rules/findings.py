"""What the linter says, as data; `words` makes sentences of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from plc.frozen import frozen

from .model import Path


class Severity(StrEnum):
    """An error shuts somebody out or makes the board impossible; a note is good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(StrEnum):
    """What the linter finds, in the order it is told. docs/board-rules.md says what each means."""

    NO_TILES = "no_tiles"
    NO_COURSE = "no_course"
    NO_PATH = "no_path"
    TOO_FEW_TILES = "too_few_tiles"
    SECTION_SHORT = "section_short"
    NO_LINE = "no_line"
    MUSTS_OF_A_KIND = "musts_of_a_kind"
    MUSTS_TOO_LONG = "musts_too_long"
    KIND_IN_THE_WAY = "kind_in_the_way"
    MINUTES_IN_THE_WAY = "minutes_in_the_way"
    LINE_IN_THE_WAY = "line_in_the_way"
    TOO_HARD = "too_hard"
    NO_PATH_FOR = "no_path_for"
    NO_TIME_FOR = "no_time_for"
    MISSES_STANDARD = "misses_standard"
    TILE_TOO_LONG = "tile_too_long"
    PATH_TOO_LONG = "path_too_long"
    NEEDS_DEVICE = "needs_device"
    NEEDS_INTERNET = "needs_internet"
    DEAD_TILE = "dead_tile"
    ONE_PATH = "one_path"
    ONE_PATH_FOR = "one_path_for"
    PATH_MAY_BE_TOO_LONG = "path_may_be_too_long"
    TILE_OFF_STANDARD = "tile_off_standard"
    IDLE_KIND = "idle_kind"
    IDLE_MINUTES = "idle_minutes"
    IDLE_LINE = "idle_line"


@frozen
class Finding:
    """One thing the linter found.

    `path` is the first legal path concerned, `about` a standard, kind or section; `numbers` holds
    `paths`, how many are concerned exactly, `of`, how many there are, and what else is to be said.
    """

    code: Code
    severity: Severity
    tiles: tuple[str, ...] = ()
    path: Path = ()
    learner: str = ""
    about: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)


@frozen
class Sentence:
    """Something to say: a code from a closed set, its numbers and names, and plain English.

    The web layer translates by `code` and `params`; `text` is the English default.
    """

    code: str
    params: Mapping[str, int | str] = field(default_factory=dict)
    text: str = ""
