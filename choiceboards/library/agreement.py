"""Whether the lines of a board go together: tiles and places, the rule and its numbers.

A board that is not ready yet is no fault: too few tiles to choose from, no three in a line. The
check of a board (`choiceboards.rules`) tells that of a file's board and of one made here alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from choiceboards.library.faults import Fault
from choiceboards.library.model import (
    BoardTemplate,
    BoardTextTemplate,
    TextTemplate,
    TileTemplate,
    picks_by_rule,
)
from choiceboards.library.values import tiles_of
from choiceboards.limits import MOST_TILES


def contradictions(board: BoardTemplate) -> Iterator[Fault]:
    """Everything that cannot be at the same time."""
    for words in (*_places(board), *_choice(board), *_said_twice(board.texts)):
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
    elif max(places, default=0) > room:
        yield _("A tile lies on place %(place)d. The last one is %(room)d.") % {
            "place": max(places),
            "room": room,
        }
    for place in sorted({place for place in places if places.count(place) > 1}):
        yield _("Two tiles lie on place %(place)d.") % {"place": place}


def _choice(board: BoardTemplate) -> Iterator[str]:
    """The rule and its numbers."""
    if board.rule == "line" and board.shape != "grid":
        yield _('Three in a line need `shape = "grid"`.')
    if board.rule == "courses" and board.shape != "menu":
        yield _('Courses need `shape = "menu"`.')
    if board.rule == "courses" and not board.courses:
        yield _("`courses` must say how many of each: {starter = 1, main = 1}.")
        return
    number = picks_by_rule(board.rule, board.courses, len(board.free))
    if number is not None and board.may_pick != number:
        about = {"number": number}
        yield _("With this rule `may_pick` must be %(number)d. You can leave it out.") % about


def _of_tile(board: BoardTemplate, tile: TileTemplate) -> Iterator[str]:
    for number in tile.standards:
        if number > len(board.standards):
            about = {"number": number, "has": len(board.standards)}
            yield _("`standards` names number %(number)d. The board has %(has)d.") % about
    if tile.course and board.shape != "menu":
        yield _('A `course` needs `shape = "menu"`.')
    yield from _said_twice(tile.texts)


def _said_twice(texts: Iterable[BoardTextTemplate | TextTemplate]) -> Iterator[str]:
    languages = [text.language for text in texts]
    for language in sorted({code for code in languages if languages.count(code) > 1}):
        yield _("There are two texts in “%(language)s”.") % {"language": language}


def _of_levels(tile: TileTemplate) -> Iterator[str]:
    if any(tile.levels) and not any(tile.levels[tile.level - 1 : tile.level]):
        about = {"level": tile.level}
        yield _("`level` is %(level)d, but `levels` has no text for it.") % about
    if tile.level_minutes and len(tile.level_minutes) != len(tile.levels):
        yield _("`level_minutes` needs one number for each of `levels`.")
