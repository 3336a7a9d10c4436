"""A teacher's edits of a board: each one verb, each with one step back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from choiceboards.library.model import picks_by_rule
from choiceboards.lying import Ground, moved_over
from choiceboards.models import Activity, Board, Course, Kind, Rule, Shape
from choiceboards.services.undoing import (
    FAR,
    remember,
    snapshot,
    take_off,
    write_levels,
)
from choiceboards.services.versions import (
    OF_BOARD,
    OF_TILE,
    Stale,
    board_mark,
    claim,
    facts_of,
    levels_of,
    tile_mark,
)


class EditRefused(Exception):
    """Said to the teacher as it stands: what is so, and what to do."""


class SeatsTaken(EditRefused):
    """More students hold a seat than she wants to offer."""

    def __init__(self, taken: int) -> None:
        super().__init__(
            ngettext(
                "%(number)d student has this tile. Leave at least that many seats.",
                "%(number)d students have this tile. Leave at least that many seats.",
                taken,
            )
            % {"number": taken}
        )


def ground_of(board: Board) -> Ground:
    return Ground(board.shape, board.rows, board.columns)


def tiles_of(board: Board) -> dict[str, int]:
    """How many tiles the board has, and how many of them are free to choose (one query)."""
    free = Count("pk", filter=Q(is_must=False))
    return board.activities.on_board().order_by().aggregate(tiles=Count("pk"), free=free)


def positions(board: Board) -> list[int]:
    return list(board.activities.on_board().values_list("position", flat=True))


@transaction.atomic
def save_board(*, board: Board, seen: str) -> int:
    """Keep what the board says and asks; its tiles move over to a new shape.

    On a new menu a tile that is of no course becomes a main dish, so that it stands somewhere;
    returns how many did.
    `seen` is the mark of what the teacher saw: Stale when the board's settings are others now.
    """
    wanted = facts_of(board, OF_BOARD)
    claim(board)
    before = snapshot(board)
    if board_mark(board) != seen:
        raise Stale
    old, was = ground_of(board), list(board.standards)
    for name, value in wanted.items():
        setattr(board, name, value)
    board.save(update_fields=OF_BOARD)
    if ground_of(board) != old:
        relay(board, moved_over(old, ground_of(board), positions(board)))
    served = 0
    if board.shape == Shape.MENU != old.shape:
        served = board.activities.on_board().filter(course="").update(course=Course.MAIN)
    if board.standards != was:
        _renumber(board, was)
    settle(board)
    remember(board, before, _("the board’s settings"))
    return served


def relay(board: Board, places: Mapping[int, int]) -> None:
    """Give tiles new positions; nobody stands on another's, not for a moment."""
    for step in (FAR, 0):
        for old, new in places.items():
            now = old if step else FAR + new
            board.activities.on_board().filter(position=now).update(position=step + new)


def _renumber(board: Board, was: list[str]) -> None:
    """Tiles go by the number of a standard: follow one that moved, keep one that was reworded."""
    where = {words: n for n, words in enumerate(board.standards, start=1)}
    new = {}
    for n, words in enumerate(was, start=1):
        if words in where:
            new[n] = where[words]
        elif n <= len(board.standards) and board.standards[n - 1] not in was:
            new[n] = n
    for tile in board.activities.all():
        tile.standards = sorted({new[n] for n in tile.standards if n in new})
        tile.save(update_fields=["standards"])


def settle(board: Board) -> None:
    """The most free choices at once, where the rule says it rather than the teacher."""
    free = tiles_of(board)["free"] if board.rule == Rule.ALL else 0
    most = picks_by_rule(board.rule, board.courses, free)
    if most is not None:
        board.may_pick = most
        board.save(update_fields=["may_pick"])


@transaction.atomic
def save_tile(*, activity: Activity, levels: list[list[Any]], seen: str) -> None:
    """Keep an edited tile and its levels: (number, what is asked, minutes).

    SeatsTaken when fewer seats are asked for than students hold; Stale as in `save_board`.
    """
    board = activity.board
    claim(board)
    before = snapshot(board)
    here = Activity.objects.get(pk=activity.pk)
    if here.removed_at or tile_mark(here) != seen:
        raise Stale
    if activity.capacity is not None and activity.capacity < here.taken:
        raise SeatsTaken(here.taken)
    activity.icon = Kind(activity.kind).icon
    activity.save(update_fields=[*OF_TILE, "icon"])
    if levels_of(here) != levels:
        write_levels(activity, levels)
    settle(board)
    remember(board, before, activity.title)


@transaction.atomic
def remove_tile(*, activity: Activity, now: datetime) -> int:
    """Take a tile off the board; returns how many students keep it, for they picked it."""
    board = activity.board
    claim(board)
    before = snapshot(board)
    title, kept = activity.title, take_off([activity], now)
    settle(board)
    remember(board, before, title)
    return kept


@transaction.atomic
def move_tile(*, activity: Activity, to: Callable[[int, list[int]], int | None]) -> bool:
    """Trade places with whoever stands at the position that `to` names, or take it if it is free.

    `to` is asked with where the tile is now and the positions taken: a page may be old.
    """
    board = activity.board
    claim(board)
    before = snapshot(board)
    here = board.activities.on_board().filter(pk=activity.pk).first()
    place = to(here.position, _neighbors(board, here)) if here else None
    if here is None or place is None or place == here.position:
        return False
    relay(board, {here.position: place, place: here.position})
    remember(board, before, activity.title)
    return True


def _neighbors(board: Board, here: Activity) -> list[int]:
    """The positions taken among which a tile moves: on a menu, those of its course."""
    tiles = board.activities.on_board()
    if board.shape == Shape.MENU:
        tiles = tiles.filter(course=here.course)
    return list(tiles.values_list("position", flat=True))
