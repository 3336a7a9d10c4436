"""Picks made on paper are typed back: every student's at once, or none of them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from choiceboards.models import Activity, Pick
from choiceboards.services.picks import Choice, held_by, retried, take
from choiceboards.services.refusals import AlreadyStarted, PickRefused
from choiceboards.services.seats import beat, lock_tiles
from plc.frozen import frozen
from plc.models import FormKey, User
from students.models import Student


@frozen
class Line:
    """One student's sheet: tiles with the level she ticked. Each tile's board is loaded."""

    student: Student
    picks: tuple[tuple[Activity, int], ...]


class NotTyped(Exception):
    """Nothing was kept; `why` says by the student's id which seat or rule stood in the way."""

    def __init__(self, why: dict[int, PickRefused]) -> None:
        super().__init__(why)
        self.why = why


@retried
@transaction.atomic
def type_back(*, lines: Iterable[Line], teacher: User, form_key: UUID, now: datetime) -> int | None:
    """How many picks were typed, all of one board; None when this very form was saved before.

    A pick she has already started stays as it is.
    """
    if not FormKey.objects.claimed(user=teacher, key=form_key):
        return None
    lines = [line for line in lines if line.picks]
    if not lines:
        return 0
    board = lines[0].picks[0][0].board
    held = held_by([line.student for line in lines], board)
    lock_tiles({activity.pk for line in lines for activity, _level in line.picks})
    typed, why = 0, {}
    for line in lines:
        try:
            typed += _typed(line, held[line.student.pk], teacher, now)
        except PickRefused as refusal:
            why[line.student.pk] = refusal
    if why:
        raise NotTyped(why)
    beat(board)
    return typed


def _typed(line: Line, held: dict[int, Pick], teacher: User, now: datetime) -> int:
    """How many of her picks are new or changed; the first that is refused says why."""
    typed = 0
    for activity, level in line.picks:
        choice = _choice(activity, level, teacher)
        with suppress(AlreadyStarted):
            held[activity.pk] = take(held, line.student, activity, choice, now)
            typed += 1
    return typed


def _choice(activity: Activity, level: int, teacher: User) -> Choice:
    return Choice(
        level=level,
        format=next(iter(activity.formats), ""),
        product=next(iter(activity.products), ""),
        entered_by=teacher,
    )
