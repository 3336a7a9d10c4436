"""Boards as students see them: every tile and, for one student, its state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from choiceboards.drawn import Tile
from choiceboards.lying import heading, in_courses
from choiceboards.models import Activity, Board, Pick, Rule, Shape, TileText
from choiceboards.rule_words import rule_said
from choiceboards.sheets import has_rules, shut_tiles
from choiceboards.suggesting import hints_for
from plc.frozen import frozen
from plc.prepared import prepared

if TYPE_CHECKING:
    from students.models import Student

MOST_NAMED = 4


@frozen
class ShownBoard:
    board: Board
    tiles: tuple[Tile, ...]
    musts: int
    musts_left: int  # not done yet
    picked: int  # free choices made
    may_swap: bool  # one of them is not started, and there is another tile
    done: int

    @property
    def total(self) -> int | None:
        """What there is to do: the must-dos and the free choices; None where it depends on them."""
        if self.board.rule == Rule.LINE:
            return None  # a must-do may lie on the line
        free = len(self.tiles) - self.musts
        if self.board.rule == Rule.ALL:
            return self.musts + free
        return self.musts + max(self.picked, min(self.board.may_pick, free))

    @property
    def is_all_done(self) -> bool:
        return self.has_all_picks and self.done >= (self.total or self.picked)

    @property
    def has_all_picks(self) -> bool:
        return self.picked >= self.board.may_pick or bool(self.picked and not self.open_titles)

    @property
    def left_to_pick(self) -> int:
        """Of the free choices."""
        return min(self.board.may_pick, len(self.tiles) - self.musts) - self.picked

    @property
    def rule_words(self) -> str:
        return rule_said(self.board, self.musts_left)

    @property
    def has_plain_rule(self) -> bool:
        """Must-dos and a number of tiles, no more."""
        return self.board.rule == Rule.COUNT and not has_rules(self.board)

    @property
    def open_titles(self) -> list[str]:
        """The tiles that may be picked next."""
        return [row.title for row in self.tiles if not row.pin]

    @property
    def names_open(self) -> bool:
        """Whether the rules leave so few tiles that their names are a help, not the board again."""
        few = 0 < len(self.open_titles) <= MOST_NAMED
        return has_rules(self.board) and few and not self.has_all_picks

    @property
    def columns(self) -> int:
        """Side by side: a list has one."""
        if self.board.shape == Shape.GRID:
            return self.board.columns
        return 3 if self.board.shape == Shape.MENU else 1

    @property
    def parts(self) -> list[tuple[str, list[Tile | None]]]:
        """The tiles as they lie: (heading, tiles), None for an empty place of a grid."""
        if self.board.shape == Shape.MENU:
            return [(heading(course), [*rows]) for course, rows in in_courses(self.tiles)]
        if not self.tiles:
            return []
        if self.board.shape != Shape.GRID:
            return [("", list(self.tiles))]
        lying = {row.position: row for row in self.tiles if row.position}
        gone = [row for row in self.tiles if not row.position]
        return [("", [*(lying.get(place) for place in range(1, max(lying, default=0) + 1)), *gone])]


def shown(
    board: Board,
    tiles: Iterable[Activity],
    picks: Iterable[Pick] = (),
    *,
    text: TileText | None = None,
    hints: Mapping[str, str] | None = None,
) -> ShownBoard:
    """The board with a student's picks (none: as it looks before anyone picks).

    `text` are the words of a single tile in another language, `hints` go by the tile's key.
    """
    kept = {row.activity_id: row for row in picks if row.state != Pick.State.SWAPPED}
    tiles = tuple(tiles)
    done = {pk for pk, row in kept.items() if row.state == Pick.State.FINISHED}
    look = Look(board, text, shut_tiles(board, tiles, kept.values()), hints or {})
    return ShownBoard(
        board=board,
        tiles=tuple(look.tile(activity, kept.get(activity.pk)) for activity in tiles),
        musts=sum(activity.is_must for activity in tiles),
        musts_left=sum(activity.is_must and activity.pk not in done for activity in tiles),
        picked=sum(row.place is not None for row in kept.values()),
        may_swap=len(kept) < len(tiles) and any(row.may_swap for row in kept.values()),
        done=len(done),
    )


def shown_to(student: Student, board: Board) -> ShownBoard:
    """The board with the student's picks and, for her, a hint or two (three queries).

    One more where the board has rules.
    """
    tiles, picks = _tiles(board.pk), _picks(student.pk, board.pk)
    gone = {row.activity_id for row in picks} - {row.pk for row in tiles}
    if gone:  # taken off the board since
        tiles += Activity.objects.filter(pk__in=gone)
    return shown(
        board,
        tiles,
        picks,
        hints=hints_for(student, tiles),
    )


@prepared
def _tiles(board_id: int) -> QuerySet[Activity]:
    return Activity.objects.on_board().filter(board=board_id)


@prepared
def _picks(student_id: int, board_id: int) -> QuerySet[Pick]:
    return Pick.objects.filter(student=student_id, board=board_id).kept().with_minutes()


_PINS = {"finished": "done", "started": "started", "paused": "paused", "picked": "mine"}


@frozen
class Look:
    """How the tiles of a board look to whoever looks."""

    board: Board
    text: TileText | None
    shut: Mapping[str, str]
    hints: Mapping[str, str]

    def tile(self, activity: Activity, pick: Pick | None) -> Tile:
        text = self.text
        pin = self._pin(activity, pick)
        return Tile(
            key=activity.key,
            position=0 if activity.removed_at else activity.position,
            kind=activity.kind,
            icon=activity.icon,
            tint=activity.tint,
            title=text.title if text else activity.title,
            directions=text.directions if text else activity.directions,
            minutes=(pick and pick.minutes) or activity.minutes,
            level=pick.level if pick else activity.usual_level,
            seats=activity.seats_left if pick is None else None,
            pin=pin,
            course=activity.course,
            step=activity.position if self.board.shape == Shape.PLAYLIST else 0,
            lang=text.language if text else self.board.language,
            why=self.shut.get(activity.key, "") if pin == "shut" else "",
            hint=self.hints.get(activity.key, "") if not pin else "",
        )

    def _pin(self, activity: Activity, pick: Pick | None) -> str:
        if pick is not None:
            return _PINS[pick.state]
        if activity.is_closed:
            return "closed"
        if activity.is_full:
            return "full"
        if activity.key in self.shut:
            return "shut"
        return "must" if activity.is_must else ""
