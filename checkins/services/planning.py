"""Plan the check-ins of a day, and plan the rest again while it runs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from checkins.models import Booking, Plan, Reason, Slot, Window
from checkins.places import Stretch, clock_time, minute_of
from checkins.planner import LockedConflict, Repair, repairs
from checkins.planner import Plan as Best
from checkins.problem import Answer, Draft, Facts, draft, facts_of, solve
from checkins.reasons import SHORT_WAIT, Because, reasons_for
from checkins.services.bookings import around_bookings
from checkins.services.versions import claim
from checkins.signals import is_promise_due
from plc import audit
from plc.models import AuditEntry, User
from students.models import Section


@dataclass(frozen=True, slots=True)
class Change:
    """A student whose time changed; None is no place."""

    called: str
    before: time | None
    after: time | None


@dataclass(frozen=True, slots=True)
class Replanned:
    """The rest of a day, planned again."""

    changes: tuple[Change, ...]
    not_placed: int


@around_bookings
@transaction.atomic
def plan_day(
    *,
    section: Section,
    day: date,
    minutes: int,
    gap: int,
    by: User,
    now: datetime,
    version: int | None = None,
) -> Plan:
    """Plan everybody of the class into the day's free minutes, each with a reason.

    Held check-ins and fixed times stay; everything else is found anew. Stale if another save
    came first.
    """
    plan = _open(section, day, minutes=minutes, gap=gap, now=now, version=version)
    slots = list(plan.slots.select_related("student"))
    facts = _to_meet(facts_of(section, day), slots)
    because = _reasons(section, facts, day, by)
    because = {pk: _kept_turn(reason, _slot_of(slots, pk)) for pk, reason in because.items()}
    fixed = [slot for slot in slots if slot.is_fixed and slot.state == Slot.State.PLANNED]
    work, answer = _solved(
        facts,
        because,
        plan,
        published=fixed,
        taken=_taken(s for s in slots if s.state == Slot.State.DONE),
        since=_minute(section, day, now),
    )
    _write(plan, slots, because, work, answer)
    plan.findings = _findings(work, answer, facts)
    plan.save(update_fields=["findings"])
    section.beat()
    return plan


@around_bookings
@transaction.atomic
def replan(
    *, plan: Plan, now: datetime, current: Slot | None = None, busy: timedelta = timedelta(0)
) -> Replanned:
    """Plan the rest of a running day again with the fewest changes.

    Held check-ins stay, so do fixed times and the `current` one (a child sits there); absent
    students are out. Those whose time has passed, or who wait for a place, get one if there is;
    whom the teacher left out by hand stays out. `busy` is how long the current one still takes.
    """
    claim(plan, state=Plan.State.READY)
    section = plan.section
    slots = list(plan.slots.select_related("student"))
    waiting = [s for s in slots if s.state in _TO_COME and s != current and _is_wanted(s)]
    because = {s.student_id: _because(s) for s in waiting}
    facts = facts_of(section, plan.on)
    known = {student.pk for student in facts.students}
    because = {pk: reason for pk, reason in because.items() if pk in known}
    since = _minute(section, plan.on, now + busy, up=bool(busy)) + (plan.gap if busy else 0)
    published = [s for s in waiting if s.starts_at and minute_of(s.starts_at) >= since]
    work, answer = _solved(
        facts,
        because,
        plan,
        published=published,
        since=since,
        taken=_taken(s for s in slots if s.state == Slot.State.DONE or s == current),
    )
    before = {s.student_id: s.starts_at for s in waiting}
    _write(plan, waiting, {}, work, answer)
    plan.findings = plan.findings | _findings(work, answer, facts)
    plan.save(update_fields=["findings"])
    section.beat()
    changes = tuple(
        Change(s.student.called, before[s.student_id], s.starts_at)
        for s in waiting
        if before[s.student_id] != s.starts_at
    )
    return Replanned(changes, sum(s.starts_at is None for s in waiting))


_TO_COME = frozenset({Slot.State.PLANNED, Slot.State.LATER})


def _open(
    section: Section, day: date, *, minutes: int, gap: int, now: datetime, version: int | None
) -> Plan:
    """The day's plan, made or claimed; planning again turns it into a draft only when new."""
    fresh = {"minutes": minutes, "gap": gap, "made_at": now}
    plan, is_new = Plan.objects.get_or_create(
        section=section, on=day, defaults=fresh | {"school": section.school}
    )
    return plan if is_new else claim(plan, version, **fresh)


