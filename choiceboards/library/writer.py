"""A board as the text of a board file. Reading it again gives the same board."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

from choiceboards.library.model import (
    BoardTemplate,
    BoardTextTemplate,
    TextTemplate,
    TileTemplate,
)
from choiceboards.library.reader import has_too_many_keys

_HEAD = "# A choice board. Change what you like; docs/board-files.md says what each line may hold."
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f"}
_ESCAPES["\r"] = "\\r"
_WIDE = 90  # letters; a longer list is written one entry a line


def write(board: BoardTemplate) -> str:
    """The file's text, without the lines that say what goes without saying."""
    never = {"name", "tiles", "texts"} | ({"may_pick"} if board.rule != "count" else set())
    blocks = [_HEAD, *_lines(board, always={"may_pick"}, never=never)]
    for said in board.texts:
        blocks += ["", "[[text]]", *_lines(said)]
    for tile in board.tiles:
        always = {"standards"} if not board.standards else set()
        never = {"texts"} | ({"course"} if board.shape != "menu" else set())
        blocks += ["", "[[tile]]", *_lines(tile, always=always, never=never)]
        for text in tile.texts:
            blocks += ["", "[[tile.text]]", *_lines(text)]
    return "\n".join([*blocks, ""])


def _lines(
    row: BoardTemplate | BoardTextTemplate | TileTemplate | TextTemplate,
    always: frozenset[str] | set[str] = frozenset(),
    never: frozenset[str] | set[str] = frozenset(),
) -> Iterator[str]:
    for entry in fields(row):
        value = getattr(row, entry.name)
        if entry.name in never or (entry.name not in always and value == _usual(entry)):
            continue
        yield f"{entry.name} = {_value(value)}"


def _usual(entry: Field[Any]) -> Any:
    """What a line that is left out stands for; MISSING where it cannot be left out."""
    return entry.default_factory() if entry.default_factory is not MISSING else entry.default


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, tuple):
        return _listed([_value(entry) for entry in value])
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_value(of)}" for key, of in value.items()) + "}"
    return str(value)


def _listed(entries: list[str]) -> str:
    line = f"[{', '.join(entries)}]"
    return line if len(line) <= _WIDE else "\n".join(["[", *(f"  {e}," for e in entries), "]"])


def quoted(text: str) -> str:
    """A TOML basic string: quotation marks, backslashes and signs without a shape are escaped.

    So are points between many words, which no file may have bare.
    """
    line = '"' + "".join(_ESCAPES.get(sign) or _plain(sign) for sign in text) + '"'
    return line.replace(".", "\\u002E") if has_too_many_keys(line) else line


def _plain(sign: str) -> str:
    return f"\\u{ord(sign):04X}" if sign < " " or sign == "\x7f" else sign
