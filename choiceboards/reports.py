"""Who picked what on a board, by tile and by student; and afterwards, how much of what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from choiceboards.models import Activity, Board, Kind, Pick
from plc.frozen import frozen
from students.models import Student


@frozen
class Picked:
    student: Student
    pick: Pick
    activity: Activity

    @property
    def is_done(self) -> bool:
        return self.pick.state == Pick.State.FINISHED

    @property
    def is_started(self) -> bool:
        return self.pick.state == Pick.State.STARTED

    @property
    def is_paused(self) -> bool:
        return self.pick.state == Pick.State.PAUSED

    @property
    def words(self) -> str:
        """Her own idea; nothing on other tiles."""
        return self.pick.spark.words if self.pick.spark else ""

    @property
    def how(self) -> str:
        """Level, and the way she explores where the tile offers some."""
        level = self.pick.level_words
        return f"{level} · {self.pick.get_format_display()}" if self.pick.format else level


@frozen
class TilePicks:
    activity: Activity
    picked: tuple[Picked, ...]


@frozen
class StudentPicks:
    student: Student
    picked: tuple[Picked, ...]

    @property
    def has_choice(self) -> bool:
        """Whether she made a free choice; a must-do is not one."""
        return any(one.pick.place is not None for one in self.picked)


@frozen
class Tally:
    """How many picks of something there were, and how far they came."""

    name: str
    picked: int
    started: int  # paused ones too
    finished: int


@frozen
class WhoPicked:
    """The class's picks. A tile that was taken off the board stands last while somebody has it."""

    tiles: tuple[TilePicks, ...]
    by_student: tuple[StudentPicks, ...]
    left: int = 0  # unfinished picks of students who are not in the class any more

    @property
    def students(self) -> int:
        return len(self.by_student)

    @property
    def without(self) -> tuple[Student, ...]:
        """The students with no free choice yet."""
        return tuple(row.student for row in self.by_student if not row.has_choice)

    @property
    def chosen(self) -> int:
        return self.students - len(self.without)

    @property
    def picks(self) -> list[Picked]:
        return [one for row in self.by_student for one in row.picked]

    @property
    def ideas(self) -> list[Picked]:
        """Own ideas, those that wait for the teacher first."""
        mine = [one for one in self.picks if one.pick.spark]
        return sorted(mine, key=lambda one: one.pick.idea != Pick.Idea.WAITING)

    @property
    def finished(self) -> list[Picked]:
        """What is done, tile by tile, and for each by the student's name."""
        done = [[one for one in row.picked if one.is_done] for row in self.tiles]
        return [one for same in done for one in sorted(same, key=by_name)]

    @property
    def waiting_ideas(self) -> int:
        return sum(one.pick.idea == Pick.Idea.WAITING for one in self.ideas)


def by_name(one: Picked) -> tuple[str, str, int]:
    return one.student.in_order()


def who_picked(board: Board, tiles: list[Activity], day: date) -> WhoPicked:
    """The class's picks on the board as of a day.

    Two queries, and a third where somebody has a tile that was taken off.
    """
    here = sorted(board.section.students_on(day), key=Student.in_order)
    students = {child.pk: child for child in here}
    lying = {tile.pk: tile for tile in tiles}
    by_tile: dict[int, list[Picked]] = {tile.pk: [] for tile in tiles}
    by_student: dict[int, list[Picked]] = {pk: [] for pk in students}
    rows = Pick.objects.kept().filter(board=board).select_related("spark")
    picks, left = [], 0
    for pick in rows:
        if pick.student_id in students:
            picks.append(pick)
        else:
            left += pick.state != Pick.State.FINISHED
    if gone := {pick.activity_id for pick in picks} - lying.keys():
        lying |= Activity.objects.in_bulk(gone)
    for pick in picks:
        pick.activity = lying[pick.activity_id]
        one = Picked(students[pick.student_id], pick, pick.activity)
        by_tile.setdefault(one.activity.pk, []).append(one)
        by_student[one.student.pk].append(one)
    return WhoPicked(
        tiles=tuple(TilePicks(lying[pk], tuple(picked)) for pk, picked in by_tile.items()),
        by_student=tuple(StudentPicks(students[pk], tuple(own)) for pk, own in by_student.items()),
        left=left,
    )


def tallies(who: WhoPicked) -> list[tuple[str, list[Tally]]]:
    """Everything that is counted afterwards: (what it is counted by, the counts)."""
    return [
        (_("By tile"), by_tile(who)),
        (_("By way to explore"), by_format(who)),
        (_("By level"), by_level(who)),
    ]


def by_tile(who: WhoPicked) -> list[Tally]:
    """Every tile, also one that nobody picked."""
    return [_tally(row.activity.title, row.picked) for row in who.tiles]


def by_format(who: WhoPicked) -> list[Tally]:
    """The ways to explore that were chosen; where a tile offers none, what one does on it."""
    return [
        _tally(str(kind.label), same)
        for kind in Kind
        if (same := [one for one in who.picks if (one.pick.format or one.activity.kind) == kind])
    ]


def by_level(who: WhoPicked) -> list[Tally]:
    return [
        _tally(
            _("Level %(level)d") % {"level": level},
            [one for one in who.picks if one.pick.level == level],
        )
        for level in (1, 2, 3)
    ]


def _tally(name: str, picked: Iterable[Picked]) -> Tally:
    states = Counter(one.pick.state for one in picked)
    begun = states[Pick.State.STARTED] + states[Pick.State.PAUSED]
    return Tally(name, sum(states.values()), begun, states[Pick.State.FINISHED])


def choosers(boards: list[Board], students: QuerySet[Student]) -> dict[int, int]:
    """How many of the students made a free choice on each board, by the board's id (one query)."""
    picks = Pick.objects.kept().filter(board__in=boards, student__in=students.values("pk"))
    chosen = picks.exclude(place=None).order_by().values_list("board")
    return dict(chosen.annotate(number=Count("student", distinct=True)))