def _reasons(section: Section, facts: Facts, day: date, by: User) -> dict[int, Because]:
    """Everybody's reason; how students feel counts, so the reading of it is written down."""
    audit.record(
        AuditEntry.Action.READ_MOOD,
        actor=by,
        school_key=section.school.key,
        subject_key=section.key,
        detail=f"planning {day.isoformat()}",
    )
    return reasons_for(section, facts.students, day=day, moods=True)


def _to_meet(facts: Facts, slots: list[Slot]) -> Facts:
    """Without those who were met already that day."""
    met = {slot.student_id for slot in slots if slot.state == Slot.State.DONE}
    return replace(facts, students=tuple(s for s in facts.students if s.pk not in met))


def _slot_of(slots: list[Slot], student_id: int) -> Slot | None:
    return next((slot for slot in slots if slot.student_id == student_id), None)


def _kept_turn(because: Because, slot: Slot | None) -> Because:
    """Someone put off until later today keeps her turn: she must be met."""
    if slot is not None and slot.state == Slot.State.LATER:
        return replace(because, must=True)
    return because


def _because(slot: Slot) -> Because:
    """The reason a slot was planned for, as it was judged then."""
    must = (
        slot.state == Slot.State.LATER
        or slot.reason == Reason.ASKED
        or "promised" in slot.detail
        or is_promise_due(slot.detail, slot.plan.on)
    )
    return Because(slot.reason, slot.detail, slot.need, must)


def _taken(slots: Iterable[Slot]) -> dict[int | None, list[Stretch]]:
    """The times of slots that stay where they are, by the adult their window names (1 query)."""
    found: dict[int | None, list[Stretch]] = {}
    rows = Booking.objects.filter(slot__in=[slot.pk for slot in slots])
    for adult, starts, ends in rows.values_list("slot__window__adult", "starts", "ends"):
        found.setdefault(adult, []).append((starts, ends))
    return found


def _is_wanted(slot: Slot) -> bool:
    return slot.starts_at is not None or "dropped" not in slot.detail


def _minute(section: Section, day: date, now: datetime, *, up: bool = False) -> int:
    """The school's minute now, when `day` is today; else 0. With `up`, the next whole one."""
    local = section.school.local(now)
    begun = int(up and local.second > 0)
    return minute_of(local.time()) + begun if local.date() == day else 0


def _solved(
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
        )
        try:
            return work, solve(work)
        except LockedConflict as conflict:
            loser = work.student_of[conflict.request]
            published = [slot for slot in published if slot.student_id != loser]


def _write(
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
    slot.reason, slot.detail, slot.need = because.reason, because.detail, because.need
    tied = answer.why[request].time.code in {"only_place", "only_block"}
    if tied and windows > 1 and because.reason == Reason.DAYS_SINCE and because.days < SHORT_WAIT:
        slot.reason = Reason.ONLY_FITS


def _seat(slot: Slot, checkin: Any, windows: Mapping[str, Window]) -> None:
    """Set time and window; a fixed time that had to give way is fixed no longer."""
    was = (slot.window_id, slot.starts_at)
    slot.window = windows[checkin.block] if checkin else None
    slot.starts_at = clock_time(checkin.start) if checkin else None
    slot.is_fixed = slot.is_fixed and was == (slot.window_id, slot.starts_at)
    slot.state = Slot.State.PLANNED


def _findings(work: Draft, answer: Answer, facts: Facts) -> dict[str, Any]:
    """Who was left out and why, and what would help: codes and numbers, no names or words."""
    keys = {student.pk: student.key for student in facts.students}
    left_out = {
        keys[work.student_of[out.request]]: {
            "code": out.cause.code,
            "params": dict(out.cause.params),
        }
        for out in answer.plan.left_out
    }
    offers = repairs(work.problem, answer.plan) if left_out else ()
    return {"left_out": left_out, "repairs": [_repair(offer) for offer in offers]}


def _repair(offer: Repair) -> dict[str, Any]:
    best: Best = offer.plan
    params = dict(offer.sentence.params)
    return {"kind": offer.kind.value, "left": len(best.left_out), **params}
