"""An adult's own day: whom she meets herself, whatever class they come from.

Safe to be seen like the class's live page. A child's goal is shown only to who teaches her or is
assigned to her; a teacher may send others too.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Sum, TextField
from django.db.models.functions import Cast

from checkins.board.live.board import SHOWN_NEXT, LiveBoard, state_of
from checkins.board.live.card import NowCard, card
from checkins.board.live.turns import COLUMNS, DayTurn, Queue, Turn, by_time, minutes_left
from checkins.board.rows import SlotRow
from checkins.models import CheckIn, Plan, Slot
from checkins.places import clock_format
from plc.frozen import frozen
from plc.models import User
from students.models import School, Section, Student


@frozen
class _Of:
    """What a turn of hers belongs to: a class's plan, and whether the child is assigned to her."""

    section: str
    school_id: int
    minutes: int
    gap: int
    is_hers: bool


class OwnQueue(Queue):
    """Her turns of a day, of all classes together."""

    def __init__(self, user: User, day: date, chosen: str, now: datetime) -> None:
        rows = list(_rows(user, day))
        turns = [Turn._make(row[: len(COLUMNS)]) for row in rows]
        self.of = {row[0]: _Of(*row[len(COLUMNS) :]) for row in rows}
        unmet = [turn for turn in turns if turn.is_to_come(self.of[turn.pk].minutes)]
        self.local = self._school(unmet or turns, chosen).local(now) if turns else now
        ends = max((turn.closes_at for turn in turns if turn.closes_at), default=None)
        self._stand(turns, unmet, chosen, self.local if day == self.local.date() else None, ends)

    def _school(self, turns: list[Turn], chosen: str) -> School:
        """That of the child who is to be met: its clock is the page's."""
        turned = next((turn for turn in turns if turn.key == chosen), None)
        self.school = School.objects.get(
            pk=self.of[(turned or min(turns, key=by_time)).pk].school_id
        )
        return self.school

    @property
    def day(self) -> tuple[DayTurn, ...]:
        """Everybody of the day, under the class each one comes from."""
        where = {turn.key: self.of[turn.pk].section for turn in self.turns}
        return tuple(replace(turn, window=where[turn.key]) for turn in super().day)


def own_board(user: User, day: date, now: datetime, *, chosen: str = "") -> LiveBoard:
    """Her live page (5 queries, 2 without anybody to meet)."""
    queue = OwnQueue(user, day, chosen, now)
    if not queue.turns:
        return LiveBoard(day, "no_plan")
    current = queue.current
    local, today = queue.local, queue.local.date()
    absent = queue.count(Slot.State.ABSENT)
    waiting = queue.waiting[:SHOWN_NEXT]
    return LiveBoard(
        on=day,
        state=state_of(day, today, queue),
        clock=clock_format(queue.school),
        window=queue.of[current.pk].section if current else "",
        window_ends=current.closes_at if current else None,
        window_left=minutes_left(current, day, local),
        now=_card(user, queue, current, local) if current and day == today else None,
        following=tuple(_row(turn, queue, today) for turn in waiting),
        more=max(0, len(queue.waiting) - SHOWN_NEXT),
        missed=tuple(turn.missed_row(today) for turn in queue.missed if turn is not current),
        is_missed=current in queue.missed,
        turns=queue.day,
        met=queue.count(Slot.State.DONE),
        total=len(queue.turns) - absent,
        to_come=queue.to_come,
    )


def own_slots(user: User, day: date) -> QuerySet[Slot]:
    """What she holds herself on a day that is ready: in her own windows, or put off by her."""
    ready = Slot.objects.filter(plan__on=day, plan__state=Plan.State.READY)
    ready = ready.filter(plan__section__archived_at=None)
    works = School.objects.visible_to(user).values("pk")
    return ready.filter(school__in=works).held_by(user)


def own_pulse(user: User, day: date) -> int:
    """Another number with each change that her page shows, in the classes she meets students of."""
    sections = own_slots(user, day).order_by().values("plan__section")
    pulses = Section.objects.filter(pk__in=sections).aggregate(sum=Sum(F("pulse") + 1))
    return pulses["sum"] or 0


def _rows(user: User, day: date) -> QuerySet[Slot, Any]:
    hers = Student.objects.taught_by(user).filter(pk=OuterRef("student"))
    slots = own_slots(user, day).annotate(because=Cast("detail", TextField()), hers=Exists(hers))
    of = ("plan__section__name", "school", "plan__minutes", "plan__gap", "hers")
    return slots.values_list(*COLUMNS, *of)


def _row(turn: Turn, queue: OwnQueue, today: date) -> SlotRow:
    """Where the child is to be found stands before why."""
    row = turn.row(today)
    return replace(row, reason=f"{queue.of[turn.pk].section} · {row.reason}")


def _card(user: User, queue: OwnQueue, turn: Turn, local: datetime) -> NowCard:
    of = queue.of[turn.pk]
    plan = Plan(on=local.date(), minutes=of.minutes, gap=of.gap)
    shown = card(turn, plan, _began(user, queue, turn, local), local, with_goal=of.is_hers)
    return replace(shown, row=_row(turn, queue, local.date()))


def _began(user: User, queue: OwnQueue, turn: Turn, local: datetime) -> datetime:
    """At its time, or when the one before it was done, if later."""
    if queue.is_turned or turn.starts_at is None:
        return local
    planned = datetime.combine(local.date(), turn.starts_at, tzinfo=local.tzinfo)
    held = CheckIn.objects.filter(teacher=user, held_on=local.date()).order_by("-held_at")
    last = held.values_list("held_at", flat=True).first()
    return max(planned, last.astimezone(local.tzinfo)) if last else planned
