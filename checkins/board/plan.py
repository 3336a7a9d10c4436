"""The check-ins of a day as planned: who, when, why; who does not fit, and what would help.

For the page of the whole day (lessons' `plan_day`):

- put the `PlanBoard` into the context as `board`, with `section`, `day` and `today`, and include
  "checkins/slots.html"; `{% include "checkins/capacity.html" %}` is the sentence with the sum;
- the region with the id `plan-board` holds all that a change to the plan touches (the sum, the
  timeline's pictures, the included slots). Buttons in slots.html post to addresses here, which
  redirect to `plan_day`: htmx follows, so `plan_day` answers with its partial `plan-board`;
- `board.window(pk)` gives the slots of the window of one block (`block.window_id`).
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from checkins.board.rows import SlotRow, slot_row
from checkins.bookings import elsewhere
from checkins.causes import cause_in_words, sum_in_words
from checkins.models import Absence, Away, Plan, Slot, Window
from checkins.places import (
    Place,
    Seating,
    clock_format,
    fits,
    minute_of,
    places_of,
    seating,
)
from students.models import Section, Student


@dataclass(frozen=True, slots=True)
class Offer:
    """A place that one button gives: `to` is what the form posts."""

    to: str
    at: time
    label: str


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """A student without a place: why, and the best place there is (None: no place is free)."""

    row: SlotRow
    cause: str
    offer: Offer | None


@dataclass(frozen=True, slots=True)
class WindowRow:
    """Free minutes of the day with those who have a place in them; `free` are places left."""

    pk: int
    key: str
    label: str
    starts_at: time
    ends_at: time
    places: int
    slots: tuple[SlotRow, ...]
    free: tuple[time, ...]


@dataclass(frozen=True, slots=True)
class PlanBoard:
    """A day's check-in plan. Without one (`plan_key` is empty) the sum is what would be needed."""

    on: date
    plan_key: str
    version: int
    minutes: int
    gap: int
    is_ready: bool
    is_past: bool
    needs: str
    has: str
    is_short: bool
    total: int
    placed: int
    clock: str = "g:i"  # how the school writes a time
    windows: tuple[WindowRow, ...] = ()
    not_placed: tuple[NotPlaced, ...] = ()
    absent: tuple[SlotRow, ...] = ()
    unplanned: tuple[Student, ...] = ()  # in class, and not in the plan: planning again takes them
    shorter: int | None = None  # minutes each that would let everybody fit
    by_pk: dict[int, WindowRow] = field(default_factory=dict)

    @property
    def exists(self) -> bool:
        return bool(self.plan_key)

    def window(self, pk: int | None) -> WindowRow | None:
        return self.by_pk.get(pk) if pk else None


@dataclass(frozen=True, slots=True)
class _Day:
    """The rows a board is made of."""

    plan: Plan
    today: date
    windows: list[Window]
    slots: list[Slot]
    students: list[Student]
    aways: list[Away]
    absent: frozenset[int]
    seats: Seating


def plan_board(section: Section, day: date, now: datetime) -> PlanBoard:
    """The board of a class's day (7 queries, whatever the size of the class)."""
    rows = _read(section, day, now)
    placed = [slot for slot in rows.slots if _is_placed(rows, slot)]
    windows = tuple(_window_row(rows, window, placed) for window in rows.windows)
    sums = _sums(rows)
    return PlanBoard(
        on=day,
        plan_key=rows.plan.key if rows.plan.pk else "",
        version=rows.plan.version,
        minutes=rows.plan.minutes,
        gap=rows.plan.gap,
        is_ready=bool(rows.plan.pk) and rows.plan.state == Plan.State.READY,
        is_past=day < rows.today,
        total=len(rows.students) - len(rows.absent),
        placed=len(placed),
        clock=clock_format(section.school),
        windows=windows,
        not_placed=tuple(_not_placed(rows, slot) for slot in rows.slots if _is_left(rows, slot)),
        absent=tuple(
            slot_row(slot, rows.today) for slot in rows.slots if slot.state == Slot.State.ABSENT
        ),
        unplanned=_unplanned(rows),
        shorter=_shorter(rows),
        by_pk={window.pk: window for window in windows},
        **sums,
    )


