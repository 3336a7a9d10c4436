"""A board file read strictly: a board, or everything that is wrong with the file at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from choiceboards.library import lines
from choiceboards.library.agreement import contradictions
from choiceboards.library.faults import Fault
from choiceboards.library.model import (
    BoardTemplate,
    BoardTextTemplate,
    TextTemplate,
    TileTemplate,
    picks_by_rule,
)
from choiceboards.library.values import Check, Wrong, shortened
from plc.frozen import frozen

MOST_KILOBYTES = 200
MOST_BYTES = MOST_KILOBYTES * 1024
MOST_LETTERS_A_LINE = 4000  # more is no text of a tile
# a.b.c.d: no board has such a name, and reading many takes seconds.
_KEY = r"""(?:(?<![\w-])[\w-]++|"[^"]*"|'[^']*')"""
_KEYS_OF_KEYS = re.compile(rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY}){{20}}")


@frozen
class Reading:
    """What came of a file: a board, or its faults."""

    board: BoardTemplate | None
    faults: tuple[Fault, ...] = ()


def read_bytes(content: bytes, name: str = "") -> Reading:
    """Read a file as it came."""
    if len(content) > MOST_BYTES:
        return _refused(too_long())
    try:
        return read(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return _refused(
            _("Line %(line)d is not saved as UTF-8. Save the file again as UTF-8 text.")
            % {"line": line}
        )


def read(text: str, name: str = "") -> Reading:
    """Read a file's text; `name` is what the board remembers of where it came from."""
    if len(text.encode(errors="replace")) > MOST_BYTES:
        return _refused(too_long())
    try:
        table = _table(text.removeprefix("\ufeff"))
    except Wrong as wrong:
        return _refused(str(wrong))
    reader = _Reader(table)
    board = reader.board(name)
    faults = tuple(reader.faults)
    if board is not None:
        faults = tuple(contradictions(board))
    return Reading(None, faults) if faults else Reading(board)


def too_long() -> str:
    about = {"most": MOST_KILOBYTES}
    return _("The file has more than %(most)d KB. A board is much shorter.") % about


def _refused(words: str) -> Reading:
    return Reading(None, (Fault(words),))


# --- TOML itself ----------------------------------------------------------------------------------
def _table(text: str) -> dict[str, Any]:
    for n, line in enumerate(text.split("\n"), start=1):
        if len(line) > MOST_LETTERS_A_LINE:
            about = {"line": n, "most": MOST_LETTERS_A_LINE}
            raise Wrong(_("Line %(line)d has more than %(most)d letters.") % about)
        if has_too_many_keys(line):
            raise Wrong(_("Line %(line)d has points between too many words.") % {"line": n})
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Wrong(_unreadable(text, str(error))) from None
    except (ValueError, RecursionError):  # a number without end, brackets in brackets in brackets
        raise Wrong(_("This is not a board file. Choose one that was saved here.")) from None


def has_too_many_keys(line: str) -> bool:
    return bool(_KEYS_OF_KEYS.search(line))


def _unreadable(text: str, message: str) -> str:
    """Where TOML cannot go on, in words."""
    found = re.search(r"at line (\d+)", message)
    is_twice = any(word in message for word in ("overwrite", "twice", "mutate"))
    if found is None and not is_twice:
        return _("The file ends too early. Look for a missing quotation mark or bracket.")
    rows = text.rstrip().split("\n")
    number = int(found[1]) if found else len(rows)
    about = {"line": number, "said": shortened(rows[number - 1].strip())}
    if is_twice:
        return _("Line %(line)d says something a second time: %(said)s.") % about
    return (
        _(
            "Line %(line)d cannot be read: %(said)s. "
            "Look for a missing quotation mark, comma or bracket."
        )
        % about
    )


# --- tables and their lines -----------------------------------------------------------------------
class _Reader:
    """Goes through the tables, and notes every fault on the way."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.table = table
        self.faults: list[Fault] = []

    def board(self, name: str) -> BoardTemplate | None:
        """The board, if no line is at fault."""
        table = dict(self.table)
        rows, texts = table.pop("tile", []), table.pop("text", [])
        said = self._lines(table, lines.BOARD, lines.NEEDED_OF_BOARD)
        found = self._texts(texts, lines.BOARD_TEXT, lines.NEEDED_OF_BOARD_TEXT)
        tiles = [self._tile(n, row) for n, row in self._tables(rows, "tile")]
        if self.faults:
            return None
        if not said["standards"]:
            tiles = [{"standards": (), **tile} for tile in tiles]
        said["texts"] = tuple(BoardTextTemplate(**text) for text in found)
        made = tuple(TileTemplate(**tile) for tile in tiles)
        return BoardTemplate(name=name, tiles=made, **({"may_pick": _picks(said, made)} | said))

    def _tile(self, n: int, row: dict[str, Any]) -> dict[str, Any]:
        title = row.get("title", "")
        place = _("Tile %(n)d, %(title)s") if isinstance(title, str) and title else _("Tile %(n)d")
        where = place % {"n": n, "title": " ".join(str(title).split())[:60]}
        table = dict(row)
        texts = table.pop("text", [])
        said = self._lines(table, lines.TILE, lines.NEEDED_OF_TILE, where)
        found = self._texts(texts, lines.TEXT, lines.NEEDED_OF_TEXT, where)
        if not self.faults:
            said["texts"] = tuple(TextTemplate(**text) for text in found)
        return said

    def _texts(
        self, rows: Any, checks: Mapping[str, Check], needed: Collection[str], where: str = ""
    ) -> list[dict[str, Any]]:
        """What the tables of other languages say, of a tile or of the board."""
        place = _("%(where)s, text %(n)d") if where else _("Text %(n)d")
        return [
            self._lines(row, checks, needed, place % {"where": where, "n": n})
            for n, row in self._tables(rows, "text", where)
        ]

    def _tables(
        self, rows: Any, name: str, where: str = ""
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        """The tables of a list of tables, by number."""
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._note(_("Write [[%(name)s]] with two brackets.") % {"name": name}, where)
            return
        yield from enumerate(rows, start=1)

    def _lines(
        self,
        table: Mapping[str, Any],
        checks: Mapping[str, Check],
        needed: Collection[str],
        where: str = "",
    ) -> dict[str, Any]:
        """What the lines of a table say, each one checked."""
        for line in table:
            if line not in checks:
                self._note(_unknown(line, checks), where)
        for line in needed:
            if line not in table:
                self._note(_("%(line)s is missing.") % {"line": f"`{line}`"}, where)
        said = {}
        for line, check in checks.items():
            if line in table:
                try:
                    said[line] = check(f"`{line}`", table[line])
                except Wrong as wrong:
                    self._note(str(wrong), where)
        return said

    def _note(self, words: str, where: str = "") -> None:
        self.faults.append(Fault(words, where))


def _unknown(line: str, known: Collection[str]) -> str:
    about = {"line": f"`{line[:40]}`"}
    if line in lines.BOARD:
        return _("%(line)s is about the whole board. Put it above the first [[tile]].") % about
    if line in lines.TILE:
        return _("%(line)s is about a tile. Put it right below its [[tile]].") % about
    near = get_close_matches(line[:40], known, n=1)
    if near:
        return _("%(line)s is not a line we know. Do you mean %(near)s?") % {
            **about,
            "near": f"`{near[0]}`",
        }
    return _("%(line)s is not a line we know.") % about


def _picks(said: Mapping[str, Any], tiles: tuple[TileTemplate, ...]) -> int:
    """How many to choose where the file does not say."""
    free = sum(not tile.must for tile in tiles)
    return picks_by_rule(said.get("rule", "count"), said.get("courses", {}), free) or 2
