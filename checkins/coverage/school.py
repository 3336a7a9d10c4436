"""The figures of one school: for its admins, who may know names, and never words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from statistics import median
from typing import Any

from django.db.models import Min, QuerySet

from plc.frozen import frozen
from plc.prepared import prepared
from students.models import School, Section, StaffRole

from .axes import Axis, labelled
from .cells import Cell, Held, added, cells_of, columns_added, held_days, held_in, unused_places
from .fairness import Share, percent, shares
from .span import Span
from .waits import Wait, waits_of


@frozen
class Line:
    """A line of the heat table: a class, all classes of a grade, or everything."""

    cells: tuple[Cell, ...]
    met: int
    students: int
    section: Section | None = None
    grade: str = ""
    teachers: str = ""

    @property
    def percent(self) -> int:
        return percent(self.met, self.students)


@frozen
class Warned:
    """So many students pass the promise unless each is met by this day."""

    by: date
    students: int


@frozen
class Coverage:
    """The whole page."""

    span: Span
    lines: tuple[Line, ...]  # classes in order; after those of a grade, the grade
    total: Line
    waits: tuple[Wait, ...]  # each student once, longest wait first
    met_in: tuple[int, ...]  # students met, by part of the span
    axis: Axis
    groups: tuple[Share, ...]  # of the whole school, and none of a class
    everybody: Share

    @property
    def students(self) -> int:
        return len(self.waits)

    @property
    def met(self) -> int:
        return self.total.met

    @property
    def met_percent(self) -> int:
        return self.total.percent

    @cached_property
    def planned(self) -> Cell:
        """The whole span as one cell."""
        return added(self.span.start, self.total.cells)

    @property
    def middle_wait(self) -> int:
        return int(median(wait.days for wait in self.waits)) if self.waits else 0

    @property
    def longest_wait(self) -> int:
        return self.waits[0].days if self.waits else 0

    @cached_property
    def late(self) -> tuple[Wait, ...]:
        """Those whom the school's promise did not reach."""
        return tuple(wait for wait in self.waits if wait.is_late)

    @cached_property
    def warned(self) -> tuple[Warned, ...]:
        """Whose promise ends in the next school days, by the day it ends."""
        due = Counter(wait.due_on for wait in self.waits if not wait.is_late)
        return tuple(Warned(day, due[day]) for day in self.span.ahead if due[day])

    @property
    def soon(self) -> int:
        return sum(each.students for each in self.warned)

    @property
    def classes(self) -> int:
        return sum(line.section is not None for line in self.lines)

    @property
    def labelled(self) -> list[tuple[Share, str]]:
        """The groups that may be shown, as people read them."""
        return labelled(self.groups, self.axis)

    @property
    def hidden_groups(self) -> int:
        return sum(share.is_hidden for share in self.groups)


def coverage(
    school: School,
    asked: Span,
    *,
    today: date,
    axis: Axis = Axis.LANGUAGE,
    grade: str = "",
    section: Section | None = None,
) -> Coverage:
    """The figures of a school or a grade (six queries), or of one class (four, and no teachers)."""
    sections = [section] if section else _sections(school, grade)
    everyone = waits_of(school, asked, section)
    ids = frozenset(each.pk for each in sections)
    waits = tuple(wait for wait in everyone if not ids.isdisjoint(wait.sections))
    held = [each for each in held_in(school.pk, asked, section) if each.section in ids]
    unused = unused_places("section", [school.pk], asked, today, section)
    cells_by = cells_of(chain(unused, held_days(held)), dict.fromkeys(ids, asked), asked)
    teachers = {} if section else dict(_teachers(school.pk, asked.end))
    lines = _lines(sections, cells_by, waits, teachers)
    cells = columns_added(line.cells for line in lines) or tuple(map(Cell, asked.parts))
    return Coverage(
        span=asked,
        lines=tuple(_with_grades(lines, waits)),
        total=Line(cells, sum(wait.is_met for wait in waits), len(waits)),
        waits=waits,
        met_in=_met_in(asked, held),
        axis=axis,
        groups=() if section else shares(axis.counted(everyone, asked.end)),
        everybody=Share("", sum(wait.is_met for wait in everyone), len(everyone)),
    )


def _sections(school: School, grade: str) -> list[Section]:
    """The school's classes in order, or those of a grade."""
    sections = school.sections.active()
    if grade:
        sections = sections.filter(grade=grade)
    return sorted(sections, key=Section.in_order)


def _lines(
    sections: Sequence[Section],
    cells: Mapping[int, tuple[Cell, ...]],
    waits: Sequence[Wait],
    teachers: Mapping[int, str],
) -> list[Line]:
    met: Counter[int] = Counter()
    size: Counter[int] = Counter()
    for wait in waits:
        size.update(wait.sections)
        if wait.is_met:
            met.update(wait.sections)
    return [
        Line(
            cells[section.pk],
            met[section.pk],
            size[section.pk],
            section=section,
            grade=section.grade,
            teachers=teachers.get(section.pk, ""),
        )
        for section in sections
    ]


def _with_grades(lines: Sequence[Line], waits: Sequence[Wait]) -> Iterator[Line]:
    """The classes, and after those of a grade the grade; one class alone is its grade."""
    by_grade: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_grade[line.grade].append(line)
    for grade, classes in by_grade.items():
        yield from classes
        if grade and len(classes) > 1:
            ids = frozenset(line.section.pk for line in classes if line.section)
            mine = [wait.is_met for wait in waits if not ids.isdisjoint(wait.sections)]
            cells = columns_added(line.cells for line in classes)
            yield Line(cells, sum(mine), len(mine), grade=grade)


def _met_in(span: Span, held: Iterable[Held]) -> tuple[int, ...]:
    """How many students were met in each week."""
    met: dict[date, set[int]] = defaultdict(set)
    for each in held:
        met[span.part_of(each.on)].add(each.student)
    return tuple(len(met[part]) for part in span.parts)


@prepared
def _teachers(school_id: int, day: date) -> QuerySet[Any, Any]:
    """A class and the first of its teachers by name."""
    roles = StaffRole.objects.current(day).filter(school=school_id, kind=StaffRole.Kind.TEACHER)
    return roles.order_by().values_list("section").annotate(name=Min("user__name"))
