"""Boards on paper: what a page shows of each tile, and the number it is typed back by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from choiceboards.drawn import Tile
from choiceboards.models import Activity, Board, Level, Pick, Shape
from choiceboards.shown import Look, ShownBoard
from plc.frozen import frozen

MOST_ROWS_IN_FULL, MOST_ROWS = 3, 5  # of tiles that fit on a page with directions, or without
MOST_COLUMNS_IN_FULL = 3


@frozen
class Box:
    """A tile with its boxes to tick; `levels` are (number, whether it is hers)."""

    tile: Tile
    levels: tuple[tuple[int, bool], ...]
    is_mine: bool
    is_must: bool

    @property
    def number(self) -> int:
        """The tile's place on the board, which is how it is typed back."""
        return self.tile.position


@frozen
class PrintedBoard:
    """`detail`: "full" with directions, "short" without, "bare" a list of titles."""

    shown: ShownBoard
    columns: int
    detail: str
    parts: tuple[tuple[str, tuple[Box | None, ...]], ...]


def level_numbers(board_id: int) -> dict[int, list[int]]:
    """The levels each tile has (one query)."""
    found: dict[int, list[int]] = {}
    rows = Level.objects.filter(activity__board=board_id).order_by("activity", "number")
    for tile, number in rows.values_list("activity", "number"):
        found.setdefault(tile, []).append(number)
    return found


def printed(
    board: Board,
    tiles: Iterable[Activity],
    levels: Mapping[int, list[int]],
    picks: Iterable[Pick] = (),
) -> PrintedBoard:
    """The board for paper; with picks, one student's: hers are ticked."""
    tiles = list(tiles)
    whole = _before_anyone_picks(board, tiles)
    mine = {row.activity.key: row for row in picks}
    by_key = {row.key: row for row in tiles}
    columns = _columns(whole)
    rows = sum(-(-len(row) // columns) for _heading, row in whole.parts)

    def box(tile: Tile | None) -> Box | None:
        """Nothing where a grid has an empty place."""
        if tile is None:
            return None
        row, pick = by_key[tile.key], mine.get(tile.key)
        own = pick.level if pick else 0
        numbers = tuple((number, number == own) for number in levels.get(row.pk, []))
        return Box(tile, numbers, is_mine=pick is not None, is_must=row.is_must)

    return PrintedBoard(
        shown=whole,
        columns=columns,
        detail=_detail(rows, columns),
        parts=tuple((heading, tuple(map(box, row))) for heading, row in whole.parts),
    )


def _before_anyone_picks(board: Board, tiles: list[Activity]) -> ShownBoard:
    """Without what is full, closed or not next just now: paper is older than that."""
    look, musts = Look(board, None, {}, {}), sum(row.is_must for row in tiles)
    return ShownBoard(
        board=board,
        tiles=tuple(look.tile(row, None) for row in tiles),
        musts=musts,
        musts_left=musts,
        picked=0,
        may_swap=False,
        done=0,
    )


def _columns(whole: ShownBoard) -> int:
    """A grid keeps its own; other shapes take as few as leave the page room, from three to five."""
    if whole.board.shape == Shape.GRID:
        return whole.columns
    for columns in (3, 4, 5):
        if sum(-(-len(row) // columns) for _heading, row in whole.parts) <= MOST_ROWS_IN_FULL:
            return columns
    return 4


def _detail(rows: int, columns: int) -> str:
    if rows <= MOST_ROWS_IN_FULL and columns <= MOST_COLUMNS_IN_FULL:
        return "full"
    return "short" if rows <= MOST_ROWS else "bare"
