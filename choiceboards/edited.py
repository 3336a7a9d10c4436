"""A board as its teacher shapes it: every place, what lies there, and where it can go."""

from __future__ import annotations

from django.utils.translation import gettext as _

from choiceboards.drawn import Tile
from choiceboards.forms.teacher import WAYS
from choiceboards.lying import Ground, heading, in_courses
from choiceboards.models import Shape
from choiceboards.shown import ShownBoard
from plc.frozen import frozen


@frozen
class Way:
    name: str
    words: str
    icon: str


@frozen
class Place:
    """`tile` is None on an empty place of a grid."""

    position: int
    tile: Tile | None = None
    ways: tuple[Way, ...] = ()


def places(board: ShownBoard, ground: Ground) -> list[tuple[str, list[Place]]]:
    """(heading, places): a menu's courses, else all in one."""
    tiles = {tile.position: tile for tile in board.tiles}
    if board.board.shape == Shape.MENU:
        return [
            (heading(course), _laid(ground, {row.position: row for row in rows}))
            for course, rows in in_courses(board.tiles)
        ]
    if not ground.is_grid:
        return [("", _laid(ground, tiles))] if tiles else []
    laid = {place.position: place for place in _laid(ground, tiles)}
    within = [laid.pop(n, Place(n)) for n in range(1, ground.places + 1)]
    return [("", [*within, *laid.values()])]


def _laid(ground: Ground, tiles: dict[int, Tile]) -> list[Place]:
    found = []
    for position, tile in sorted(tiles.items()):
        beside = ground.beside(position, tiles)
        ways = tuple(Way(name, str(words), icon) for name, words, icon in WAYS if name in beside)
        found.append(Place(position, tile, ways))
    return found


def where_it_is(parts: list[tuple[str, list[Place]]], ground: Ground, key: str) -> str:
    """Where a tile lies now, in a sentence for whoever does not see it move."""
    for _heading, part in parts:
        for number, place in enumerate(part, start=1):
            if place.tile is None or place.tile.key != key:
                continue
            facts = {"title": place.tile.title, "number": number, "all": len(part)}
            if not ground.is_grid:
                return _("“%(title)s” is number %(number)d of %(all)d now.") % facts
            row, column = divmod(place.position - 1, ground.columns)
            facts |= {"row": row + 1, "column": column + 1}
            return _("“%(title)s” is in row %(row)d, column %(column)d now.") % facts
    return ""
