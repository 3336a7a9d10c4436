"""Planned against held, by class or school, by week or month.

Held are the check-ins that had a place in a plan; planned are those and the places of plans marked
ready that passed unused. An absence is nobody's fault and stands apart; a place still to come
today is not missed yet. Check-ins without a plan are counted beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from operator import add
from typing import Any

from django.db.models import Count, Q, QuerySet

from checkins.models import CheckIn, Plan, Slot
from plc.frozen import frozen
from plc.prepared import prepared
from students.models import Section

from .fairness import percent
from .span import Span


@frozen
class Cell:
    """One week: places planned, how many of them held, absences, check-ins in no plan."""

    part: date
    planned: int = 0
    done: int = 0
    absent: int = 0
    unplanned: int = 0

    @property
    def percent(self) -> int:
        return percent(self.done, self.planned)

    @property
    def share(self) -> str:
        """As a cell of the table shows it; a word, since a template takes long to write numbers."""
        return f"{self.done}/{self.planned}"

    @property
    def held(self) -> int:
        return self.done + self.unplanned

    @property
    def band(self) -> str:
        """The heat table's class: h0 (under half) to h4 (95 % and up), hx without a plan."""
        if not self.planned:
            return "hx"
        return f"h{sum(100 * self.done >= limit * self.planned for limit in (50, 70, 85, 95))}"


COUNTS = tuple(each.name for each in fields(Cell))[1:]
Counts = tuple[int, int, int, int]  # in this order
Days = Iterable[tuple[int, date, Counts]]  # of whom, on which day, how many of what


def unused_places(
    owner: str,
    schools: Collection[int],
    span: Span,
    today: date,
    section: Section | None = None,
) -> Days:
    """Places not held, by `owner` ("section" or "school" of the plan) and day (one query)."""
    days = (span.start, span.end, today)
    rows: Iterable[Any]
    if section:
        rows = _unused_of_class(section.pk, *days)
    else:
        rows = _unused(owner, *days).filter(plan__school__in=schools)
    for whose, on, absent, missed in rows:
        yield whose, on, (missed, 0, absent, 0)


@prepared
def _unused_of_class(section_id: int, start: date, end: date, today: date) -> QuerySet[Any, Any]:
    return _unused("section", start, end, today).filter(plan__section=section_id)


def _unused(owner: str, start: date, end: date, today: date) -> QuerySet[Any, Any]:
    """Absent and missed, by owner and day; it reads nothing that is not in an index."""
    state = Slot.State
    placed = Q(window__isnull=False) | Q(state=state.LATER)
    places = Slot.objects.filter(
        plan__on__gte=start, plan__on__lte=end, plan__state=Plan.State.READY
    ).exclude(state=state.DONE)
    return (
        places.order_by()
        .values_list(f"plan__{owner}", "plan__on")
        .annotate(
            absent=Count("plan", filter=Q(state=state.ABSENT)),
            missed=Count("plan", filter=placed & Q(plan__on__lt=today) & ~Q(state=state.ABSENT)),
        )
    )


def held_by_school(schools: Collection[int], span: Span) -> Days:
    """Check-ins by school and day, and of them those in no plan (two queries on indexes alone)."""
    held = CheckIn.objects.held_between(span.start, span.end).filter(school__in=schools)
    held = held.order_by().values_list("school", "held_on").annotate(count=Count("*"))
    for school, on, count in held:
        yield school, on, (count, count, 0, 0)
    for school, on, count in held.filter(slot=None):
        yield school, on, (-count, -count, 0, count)


def cells_of(days: Days, spans: Mapping[int, Span], span: Span) -> dict[int, tuple[Cell, ...]]:
    """The days added up by week or month, each owner's from the start of its own span."""
    part_of = cache(span.part_of)  # a district has hundreds of rows of each day
    starts = {owner: own.start for owner, own in spans.items()}
    sums: dict[tuple[int, date], Iterable[int]] = defaultdict(lambda: (0, 0, 0, 0))
    for owner, on, counts in days:
        if on >= starts.get(owner, date.max):
            whose = owner, part_of(on)
            sums[whose] = tuple(map(add, sums[whose], counts))
    return {
        owner: tuple(Cell(part, *sums.get((owner, part), ())) for part in span.parts)
        for owner in spans
    }


def added(part: date, cells: Iterable[Cell]) -> Cell:
    """Cells added up into one."""
    rows = tuple(cells)
    return Cell(part, **{name: sum(getattr(cell, name) for cell in rows) for name in COUNTS})


def columns_added(rows: Iterable[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    """Rows of cells added up, week by week."""
    return tuple(added(column[0].part, column) for column in zip(*rows, strict=True))


@frozen
class Held:
    """The fact of a check-in."""

    student: int
    section: int
    on: date
    in_plan: bool


def held_in(school: int, span: Span, section: Section | None = None) -> list[Held]:
    """Each check-in of a school, or of one class, in the span (one query)."""
    days = (span.start, span.end)
    rows = _held_in_class(section.pk, *days) if section else _held_in_school(school, *days)
    return [
        Held(student, section, on, in_plan=slot is not None) for student, section, on, slot in rows
    ]


@prepared
def _held_in_school(school_id: int, start: date, end: date) -> QuerySet[Any, Any]:
    return _held(start, end).filter(school=school_id)


@prepared
def _held_in_class(section_id: int, start: date, end: date) -> QuerySet[Any, Any]:
    return _held(start, end).filter(section=section_id)


def _held(start: date, end: date) -> QuerySet[Any, Any]:
    held = CheckIn.objects.held_between(start, end).order_by()
    return held.values_list("student", "section", "held_on", "slot")


def held_days(held: Iterable[Held]) -> Days:
    """Check-ins by class and day."""
    for each in held:
        yield (
            each.section,
            each.on,
            (1, 1, 0, 0) if each.in_plan else (0, 0, 0, 1),
        )
