"""A board checked for its class: what the linter finds, and every legal path.

Needs come from `students.supports` alone; what is said of a child is only for her team, and is
written down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import overload

from django.db import transaction

from choiceboards import rules
from choiceboards.lint_words import findings_said
from choiceboards.models import Activity, Board, Course, Kind
from choiceboards.sheets import level_minutes, sheet_of
from plc.frozen import frozen
from plc.models import User
from students import supports
from students.models import Student

# A finding with one of these codes tells something of what a child needs.
OF_NEEDS = frozenset({rules.Code.NO_PATH_FOR, rules.Code.NO_TIME_FOR, rules.Code.ONE_PATH_FOR})
MOST_LISTED = 10_000  # paths, of up to millions


@frozen
class Said:
    severity: str
    words: str


@frozen
class Checked:
    """`paths` is None where nobody can count them; `block` the minutes they should fit into."""

    paths: int | None
    findings: tuple[Said, ...]
    block: int | None = None
    is_broken: bool = False


@transaction.atomic
def checked(board: Board, tiles: Sequence[Activity], *, reader: User, today: date) -> Checked:
    """What a teacher should know before the class opens the board.

    Six queries, however many students there are, and one to write down whose needs were read.
    """
    students = list(board.section.students_on(today).select_related("school"))
    team = supports.for_the_teams(students, reader=reader)
    block = block_minutes(board, today)
    sheet = sheet_of(board, tiles, level_minutes(board.pk))
    try:
        found = rules.lint(
            sheet,
            [_learner(child, team.get(child.pk, supports.ForTheTeam())) for child in students],
            frozenset(board.standards),
            block,
        )
    except rules.BadSheet:
        return Checked(None, (), block, is_broken=True)
    names = _names(tiles, students)
    _write_down(found, students, team, reader)
    said = tuple(Said(severity.value, words) for severity, words in findings_said(found, names))
    return Checked(number_of_paths(sheet), said, block)


def _learner(child: Student, team: supports.ForTheTeam) -> rules.Learner:
    return rules.Learner(
        child.key,
        has_device=child.has_device,
        has_internet=child.has_internet,
        needs=frozenset(map(rules.Need, team.barriers)),
        extra_time=team.extra_time,
    )


def _names(tiles: Iterable[Activity], students: Iterable[Student]) -> dict[str, str]:
    """Words for every key in a finding. A tile's title stands in quotes: it may be any words."""
    return {
        **{kind.value: str(kind.label) for kind in Kind},
        **{course.value: str(course.label) for course in Course},
        **{child.key: child.called for child in students},
        **{tile.key: f"“{tile.title}”" for tile in tiles},
    }


def _write_down(
    found: Iterable[rules.Finding],
    students: Iterable[Student],
    team: dict[int, supports.ForTheTeam],
    reader: User,
) -> None:
    named = {row.learner for row in found if row.code in OF_NEEDS}
    read = [child for child in students if child.key in named and child.pk in team]
    supports.write_down([(child, team[child.pk]) for child in read], reader=reader)


def number_of_paths(sheet: rules.Sheet) -> int | None:
    try:
        return rules.count(sheet)
    except (rules.TooHard, rules.BadSheet):
        return None


def block_minutes(board: Board, today: date) -> int | None:
    """The minutes of work on the board on the next day it is planned for; None without one."""
    blocks = board.blocks.filter(lesson_plan__on__gte=today).select_related("lesson_plan")
    rows = list(blocks.order_by("lesson_plan__on", "starts_at")[:20])
    return sum(row.minutes for row in rows if row.lesson_plan.on == rows[0].lesson_plan.on) or None


class Paths(Sequence[rules.Path]):
    """The legal paths in their order; those before the ones asked for are passed over, not kept."""

    def __init__(self, sheet: rules.Sheet) -> None:
        self.sheet = sheet
        self.total = number_of_paths(sheet)

    def __len__(self) -> int:
        return min(self.total or 0, MOST_LISTED)

    @overload
    def __getitem__(self, place: int) -> rules.Path: ...
    @overload
    def __getitem__(self, place: slice) -> list[rules.Path]: ...
    def __getitem__(self, place: int | slice) -> rules.Path | list[rules.Path]:
        if isinstance(place, slice):
            return list(islice(self._all(), place.start, min(place.stop, len(self))))
        return next(islice(self._all(), place, None))

    def _all(self) -> Iterator[rules.Path]:
        return rules.paths(self.sheet)
