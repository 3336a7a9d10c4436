"""Who picked what on a board: by tile, and the students who have picked nothing yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from choiceboards.models import Activity, Board, Pick
from students.models import Student


@dataclass(frozen=True)
class Picked:
    student: Student
    pick: Pick

    @property
    def is_done(self) -> bool:
        return self.pick.state == Pick.State.FINISHED

    @property
    def is_started(self) -> bool:
        return self.pick.state == Pick.State.STARTED


@dataclass(frozen=True)
class TilePicks:
    activity: Activity
    picked: tuple[Picked, ...]


@dataclass(frozen=True)
class WhoPicked:
    """`without` holds the students with no free choice yet; a must-do is not a choice."""

    tiles: tuple[TilePicks, ...]
    without: tuple[Student, ...]
    students: int

    @property
    def chosen(self) -> int:
        return self.students - len(self.without)


def who_picked(board: Board, tiles: list[Activity], day: date) -> WhoPicked:
    """The class's picks on the board as of a day (two queries)."""
    students = {child.pk: child for child in board.section.students_on(day)}
    rows: dict[int, list[Picked]] = {tile.pk: [] for tile in tiles}
    choosers = set()
    for pick in Pick.objects.kept().filter(board=board).select_related("spark"):
        if child := students.get(pick.student_id):
            if pick.activity_id in rows:  # else it was taken off the board
                rows[pick.activity_id].append(Picked(child, pick))
            if pick.place is not None:
                choosers.add(child.pk)
    return WhoPicked(
        tiles=tuple(TilePicks(tile, tuple(rows[tile.pk])) for tile in tiles),
        without=tuple(child for child in students.values() if child.pk not in choosers),
        students=len(students),
    )


def choosers(boards: list[Board]) -> dict[int, int]:
    """How many students picked something on each board, by the board's id (one query)."""
    picks = Pick.objects.kept().filter(board__in=boards).order_by().values_list("board")
    return dict(picks.annotate(number=Count("student", distinct=True)))
