"""The figures of a district's schools: shares of whole schools, no class, no child.

One pass over the students of all schools counts them by school, group and day of the last
check-in; which of those days are late or due is told by dates worked out from each school's
calendar. That statement is written by hand: the same through the ORM asks for each student's last
check-in by itself, which costs half as much again (docs/adr/0009-coverage-in-one-pass.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Count

from students.models import Enrollment, School

from .axes import Axis, labelled, new_since
from .cells import Cell, added, cells_of, columns_added, held_by_school, unused_places
from .fairness import Share, in_order, is_behind, percent
from .hiding import ALL, Figure, hidden_cells, hidden_groups
from .span import Span, school_year

_LAST_MET = """
WITH met AS (
    SELECT student_id, MAX(held_on) AS last_on
    FROM checkins_checkin
    WHERE school_id IN ({schools}) AND held_on >= %(recent)s AND held_on <= %(end)s
    GROUP BY student_id
)
SELECT student.school_id,
       met.last_on,
       CASE WHEN met.last_on IS NULL THEN COALESCE(
           (SELECT MAX(held_on) FROM checkins_checkin checkin
            WHERE checkin.student_id = student.id
              AND checkin.held_on >= %(year)s AND checkin.held_on < %(recent)s),
           ({joined})
       ) END,
       CASE %(axis)s
           WHEN 'language' THEN student.home_language
           WHEN 'grade' THEN student.grade
           WHEN 'joined' THEN CASE WHEN ({joined}) >= %(new_since)s THEN 'new' ELSE 'longer' END
           ELSE ''
       END,
       COUNT(*)
FROM students_student student
LEFT JOIN met ON met.student_id = student.id
WHERE student.school_id IN ({schools}) AND EXISTS (
    SELECT 1 FROM students_enrollment enrollment
    JOIN students_section section ON section.id = enrollment.section_id
    WHERE enrollment.student_id = student.id
      AND enrollment.starts_on <= %(end)s
      AND (enrollment.ends_on IS NULL OR enrollment.ends_on >= %(end)s)
      AND section.archived_at IS NULL
)
GROUP BY 1, 2, 3, 4
"""
_JOINED = """
SELECT MIN(starts_on) FROM students_enrollment enrollment
WHERE enrollment.student_id = student.id AND enrollment.starts_on <= %(end)s
  AND (enrollment.ends_on IS NULL OR enrollment.ends_on >= %(year)s)
"""


@dataclass(slots=True)
class Tally:
    """So many students: how many were met, are past the promise, and soon will be."""

    students: int = 0
    met: int = 0
    late: int = 0
    soon: int = 0

    def add(self, other: Tally) -> None:
        for name in ("students", "met", "late", "soon"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school's line for its district; without a count where it would show a few children."""

    school: School
    count: Tally | None
    cells: tuple[Cell, ...] = ()

    @property
    def planned(self) -> Cell:
        return added(date.min, self.cells)

    @property
    def percent(self) -> int:
        return percent(self.count.met, self.count.students) if self.count else 0


@dataclass(frozen=True)
class DistrictCoverage:
    """The figures of all schools, or of one; what must stay hidden is not in here."""

    span: Span  # from the earliest start of any school
    lines: tuple[SchoolLine, ...]
    total: Tally
    cells: tuple[Cell, ...]
    axis: Axis | None
    groups: tuple[Share, ...]

    @cached_property
    def planned(self) -> Cell:
        return added(self.span.start, self.cells)

    @property
    def percent(self) -> int:
        return percent(self.total.met, self.total.students)

    @property
    def labelled(self) -> list[tuple[Share, str]]:
        """The groups that may be shown, as people read them."""
        return labelled(self.groups, self.axis) if self.axis else []

    @property
    def columns(self) -> int:
        """So many stand right of a school's name."""
        return len(self.span.parts) + 3

    @property
    def hidden_groups(self) -> int:
        return sum(share.is_hidden for share in self.groups)

    @property
    def hidden_schools(self) -> int:
        return sum(line.count is None for line in self.lines)


Spans = Mapping[int, Span]
Table = Mapping[tuple[int, str], Tally]


def district_coverage(
    schools: Sequence[School], spans: Spans, *, today: date, axis: Axis | None
) -> DistrictCoverage:
    """All schools (four queries); `spans` has each school's own days, by its id."""
    table = _counted(spans, axis)
    by_school, total = _summed(schools, table)
    small = _small(by_school)
    hidden = _hidden(table, small)
    span = min(spans.values(), key=lambda each: each.start)
    cells = _cells(spans, span, today)
    return DistrictCoverage(
        span=span,
        lines=tuple(
            SchoolLine(school, None)
            if str(school.pk) in small
            else SchoolLine(school, by_school[school.pk], cells[school.pk])
            for school in schools
        ),
        total=total,
        cells=columns_added(cells.values()),
        axis=axis,
        groups=_groups(table, None, hidden) if axis else (),
    )


