"""A day that was held on paper is typed back: every row at once, or none of them."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from checkins.board.paper import PaperRow
from checkins.models import Absence
from checkins.services.holding import absent, hold
from plc.frozen import frozen
from plc.models import FormKey, User
from students.models import Section


@frozen
class Line:
    """One row of the sheet as it was typed; `facts` is what `hold` takes when she was met."""

    row: PaperRow
    mark: str  # "met", "absent", or nothing: she comes on another day
    facts: Mapping[str, Any] = field(default_factory=dict)


@frozen
class TypedBack:
    """What a sheet brought. `known` were met before: what was recorded first stays."""

    met: int = 0
    absent: int = 0
    known: int = 0
    open: int = 0


@transaction.atomic
def type_back(
    *,
    section: Section,
    day: date,
    teacher: User,
    lines: Iterable[Line],
    form_key: UUID,
    now: datetime,
) -> TypedBack | None:
    """Record a whole sheet; None when this very form was saved before."""
    if not FormKey.objects.claimed(user=teacher, key=form_key):
        return None
    found = {"met": 0, "absent": 0, "known": 0, "open": 0}
    for line in lines:
        found[_saved(section, day, teacher, line, now)] += 1
    return TypedBack(**found)


def _saved(section: Section, day: date, teacher: User, line: Line, now: datetime) -> str:
    """What became of one line. A check-in nobody planned is not recorded twice for one day."""
    row = line.row
    if line.mark == "met" and (row.state != "met" or row.slot):
        moment = _moment(section, day, row, now)
        hold(
            student=row.student,
            section=section,
            teacher=teacher,
            slot=row.slot,
            now=moment,
            **line.facts,
        )
    if line.mark == "absent" and row.is_open:
        _mark_absent(row, day)
        return "absent"
    if row.state == "met":
        return "known"
    return "met" if line.mark == "met" else row.state


def _mark_absent(row: PaperRow, day: date) -> None:
    if row.slot:
        absent(slot=row.slot)
    else:
        student = row.student
        Absence.objects.get_or_create(
            student=student, on=day, defaults={"school_id": student.school_id}
        )


def _moment(section: Section, day: date, row: PaperRow, now: datetime) -> datetime:
    """When it was held: her time on that day, else the end of school; never in the future."""
    clock_time = row.at or section.school.day_ends_at
    return min(now, datetime.combine(day, clock_time, tzinfo=section.school.zone))
