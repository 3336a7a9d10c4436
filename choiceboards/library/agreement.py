"""Whether the lines of a board go together: tiles and places, must-dos and what is to choose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from choiceboards.library.faults import Fault
from choiceboards.library.model import (
    BoardTemplate,
    BoardTextTemplate,
    TextTemplate,
    TileTemplate,
)
from choiceboards.library.values import tiles_of
from choiceboards.models.boards import MOST_TILES


def contradictions(board: BoardTemplate) -> Iterator[Fault]:
    """Everything that cannot be at the same time."""
    for words in (*_places(board), *_choice(board), *_limits(board), *_said_twice(board.texts)):
        yield Fault(words)
    for n, tile in enumerate(board.tiles, start=1):
        where = _("Tile %(n)d, %(title)s") % {"n": n, "title": tile.title}
        for words in (*_of_tile(board, tile), *_of_levels(tile)):
            yield Fault(words, where)


def _places(board: BoardTemplate) -> Iterator[str]:
    is_grid = board.shape == "grid"
    room = board.rows * board.columns if is_grid else MOST_TILES
    places = board.places
    if len(places) > room:
        about = {"tiles": tiles_of(len(places)), "room": room}
        yield _("There are %(tiles)s, but only %(room)d places.") % about
    elif max(places) > room:
        yield _("A tile lies on place %(place)d. The last one is %(room)d.") % {
            "place": max(places),
            "room": room,
        }
    for place in sorted({place for place in places if places.count(place) > 1}):
        yield _("Two tiles lie on place %(place)d.") % {"place": place}


def _choice(board: BoardTemplate) -> Iterator[str]:
    """Must-dos and what is to choose."""
    free, picks = len(board.free), board.may_pick
    if board.rule == "all":
        if picks != max(free, 1):
            yield _picks_must_be(max(free, 1))
    elif board.rule == "line":
        yield from _line(board)
    elif board.rule == "courses":
        yield from _courses(board)
    elif free == 0:
        yield _('Every tile is a must-do, so nothing is left to choose. Say `rule = "all"`.')
    elif picks > free:
        about = {"picks": picks, "free": tiles_of(free)}
        yield _("`may_pick` is %(picks)d, but %(free)s can be chosen.") % about


def _picks_must_be(number: int) -> str:
    about = {"number": number}
    return _("With this rule `may_pick` must be %(number)d. You can leave it out.") % about


def _line(board: BoardTemplate) -> Iterator[str]:
    if board.shape != "grid":
        yield _('Three in a line need `shape = "grid"`.')
        return
    if board.may_pick != 3:
        yield _picks_must_be(3)
    there = {divmod(place - 1, board.columns) for place in board.places}
    ways = ((0, 1), (1, 0), (1, 1), (1, -1))
    lines = (
        {(row + step * down, column + step * right) for step in range(3)}
        for row, column in there
        for down, right in ways
    )
    if not any(line <= there for line in lines):
        yield _("No three tiles stand in a line.")


def _courses(board: BoardTemplate) -> Iterator[str]:
    if board.shape != "menu":
        yield _('Courses need `shape = "menu"`.')
    if not board.courses:
        yield _("`courses` must say how many of each: {starter = 1, main = 1}.")
        return
    if board.may_pick != sum(board.courses.values()):
        yield _picks_must_be(sum(board.courses.values()))
    for course, number in board.courses.items():
        free = sum(tile.course == course for tile in board.free)
        if number > free:
            about = {"course": course, "number": number, "free": tiles_of(free)}
            yield _("`courses` asks for %(number)d of %(course)s. There are %(free)s.") % about


def _limits(board: BoardTemplate) -> Iterator[str]:
    """What must-dos alone go beyond."""
    musts = [tile for tile in board.tiles if tile.must]
    for kind, most in board.at_most.items():
        number = sum(tile.kind == kind for tile in musts)
        if number > most:
            about = {"kind": kind, "most": most, "number": number}
            yield _("`at_most` is %(most)d of %(kind)s, but %(number)d must-dos are.") % about
    minutes = sum(min(tile.level_minutes, default=tile.minutes) for tile in musts)
    if board.most_minutes is not None and minutes > board.most_minutes:
        about = {"minutes": minutes, "most": board.most_minutes}
        yield _("The must-dos take %(minutes)d minutes. `most_minutes` is %(most)d.") % about


def _of_tile(board: BoardTemplate, tile: TileTemplate) -> Iterator[str]:
    for number in tile.standards:
        if number > len(board.standards):
            about = {"number": number, "has": len(board.standards)}
            yield _("`standards` names number %(number)d. The board has %(has)d.") % about
    if tile.course and board.shape != "menu":
        yield _('A `course` needs `shape = "menu"`.')
    is_picked_by_course = board.rule == "courses" and board.courses and not tile.must
    if is_picked_by_course and tile.course not in board.courses:
        yield _("Nobody can choose it: its `course` is not one of `courses`.")
    yield from _said_twice(tile.texts)


def _said_twice(texts: Iterable[BoardTextTemplate | TextTemplate]) -> Iterator[str]:
    languages = [text.language for text in texts]
    for language in sorted({code for code in languages if languages.count(code) > 1}):
        yield _("There are two texts in “%(language)s”.") % {"language": language}


def _of_levels(tile: TileTemplate) -> Iterator[str]:
    if not any(tile.levels[tile.level - 1 : tile.level]):
        about = {"level": tile.level}
        yield _("`level` is %(level)d, but `levels` has no text for it.") % about
    if tile.level_minutes and len(tile.level_minutes) != len(tile.levels):
        yield _("`level_minutes` needs one number for each of `levels`.")
