"""The figures of a district's schools, or of one of them, with what must stay hidden left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import chain

from plc.hiding import ALL, Figure, hidden_cells, hidden_groups
from students.models import School

from .axes import Axis
from .cells import Cell, cells_of, columns_added, held_by_school, unused_places
from .district_count import Spans, Table, counted, sizes
from .district_figures import DistrictCoverage, SchoolLine, Tally
from .fairness import Share, in_order, is_behind
from .span import Span


def district_coverage(
    schools: Sequence[School], spans: Spans, *, today: date, axis: Axis | None
) -> DistrictCoverage:
    """All schools (four queries); `spans` has each school's own days, by its id."""
    table = counted(spans, axis)
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
    wanted = spans if axis else {school.pk: spans[school.pk]}
    table = counted(wanted, axis)
    by_school, _total = _summed([each for each in schools if each.pk in wanted], table)
    small = _small(by_school if axis else sizes(schools, spans[school.pk].end))
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


def _small(by_school: Mapping[int, Tally]) -> frozenset[str]:
    """Schools whose figures stay hidden."""
    return hidden_groups({str(pk): count.students for pk, count in by_school.items()})


def _hidden(table: Table, small: Collection[str]) -> frozenset[Figure]:
    students = {(str(pk), group): count.students for (pk, group), count in table.items()}
    return hidden_cells(students, small)


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


def _cells(spans: Spans, span: Span, today: date) -> dict[int, tuple[Cell, ...]]:
    ids = sorted(spans)
    days = chain(unused_places("school", ids, span, today), held_by_school(ids, span))
    return cells_of(days, spans, span)
