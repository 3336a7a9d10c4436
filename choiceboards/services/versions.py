"""One board, two teachers: whoever saves second is told, and nothing of either is lost.

Every edit takes the board's row first (`claim`), so two edits follow each other. A form carries the
`fingerprint` of what it showed: where that stands no more, Stale, and the form shows both texts.
Two teachers on two tiles of one board are not in each other's way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db.models import F

from choiceboards.models import Activity, Board, BoardText, TileText
from choiceboards.services.seats import lock_tiles

# What a teacher changes on a board.
OF_BOARD = (
    "title directions subject grades standards language shape rows columns rule may_pick courses "
    "at_most most_minutes"
).split()
# What a teacher changes on a tile; its place on the board is moved, never typed.
OF_TILE = (
    "kind title directions course tint minutes usual_level is_must capacity formats products "
    "standards materials kit link needs_device needs_internet company asks offers rubric exemplar "
    "exemplar_link is_closed"
).split()
# What she says of them in another language.
OF_TEXT = {
    BoardText: ["language", "title", "directions"],
    TileText: ["language", "title", "directions", "materials", "levels"],
}


class Stale(Exception):
    """Somebody changed this after the page was made. Nothing was saved."""


def claim(board: Board, version: int | None = None) -> None:
    """Take the board's next version, inside the caller's transaction.

    Its row stays locked, and so do its tiles, by number as students take them. With `version`,
    Stale unless it is still the board's own.
    """
    rows = Board.objects.filter(pk=board.pk)
    if version is not None:
        rows = rows.filter(version=version)
    if not rows.update(version=F("version") + 1):
        raise Stale
    lock_tiles(Activity.objects.filter(board=board).values_list("pk", flat=True))
    board.refresh_from_db(fields=["version", "before"])


def facts_of(row: Any, names: list[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def board_mark(board: Board) -> str:
    return fingerprint(facts_of(board, OF_BOARD))


def tile_mark(tile: Activity) -> str:
    """Of a tile and its levels (one query)."""
    return fingerprint(facts_of(tile, OF_TILE) | {"levels": levels_of(tile)})


def text_mark(text: BoardText | TileText | None) -> str:
    """The mark of a language version; of one that is not there yet, too."""
    return fingerprint(facts_of(text, OF_TEXT[type(text)]) if text else {})


def levels_of(tile: Activity) -> list[list[Any]]:
    """The levels as [number, what is asked, minutes]."""
    return [list(row) for row in tile.levels.values_list("number", "directions", "minutes")]


def fingerprint(facts: Mapping[str, Any]) -> str:
    """A few letters that change when any of the facts does; no secret."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=True)
    return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()
