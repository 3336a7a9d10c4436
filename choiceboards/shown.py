"""Boards as students see them: every tile with its words and, for one student, its state.

The words are made here once a tile, so that the nine tiles of a page cost the template little.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from choiceboards.models import Activity, Board, Kind, Pick

if TYPE_CHECKING:
    from students.models import Student


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile as it stands on the page; `pin` is its state: done, started, mine, must or full."""

    key: str
    position: int
    kind: str
    icon: str
    tint: str
    title: str
    directions: str
    minutes: str
    level: int
    level_words: str
    seats: str
    pin: str
    look: str  # the classes that go with the state
    is_idea: bool


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
    picks = student.picks.filter(board=board).kept()
    return shown(board, board.activities.all(), picks)


_PINS = {Pick.State.FINISHED: "done", Pick.State.STARTED: "started", Pick.State.PICKED: "mine"}
_LOOKS = {"done": "did", "started": "mine", "mine": "mine", "must": "must"}


def _tile(activity: Activity, pick: Pick | None) -> Tile:
    pin = _pin(activity, pick)
    level = pick.level if pick else activity.usual_level
    is_idea = activity.kind == Kind.IDEA
    return Tile(
        key=activity.key,
        position=activity.position,
        kind=str(Kind(activity.kind).label),
        icon=activity.icon,
        tint="idea" if is_idea else activity.tint,
        title=activity.title,
        directions=activity.directions,
        minutes=_("%(minutes)d min") % {"minutes": activity.minutes},
        level=level,
        level_words=_("Level %(level)d") % {"level": level},
        seats=_seats(activity) if pick is None else "",
        pin=pin,
        look=_LOOKS.get(pin, ""),
        is_idea=is_idea,
    )


def _pin(activity: Activity, pick: Pick | None) -> str:
    if pick is not None:
        return _PINS[Pick.State(pick.state)]
    if activity.is_full:
        return "full"
    return "must" if activity.is_must else ""


def _seats(activity: Activity) -> str:
    left = activity.seats_left
    if not left:
        return ""
    return ngettext("%(seats)d seat left", "%(seats)d seats left", left) % {"seats": left}
