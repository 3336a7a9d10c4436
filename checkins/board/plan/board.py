"""The board of a day: put together from its rows."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from checkins.board.plan.rows import Day, read
from checkins.board.plan.said import days_words, other_days, round_words
from checkins.board.plan.said import sums as sums_of
from checkins.board.plan.shapes import NotPlaced, Offer, PlanBoard, WindowRow
from checkins.board.rows import slot_row
from checkins.causes import cause_in_words
from checkins.models import Plan, Slot, Window
from checkins.places import (
    Place,
    clock_format,
    clock_time,
    fits,
    lost_of,
    minute_of,
    places_of,
)
from students.models import Section, Student


def plan_board(section: Section, day: date, now: datetime) -> PlanBoard:
    """The board of a class's day (9 queries, 10 over several days)."""
    rows = read(section, day, now)
    placed = [slot for slot in rows.slots if _is_placed(rows, slot)]
    windows = tuple(_window_row(rows, window, placed) for window in rows.windows)
    sums = sums_of(rows)
    return PlanBoard(
        on=day,
        plan_key=rows.plan.key if rows.plan.pk else "",
        version=rows.plan.version,
        minutes=rows.plan.minutes,
        gap=rows.plan.gap,
        is_ready=bool(rows.plan.pk) and rows.plan.state == Plan.State.READY,
        is_past=day < rows.today,
        total=len(rows.to_meet),
        placed=len(placed),
        clock=clock_format(section.school),
        windows=windows,
        not_placed=tuple(_not_placed(rows, slot) for slot in rows.slots if _is_left(rows, slot)),
        absent=tuple(
            slot_row(slot, rows.today) for slot in rows.slots if slot.state == Slot.State.ABSENT
        ),
        unplanned=_unplanned(rows),
        is_today=day == rows.today,
        round_words=round_words(rows),
        other_days=other_days(rows),
        days_words=days_words(rows, len(placed)),
        lost=tuple((clock_time(start), clock_time(end)) for start, end in lost_of(rows.plan)),
        can_undo=rows.plan.can_undo,
        help=tuple(w.offer for w in rows.windows if getattr(w, "offer", None)),
        by_pk={window.pk: window for window in windows},
        **sums,
    )


def _is_placed(rows: Day, slot: Slot) -> bool:
    if slot.state == Slot.State.DONE:
        return True
    window = next((w for w in rows.windows if w.pk == slot.window_id), None)
    return slot.state == Slot.State.PLANNED and fits(slot, window, rows.plan.minutes)


def _is_left(rows: Day, slot: Slot) -> bool:
    if slot.state == Slot.State.ABSENT or _is_placed(rows, slot):
        return False
    return all(slot.student_id != student for _day, student, _called in rows.others)


def _window_row(rows: Day, window: Window, placed: list[Slot]) -> WindowRow:
    mine = [slot for slot in placed if slot.window_id == window.pk]
    every = places_of(
        [window], minutes=rows.plan.minutes, gap=rows.plan.gap, lost=lost_of(rows.plan)
    )
    return WindowRow(
        pk=window.pk,
        key=window.key,
        label=window.label,
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        places=len(every),
        slots=tuple(slot_row(slot, rows.today) for slot in mine),
        free=tuple(place.at for place in rows.seats.free() if place.window_id == window.pk),
        is_open=0 < rows.minute < minute_of(window.ends_at),
    )


def _not_placed(rows: Day, slot: Slot) -> NotPlaced:
    place = next(rows.seats.free_for(slot.student_id), None)
    finding = _finding(rows, slot)
    aways = [away for away in rows.aways if away.student_id == slot.student_id]
    cause = cause_in_words(finding, aways, clock_format(rows.plan.section.school))
    is_dropped = "dropped" in slot.detail
    return NotPlaced(slot_row(slot, rows.today), cause, _offer(rows, place), is_dropped)


def _finding(rows: Day, slot: Slot) -> Mapping[str, Any]:
    """What keeps her from a place: what happened to her since, else what the planner found."""
    if slot.window_id:
        return {"code": "block_changed"}
    if "dropped" in slot.detail:
        return {"code": "dropped"}
    found: Mapping[str, Any] = rows.plan.findings.get("left_out", {}).get(slot.student.key, {})
    return found or {"code": "later" if slot.state == Slot.State.LATER else "waiting"}


def _offer(rows: Day, place: Place | None) -> Offer | None:
    if place is None:
        return None
    window = next(w for w in rows.windows if w.pk == place.window_id)
    return Offer(f"{window.key}@{place.at:%H:%M}", place.at, window.label)


def _unplanned(rows: Day) -> tuple[Student, ...]:
    if not rows.plan.pk:
        return ()
    known = {slot.student_id for slot in rows.slots}
    return tuple(student for student in rows.to_meet if student.pk not in known)