def _read(section: Section, day: date, now: datetime) -> _Day:
    local = section.school.local(now)
    plan = section.checkin_plans.filter(on=day).first() or Plan(section=section, on=day)
    windows = list(section.windows.filter(on=day))
    students = list(section.students_on(day))
    ids = {student.pk for student in students}
    slots = Slot.objects.filter(plan=plan, student__in=ids) if plan.pk else Slot.objects.none()
    other = elsewhere(section, day, ids, windows)
    aways = [*Away.objects.filter(student__in=ids).on_day(day), *other.aways]
    absences = Absence.objects.filter(student__in=ids, on=day).values_list("student", flat=True)
    since = minute_of(local.time()) if day == local.date() else 0
    sitting = list(slots.select_related("student"))
    seats = seating(
        plan, windows=windows, slots=sitting, away_times=aways, since=since, busy=other.busy
    )
    return _Day(plan, local.date(), windows, sitting, students, aways, frozenset(absences), seats)


def _is_placed(rows: _Day, slot: Slot) -> bool:
    if slot.state == Slot.State.DONE:
        return True
    window = next((w for w in rows.windows if w.pk == slot.window_id), None)
    return slot.state == Slot.State.PLANNED and fits(slot, window, rows.plan.minutes)


def _is_left(rows: _Day, slot: Slot) -> bool:
    return slot.state != Slot.State.ABSENT and not _is_placed(rows, slot)


def _window_row(rows: _Day, window: Window, placed: list[Slot]) -> WindowRow:
    mine = [slot for slot in placed if slot.window_id == window.pk]
    every = places_of([window], minutes=rows.plan.minutes, gap=rows.plan.gap)
    return WindowRow(
        pk=window.pk,
        key=window.key,
        label=window.label,
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        places=len(every),
        slots=tuple(slot_row(slot, rows.today) for slot in mine),
        free=tuple(place.at for place in rows.seats.free() if place.window_id == window.pk),
    )


def _not_placed(rows: _Day, slot: Slot) -> NotPlaced:
    finding = rows.plan.findings.get("left_out", {}).get(slot.student.key, {})
    place = next(rows.seats.free_for(slot.student_id), None)
    if slot.window_id:
        finding = {"code": "block_changed"}
    aways = [away for away in rows.aways if away.student_id == slot.student_id]
    cause = cause_in_words(finding, aways, clock_format(rows.plan.section.school))
    return NotPlaced(slot_row(slot, rows.today), cause, _offer(rows, place))


def _offer(rows: _Day, place: Place | None) -> Offer | None:
    if place is None:
        return None
    window = next(w for w in rows.windows if w.pk == place.window_id)
    return Offer(f"{window.key}@{place.at:%H:%M}", place.at, window.label)


def _unplanned(rows: _Day) -> tuple[Student, ...]:
    if not rows.plan.pk:
        return ()
    known = {slot.student_id for slot in rows.slots} | rows.absent
    return tuple(student for student in rows.students if student.pk not in known)


def _shorter(rows: _Day) -> int | None:
    """The longest shorter check-in that the last planning found to fit everybody."""
    for repair in rows.plan.findings.get("repairs", ()):
        if repair["kind"] == "checkins_shorter" and not repair["left"]:
            return int(repair["minutes"])
    return None


def _sums(rows: _Day) -> dict[str, Any]:
    plan = rows.plan
    count = len(rows.students) - len(rows.absent)
    needed = count * (plan.minutes + plan.gap)
    available = sum(minute_of(w.ends_at) - minute_of(w.starts_at) for w in rows.windows)
    places = len(places_of(rows.windows, minutes=plan.minutes, gap=plan.gap))
    needs, has = sum_in_words(
        count, plan.minutes, plan.gap, needed=needed, available=available, places=places
    )
    return {"needs": needs, "has": has, "is_short": count > places}
