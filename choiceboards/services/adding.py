"""A new tile on a board: at a free place, or where a full board makes room for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from choiceboards.limits import SIDE
from choiceboards.lying import Ground, moved_over
from choiceboards.models import Activity, Board, Kind, Pick, TileText
from choiceboards.services.editing import EditRefused, ground_of, positions, relay, settle
from choiceboards.services.undoing import remember, snapshot, take_off, take_up, write_levels
from choiceboards.services.versions import OF_TEXT, OF_TILE, claim, facts_of, levels_of
from plc.frozen import frozen

ROW, COLUMN = "row", "column"


class BoardFull(EditRefused):
    def __init__(self) -> None:
        super().__init__(_("The board is full. Make it larger, or take a tile off first."))


@frozen
class Room:
    """How a full board makes room: by a row or a column more, or by a tile that nobody picked."""

    grows: str
    tiles: tuple[Activity, ...]


def room_on(board: Board) -> Room | None:
    """Nothing where the board has a free place (one query)."""
    picks = Pick.objects.kept().filter(activity=OuterRef("pk"))
    tiles = list(board.activities.on_board().annotate(is_picked=Exists(picks)))
    ground = ground_of(board)
    if ground.free(tile.position for tile in tiles) is not None:
        return None
    unpicked = tuple(tile for tile in tiles if not vars(tile)["is_picked"])
    return Room(_way_to_grow(ground), unpicked)


def _way_to_grow(ground: Ground) -> str:
    """By a row as long as there can be one more; nothing on a list and a board of the full size."""
    if not ground.is_grid:
        return ""
    if ground.rows < SIDE[1]:
        return ROW
    return COLUMN if ground.columns < SIDE[1] else ""


@transaction.atomic
def add_tile(
    *, board: Board, activity: Activity, levels: list[list[Any]], at: int | None = None
) -> Activity:
    """Put a new tile on the board, at a free place if one is named; BoardFull when none is left."""
    claim(board)
    before = snapshot(board)
    return _added(board, activity, levels, before, _free(board, at))


@transaction.atomic
def add_tile_with_room(
    *, board: Board, activity: Activity, levels: list[list[Any]], by: str, now: datetime
) -> Activity:
    """Make room on a full board and put a new tile there: one change, and one step back.

    `by` is a way to grow, or the key of a tile whose place the new one takes. BoardFull when that
    is no way any more: somebody has picked that tile since, or took it off.
    """
    claim(board)
    before = snapshot(board)
    here = room_on(board)
    if here is None or by == here.grows:
        if here is not None:
            _grow(board, by)
        return _added(board, activity, levels, before, _free(board))
    old = next((tile for tile in here.tiles if tile.key == by), None)
    if old is None:
        raise BoardFull
    take_off([old], now)
    return _added(board, activity, levels, before, old.position)


def _grow(board: Board, way: str) -> None:
    """One row or column more; every tile stays in its row and column."""
    old = ground_of(board)
    board.rows += way == ROW
    board.columns += way == COLUMN
    board.save(update_fields=["rows", "columns"])
    relay(board, moved_over(old, ground_of(board), positions(board)))


def _added(
    board: Board,
    activity: Activity,
    levels: list[list[Any]],
    before: dict[str, Any],
    position: int,
) -> Activity:
    if activity.spark:
        before |= take_up(activity.spark)
    activity.pk, activity.board, activity.school_id = None, board, board.school_id
    activity.position = position
    activity.icon = Kind(activity.kind).icon
    activity.save()
    write_levels(activity, levels)
    settle(board)
    remember(board, before, activity.title)
    return activity


def _free(board: Board, at: int | None = None) -> int:
    """The place of the grid asked for if it is free, else the first free one."""
    taken, ground = positions(board), ground_of(board)
    if at is not None and ground.is_grid and at not in taken and 1 <= at <= ground.places:
        return at
    free = ground.free(taken)
    if free is None:
        raise BoardFull
    return free


@transaction.atomic
def copy_tile(*, activity: Activity) -> Activity:
    """A second tile like this one, with nobody on it; BoardFull when no place is left."""
    made = Activity(**facts_of(activity, OF_TILE))
    add_tile(board=activity.board, activity=made, levels=levels_of(activity))
    TileText.objects.bulk_create(
        TileText(activity=made, school_id=made.school_id, **facts_of(text, OF_TEXT[TileText]))
        for text in activity.texts.all()
    )
    return made
