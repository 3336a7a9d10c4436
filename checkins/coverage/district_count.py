"""Students of a district, counted by school and group in one pass over their stays.

The statement is written by hand: the ORM joins no list of values, and a school's days differ from
the next one's (docs/adr/0009-coverage-counts-stays.md). It reads no name and no word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import connection
from django.db.models import Count, Q

from checkins.models import Stay
from plc.hiding import SMALLEST_GROUP
from students.models import School

from .axes import Axis, new_since
from .district_figures import Tally
from .span import Span, school_year

Spans = Mapping[int, Span]
Table = Mapping[tuple[int, str], Tally]

# A stay knows the last check-in of all; where that comes after the report, the last one in it is
# looked up. Whoever was not met in this school year waits since she came in it. The first step
# makes few rows of many, before any school's own days are asked for.
_COUNTED = """
WITH mark (school_id, met_from, late_before, soon_before) AS (VALUES {marks}),
alike AS (
    SELECT stay.school_id,
           {group} AS pupil_group,
           CASE WHEN stay.last_on > {end} THEN (
               SELECT MAX(held_on) FROM checkins_checkin checkin
               WHERE checkin.student_id = stay.student_id AND checkin.held_on <= {end}
           ) ELSE stay.last_on END AS last_on,
           {joined} AS joined_on,
           COUNT(*) AS students
    FROM checkins_stay stay
    WHERE stay.school_id IN ({schools}) AND stay.starts_on <= {end}
      AND (stay.ends_on IS NULL OR stay.ends_on >= {end})
    GROUP BY 1, 2, 3, 4
),
waiting AS (
    SELECT school_id, pupil_group, last_on, students,
           CASE WHEN last_on >= {year} THEN last_on ELSE joined_on END AS since
    FROM alike
)
SELECT waiting.school_id, pupil_group, SUM(students),
       SUM(CASE WHEN last_on >= met_from THEN students ELSE 0 END),
       SUM(CASE WHEN since < late_before THEN students ELSE 0 END),
       SUM(CASE WHEN since >= late_before AND since < soon_before THEN students ELSE 0 END)
FROM waiting JOIN mark ON mark.school_id = waiting.school_id
GROUP BY 1, 2
"""
_JOINED = "CASE WHEN stay.joined_on < {year} THEN {year} ELSE stay.joined_on END"
_GROUP = {
    None: "''",
    Axis.LANGUAGE: "stay.language",
    Axis.GRADE: "stay.grade",
    Axis.JOINED: "CASE WHEN {joined} >= {new_since} THEN 'new' ELSE 'longer' END",
}
# Whether a school is small is soon known: a few of its students are looked at, not all.
_FEW = """
SELECT school.id, (
    SELECT COUNT(*) FROM (
        SELECT 1 FROM checkins_stay stay
        WHERE stay.school_id = school.id AND stay.starts_on <= {end}
          AND (stay.ends_on IS NULL OR stay.ends_on >= {end})
        LIMIT {most}
    ) AS few
)
FROM students_school school WHERE school.id IN ({schools})
"""


def counted(spans: Spans, axis: Axis | None) -> Table:
    """Students, met, late and soon late, by school and group (one query)."""
    end = max(span.end for span in spans.values())
    year = _day(school_year(end))
    joined = _JOINED.format(year=year)
    statement = _COUNTED.format(
        marks=", ".join(_mark(school, span) for school, span in sorted(spans.items())),
        schools=", ".join(str(int(school)) for school in sorted(spans)),
        end=_day(end),
        year=year,
        joined=joined,
        group=_GROUP[axis].format(joined=joined, new_since=_day(new_since(end))),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall()
    return {(school, group): Tally(*map(int, counts)) for school, group, *counts in rows}


def _mark(school: int, span: Span) -> str:
    days = (span.start, span.late_before, _soon(span))
    return f"({int(school)}, {', '.join(map(_day, days))})"


def _day(day: date) -> str:
    """A day as the database writes it: four hundred parameters would cost more than the pass."""
    return f"DATE '{day:%Y-%m-%d}'" if connection.vendor == "postgresql" else f"'{day:%Y-%m-%d}'"


def _soon(span: Span) -> date:
    """Whoever waits since before this day is due within the days that the warning looks ahead."""
    return span.promised.due_by(span.ahead[-1] if span.ahead else span.end)


def sizes(schools: Iterable[School], end: date) -> dict[int, Tally]:
    """Students by school alone; where none is small, no more of each than says so (one query)."""
    ids = [int(school.pk) for school in schools]
    few = _FEW.format(end=_day(end), most=SMALLEST_GROUP, schools=", ".join(map(str, ids)))
    with connection.cursor() as cursor:
        cursor.execute(few)
        found = dict(cursor.fetchall())
    if any(0 < students < SMALLEST_GROUP for students in found.values()):
        here = Stay.objects.filter(Q(ends_on=None) | Q(ends_on__gte=end), starts_on__lte=end)
        counts = here.filter(school__in=ids).order_by().values_list("school")
        found = dict(counts.annotate(Count("pk")))
    return {school: Tally(students) for school, students in found.items()}
