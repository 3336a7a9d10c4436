"""Picks made on paper are typed back: every student's at once, or none of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from choiceboards.models import Activity, Pick
from choiceboards.services.picks import Choice, pick
from choiceboards.services.refusals import AlreadyStarted, PickRefused
from plc.models import FormKey, User
from students.models import Student


@dataclass(frozen=True, slots=True)
class Line:
    """One student's sheet: tiles with the level she ticked. Each tile's board is loaded."""

    student: Student
    picks: tuple[tuple[Activity, int], ...]


class NotTyped(Exception):
    """Nothing was kept; `why` says by the student's id which seat or rule stood in the way."""

    def __init__(self, why: dict[int, PickRefused]) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def type_back(*, lines: Iterable[Line], teacher: User, form_key: UUID, now: datetime) -> int | None:
    """How many picks were typed; None when this very form was saved before.

    A pick she has already started stays as it is.
    """
    if not FormKey.objects.claimed(user=teacher, key=form_key):
        return None
    typed, why = 0, {}
    for line in lines:
        for activity, level in line.picks:
            try:
                _typed(line.student, activity, level, teacher, now)
            except AlreadyStarted:
                continue
            except PickRefused as refusal:
                why[line.student.pk] = refusal
            else:
                typed += 1
    if why:
        raise NotTyped(why)
    return typed


def _typed(student: Student, activity: Activity, level: int, teacher: User, now: datetime) -> Pick:
    choice = Choice(
        level=level,
        format=next(iter(activity.formats), ""),
        product=next(iter(activity.products), ""),
        entered_by=teacher,
    )
    return pick(student=student, activity=activity, choice=choice, now=now)
