"""Between rows and the planner: ask it, write its answer into slots, keep what it found."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from checkins.models import Booking, Plan, Reason, Slot, Window
from checkins.places import Stretch, clock_time, lost_of, minute_of
from checkins.planner import LockedConflict
from checkins.problem import Answer, Draft, Facts, draft, solve
from checkins.reasons import SHORT_WAIT, Because
from checkins.signals import is_promise_due
from students.models import Section

TO_COME = frozenset({Slot.State.PLANNED, Slot.State.LATER})


def because_of(slot: Slot) -> Because:
    """The reason a slot was planned for, as it was judged then."""
    must = (
        slot.state == Slot.State.LATER
        or slot.reason == Reason.ASKED
        or "promised" in slot.detail
        or is_promise_due(slot.detail, slot.plan.on)
    )
    turns = slot.detail.get("turns", 0)
    return Because(slot.reason, slot.detail, slot.need, must, turns=turns)


def taken_by(slots: Iterable[Slot]) -> dict[int | None, list[Stretch]]:
    """The times of slots that stay where they are, by the adult their window names (1 query)."""
    found: dict[int | None, list[Stretch]] = {}
    rows = Booking.objects.filter(slot__in=[slot.pk for slot in slots])
    for adult, start, end in rows.values_list("slot__window__adult", "starts", "ends"):
        found.setdefault(adult, []).append((start, end))
    return found


def is_wanted(slot: Slot) -> bool:
    """Whether she should have a place: not one whom the teacher left out by hand."""
    return slot.starts_at is not None or "dropped" not in slot.detail


def minute_now(section: Section, plan: Plan, now: datetime, *, up: bool = False) -> int:
    """The school's minute, if the plan is for today; else 0. With `up`, the next whole one."""
    local = section.school.local(now)
    begun = int(up and local.second > 0)
    return minute_of(local.time()) + begun if local.date() == plan.on else 0


def solved(
    facts: Facts,
    because: Mapping[int, Because],
    plan: Plan,
    *,
    published: list[Slot],
    since: int,
    taken: Mapping[int | None, list[Stretch]],
) -> tuple[Draft, Answer]:
    """The best plan; a fixed time that cannot stay any more is let go, and planned anew."""
    while True:
        work = draft(
            facts,
            because,
            minutes=plan.minutes,
            gap=plan.gap,
            since=since,
            published=published,
            taken=taken,
            lost=lost_of(plan),
        )
        try:
            return work, solve(work)
        except LockedConflict as conflict:
            loser = work.student_of[conflict.request]
            published = [slot for slot in published if slot.student_id != loser]


def write(
    plan: Plan,
    slots: list[Slot],
    because: Mapping[int, Because],
    work: Draft,
    answer: Answer,
) -> None:
    """Set every planned student's slot; times are cleared first, for they may trade places."""
    by_student = {slot.student_id: slot for slot in slots}
    places = {work.student_of[c.request]: c for c in answer.plan.checkins}
    new = []
    for request, student_id in work.student_of.items():
        slot = by_student.get(student_id)
        if slot is None:
            slot = Slot(plan=plan, student_id=student_id, school_id=plan.school_id)
            by_student[student_id] = slot
            new.append(slot)
        reason = because.get(student_id)
        if reason is not None and not slot.is_fixed:
            _reason(slot, reason, answer, request, len(work.windows))
        _seat(slot, places.get(student_id), work.windows)
    changed = [by_student[pk] for pk in work.student_of.values() if by_student[pk].pk]
    plan.slots.filter(pk__in=[slot.pk for slot in changed]).update(starts_at=None)
    fields = ["window", "starts_at", "state", "reason", "detail", "need", "is_fixed"]
    Slot.objects.bulk_update(changed, fields)
    Slot.objects.bulk_create(new)


def _reason(slot: Slot, because: Because, answer: Answer, request: str, windows: int) -> None:
    slot.reason, slot.need = because.reason, because.need
    slot.detail = because.detail | ({"turns": because.turns} if because.turns else {})
    tied = answer.why[request].time.code in {"only_place", "only_block"}
    if tied and windows > 1 and because.reason == Reason.DAYS_SINCE and because.days < SHORT_WAIT:
        slot.reason = Reason.ONLY_FITS


def _seat(slot: Slot, checkin: Any, windows: Mapping[str, Window]) -> None:
    """Set time and window; a fixed time that had to give way is fixed no longer."""
    was = (slot.window_id, slot.starts_at)
    slot.window = windows[checkin.block] if checkin else None
    slot.starts_at = clock_time(checkin.start) if checkin else None
    slot.is_fixed = slot.is_fixed and was == (slot.window_id, slot.starts_at)
    if checkin or slot.state != Slot.State.LATER:  # who was put off without a place keeps her turn
        slot.state = Slot.State.PLANNED


def findings(work: Draft, answer: Answer, facts: Facts) -> dict[str, Any]:
    """Who was left out and why: codes and numbers, no names or words."""
    keys = {student.pk: student.key for student in facts.students}
    left_out = {
        keys[work.student_of[out.request]]: {
            "code": out.cause.code,
            "params": dict(out.cause.params),
        }
        for out in answer.plan.left_out
    }
    return {"left_out": left_out}
