"""Boards as students see them: every tile and, for one student, its state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from choiceboards.models import Activity, Board, Kind, Pick
from plc.prepared import prepared

if TYPE_CHECKING:
    from students.models import Student


_LOOKS = {"done": "did", "started": "mine", "mine": "mine", "must": "must"}


@dataclass(frozen=True, slots=True)
class Tile:
    """All that a tile shows; `pin` is its state: done, started, mine, must, full or nothing."""

    key: str
    position: int
    kind: str
    icon: str
    tint: str
    title: str
    directions: str
    minutes: int
    level: int
    seats: int | None  # left for the taking; None when there is room for all, or one is hers
    pin: str

    @property
    def is_idea(self) -> bool:
        return self.kind == Kind.IDEA

    @property
    def look(self) -> str:
        """The classes that go with the state."""
        return _LOOKS.get(self.pin, "")

    @property
    def paper(self) -> str:
        return "idea" if self.is_idea else self.tint

    @property
    def kind_words(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def minutes_words(self) -> str:
        return _("%(minutes)d min") % {"minutes": self.minutes}

    @property
    def level_words(self) -> str:
        return _("Level %(level)d") % {"level": self.level}

    @property
    def seats_words(self) -> str:
        if not self.seats:
            return ""
        words = ngettext("%(seats)d seat left", "%(seats)d seats left", self.seats)
        return words % {"seats": self.seats}


@dataclass(frozen=True, slots=True)
class ShownBoard:
    board: Board
    tiles: tuple[Tile, ...]
    musts: int
    picked: int  # free choices made
    done: int

    @property
    def total(self) -> int:
        """What there is to do: the must-dos and the free choices."""
        return self.musts + self.board.may_pick

    @property
    def has_all_picks(self) -> bool:
        return self.picked >= self.board.may_pick


def shown(board: Board, tiles: Iterable[Activity], picks: Iterable[Pick] = ()) -> ShownBoard:
    """The board with a student's picks (none: as it looks before anyone picks)."""
    kept = {row.activity_id: row for row in picks if row.state != Pick.State.SWAPPED}
    tiles = tuple(tiles)
    return ShownBoard(
        board=board,
        tiles=tuple(_tile(activity, kept.get(activity.pk)) for activity in tiles),
        musts=sum(activity.is_must for activity in tiles),
        picked=sum(row.place is not None for row in kept.values()),
        done=sum(row.state == Pick.State.FINISHED for row in kept.values()),
    )


def shown_to(student: Student, board: Board) -> ShownBoard:
    """The board with the student's picks (two queries)."""
    return shown(board, _tiles(board.pk), _picks(student.pk, board.pk))


@prepared
def _tiles(board_id: int) -> QuerySet[Activity]:
    return Activity.objects.on_board().filter(board=board_id)


@prepared
def _picks(student_id: int, board_id: int) -> QuerySet[Pick]:
    return Pick.objects.filter(student=student_id, board=board_id).kept()


@lru_cache(maxsize=1024)
def tile_html(tile: Tile, sprite: str, language: str, *, has_focus: bool = False) -> str:
    """The tile's markup, kept for all students who see it in the same state and language.

    A class looks at nine tiles in some five states, so nearly every one is found here; drawing
    each anew was half of what a board cost. The key is everything a tile shows.
    """
    context = {"tile": tile, "sprite": sprite, "language": language, "has_focus": has_focus}
    return render_to_string("choiceboards/shown_tile.html", context)


_PINS = {"finished": "done", "started": "started", "picked": "mine"}


def _tile(activity: Activity, pick: Pick | None) -> Tile:
    return Tile(
        key=activity.key,
        position=activity.position,
        kind=activity.kind,
        icon=activity.icon,
        tint=activity.tint,
        title=activity.title,
        directions=activity.directions,
        minutes=activity.minutes,
        level=pick.level if pick else activity.usual_level,
        seats=activity.seats_left if pick is None else None,
        pin=_pin(activity, pick),
    )


def _pin(activity: Activity, pick: Pick | None) -> str:
    if pick is not None:
        return _PINS[pick.state]
    if activity.is_full:
        return "full"
    return "must" if activity.is_must else ""
