"""Who stands behind one number of the heat table: what happened to each student of a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from checkins.models import CheckIn, Plan, Slot
from plc.frozen import frozen
from students.models import Section, Student
from students.models.words import folded


@frozen
class Case:
    """A student in a class's days: when she was met, was absent, had a place that passed."""

    key: str
    name: str
    held: tuple[date, ...]
    absent: tuple[date, ...]
    missed: tuple[date, ...]


def cases_of(section: Section, start: date, end: date, today: date) -> tuple[Case, ...]:
    """Whoever was planned or met in a class in these days, by name (three queries)."""
    days: dict[int, dict[str, list[date]]] = defaultdict(
        lambda: {"held": [], "absent": [], "missed": []}
    )
    held = CheckIn.objects.held_between(start, end).filter(section=section)
    for student, on in held.order_by("held_on", "pk").values_list("student", "held_on"):
        days[student]["held"].append(on)
    for student, on, state in _unused(section, start, end):
        if state == Slot.State.ABSENT:
            days[student]["absent"].append(on)
        elif on < today:
            days[student]["missed"].append(on)
    who = Student.objects.filter(pk__in=[pk for pk, found in days.items() if any(found.values())])
    rows = who.order_by("pk").values_list("pk", "key", "name")
    return tuple(
        Case(key, name, **{what: tuple(on) for what, on in days[pk].items()})
        for pk, key, name in sorted(rows, key=lambda row: folded(row[2]))
    )


def _unused(section: Section, start: date, end: date) -> Iterable[tuple[int, date, str]]:
    places = Slot.objects.exclude(state=Slot.State.DONE).filter(
        plan__section=section,
        plan__on__gte=start,
        plan__on__lte=end,
        plan__state=Plan.State.READY,
    )
    placed = places.exclude(window=None, state=Slot.State.PLANNED)
    return placed.order_by("plan__on", "pk").values_list("student", "plan__on", "state")