def school_coverage(
    school: School, schools: Sequence[School], spans: Spans, *, today: date, axis: Axis | None
) -> DistrictCoverage | None:
    """One school for its district (four queries), or None where it must stay hidden.

    What of a group may be shown depends on what the other schools show of it. So with groups
    every school is counted; without, only whether another one must hide this one.
    """
    counted = spans if axis else {school.pk: spans[school.pk]}
    table = _counted(counted, axis)
    by_school, _total = _summed([each for each in schools if each.pk in counted], table)
    sizes = by_school if axis else _sizes(schools, spans)
    small = _small(sizes)
    if str(school.pk) in small:
        return None
    span = spans[school.pk]
    cells = _cells({school.pk: span}, span, today)
    hidden = _hidden(table, small) if axis else frozenset()
    return DistrictCoverage(
        span=span,
        lines=(SchoolLine(school, by_school[school.pk], cells[school.pk]),),
        total=by_school[school.pk],
        cells=cells[school.pk],
        axis=axis,
        groups=_groups(table, school.pk, hidden) if axis else (),
    )


def _sizes(schools: Sequence[School], spans: Spans) -> dict[int, Tally]:
    """Students by school (one query)."""
    end = max(span.end for span in spans.values())
    current = Enrollment.objects.current(end).filter(
        section__archived_at=None, school__in=[school.pk for school in schools]
    )
    sizes = current.order_by().values_list("school").annotate(Count("student", distinct=True))
    return {school: Tally(students=students) for school, students in sizes}


def _small(by_school: Mapping[int, Tally]) -> frozenset[str]:
    """Schools whose figures stay hidden."""
    return hidden_groups({str(pk): count.students for pk, count in by_school.items()})


def _hidden(table: Table, small: Collection[str]) -> frozenset[Figure]:
    sizes = {(str(pk), group): count.students for (pk, group), count in table.items()}
    return hidden_cells(sizes, small)


def _summed(schools: Sequence[School], table: Table) -> tuple[dict[int, Tally], Tally]:
    """By school, and all together."""
    by_school = {school.pk: Tally() for school in schools}
    total = Tally()
    for (school, _group), count in table.items():
        by_school[school].add(count)
        total.add(count)
    return by_school, total


def _groups(table: Table, school: int | None, hidden: Collection[Figure]) -> tuple[Share, ...]:
    """The groups of a school, or of all schools together."""
    sums: dict[str, Tally] = defaultdict(Tally)
    for (pk, group), count in table.items():
        if school is None or pk == school:
            sums[group].add(count)
    met, students = (
        sum(getattr(each, name) for each in sums.values()) for name in ("met", "students")
    )
    row = ALL if school is None else str(school)
    shares = [
        Share(group, None, None)
        if (row, group) in hidden
        else Share(
            group,
            count.met,
            count.students,
            is_behind=is_behind(count.met, count.students, met, students),
        )
        for group, count in sums.items()
    ]
    return in_order(shares)


def _counted(spans: Mapping[int, Span], axis: Axis | None) -> dict[tuple[int, str], Tally]:
    """Students, met, late and soon late, by school and group."""
    table: dict[tuple[int, str], Tally] = defaultdict(Tally)
    marks = {
        school: (
            span.start,
            span.late_before,
            span.due_by(span.ahead[-1] if span.ahead else span.end),
        )
        for school, span in spans.items()
    }
    for school, last_on, waiting_since, group, students in _last_met(spans, axis):
        start, late, soon = marks[school]
        since = last_on or waiting_since
        count = table[school, group]
        count.students += students
        if last_on is not None and last_on >= start:
            count.met += students
        if since < late:
            count.late += students
        elif since < soon:
            count.soon += students
    return dict(table)


def _last_met(spans: Mapping[int, Span], axis: Axis | None) -> Iterable[tuple[Any, ...]]:
    """(school, last met of late, else waiting since, group, students) of the recent days."""
    end = max(span.end for span in spans.values())
    values: dict[str, Any] = {
        "recent": min(min(span.start, span.late_before) for span in spans.values()),
        "end": end,
        "year": school_year(end),
        "axis": axis.value if axis else "",
        "new_since": new_since(end),
        **{f"school{place}": school for place, school in enumerate(sorted(spans))},
    }
    schools = ", ".join(f"%(school{place})s" for place in range(len(spans)))
    with connection.cursor() as cursor:
        cursor.execute(_LAST_MET.format(schools=schools, joined=_JOINED), values)
        rows = cursor.fetchall()
    return rows if connection.vendor == "postgresql" else _with_dates(rows)


def _with_dates(rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
    """SQLite answers a hand-written statement with text."""
    for school, last, since, *rest in rows:
        days = (day and date.fromisoformat(day) for day in (last, since))
        yield (school, *days, *rest)


def _cells(spans: Spans, span: Span, today: date) -> dict[int, tuple[Cell, ...]]:
    ids = sorted(spans)
    days = chain(unused_places("school", ids, span, today), held_by_school(ids, span))
    return cells_of(days, spans, span)
