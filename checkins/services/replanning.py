"""Plan the rest of a running day again: somebody is absent, minutes are lost, the day runs late.

Each finds a place for whoever lost hers, with the fewest changes, and tells who moved; each can
be taken back with `undo` while nothing else has changed the plan.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.db import transaction

from checkins.bookings import elsewhere
from checkins.models import Absence, Away, Plan, Slot, Window
from checkins.places import Stretch, clock_time, fits, is_free, lost_of, minute_of, seating
from checkins.problem import Facts, facts_of
from checkins.services.bookings import around_bookings
from checkins.services.solving import (
    TO_COME,
    because_of,
    findings,
    is_wanted,
    minute_now,
    solved,
    taken_by,
    write,
)
from checkins.services.undoing import remember, snapshot
from checkins.services.versions import claim
from plc.frozen import frozen


@frozen
class Change:
    """A student whose time changed; None is no place."""

    called: str
    before: time | None
    after: time | None


@frozen
class Replanned:
    """The rest of a day, planned again."""

    changes: tuple[Change, ...]
    not_placed: int


@around_bookings
@transaction.atomic
def replan(
    *, plan: Plan, now: datetime, current: Slot | None = None, busy: timedelta = timedelta(0)
) -> Replanned:
    """Plan the rest of a running day again with the fewest changes.

    Held check-ins stay, so do fixed times and the `current` one (a child sits there); absent
    students are out. Those whose time has passed, or who wait for a place, get one if there is;
    whom the teacher left out by hand stays out. `busy` is how long the current one still takes:
    her time becomes the one at which she really began, so the day is behind no more.
    """
    claim(plan, state=Plan.State.READY)
    before = snapshot(plan)
    return again(plan, now, before, current=current, busy=busy)


@around_bookings
@transaction.atomic
def lost_minutes(
    *, plan: Plan, start: time, end: time, now: datetime, version: int | None = None
) -> Replanned:
    """A drill, or a lesson that ended late: today's minutes from `start` to `end` are lost.

    Nobody has a place in them any more; a child who sits there now is planned again too. Returns
    who moved (`checkins.told.moves_in_words` says it in one sentence). Taken back by `undo`.
    """
    claim(plan, version)
    before = snapshot(plan)
    lost = sorted({*lost_of(plan), (minute_of(start), minute_of(end))})
    plan.lost = [list(stretch) for stretch in lost]
    plan.save(update_fields=["lost"])
    return again(plan, now, before, current=_here(plan, now))


@around_bookings
@transaction.atomic
def miss(*, slot: Slot, now: datetime, version: int | None = None) -> Replanned:
    """A student is absent today: who waits for a place may have hers. Taken back by `undo`.

    `absent_now` is the same for the live page, where nobody else is moved.
    """
    plan = claim(slot.plan, version)
    before = snapshot(plan)
    slot.refresh_from_db()
    if slot.state not in {Slot.State.DONE, Slot.State.ABSENT}:
        set_absent(slot)
    return again(plan, now, before, current=_here(plan, now))


@around_bookings
@transaction.atomic
def come_back(*, slot: Slot, now: datetime, version: int | None = None) -> Replanned:
    """An absent student is here after all: she has her place again, or another if it is taken."""
    plan = claim(slot.plan, version)
    before = snapshot(plan)
    slot.refresh_from_db()
    if slot.state == Slot.State.ABSENT:
        restore(slot, now)
    if slot.starts_at is not None:
        remember(plan, before)
        plan.section.beat()
        return Replanned((Change(slot.student.called, None, slot.starts_at),), 0)
    return again(plan, now, before, current=_here(plan, now))


def set_absent(slot: Slot) -> None:
    """Free a student's place for others, and know where it was."""
    Absence.objects.get_or_create(
        student_id=slot.student_id, on=slot.plan.on, defaults={"school_id": slot.school_id}
    )
    if slot.starts_at and slot.window_id:
        slot.detail = slot.detail | {"was": [slot.window_id, minute_of(slot.starts_at)]}
    slot.give_up_place()
    slot.state = Slot.State.ABSENT
    slot.save()


def restore(slot: Slot, now: datetime | None) -> None:
    """Give an absent student's place back to her where it is free; else she waits."""
    plan = slot.plan
    Absence.objects.filter(student=slot.student_id, on=plan.on).delete()
    window_id, start = slot.detail.pop("was", (None, None))
    windows = {window.pk: window for window in plan.section.windows.filter(on=plan.on)}
    others = plan.slots.exclude(pk=slot.pk)
    other = elsewhere(plan.section, plan.on, [slot.student_id], windows.values())
    aways = [*Away.objects.on_day(plan.on).filter(student=slot.student_id), *other.aways]
    since = minute_now(plan.section, plan, now) if now else 0
    seats = seating(
        plan,
        windows=windows.values(),
        slots=others,
        away_times=aways,
        since=since,
        busy=other.busy,
    )
    place = seats.at(window_id, start) if window_id in windows and start else None
    slot.state = Slot.State.LATER
    if place is not None and place in seats.free_for(slot.student_id):
        slot.window, slot.starts_at = windows[place.window_id], place.at
        slot.state = Slot.State.PLANNED
    slot.save()


def _here(plan: Plan, now: datetime) -> Slot | None:
    """Whose check-in runs by the plan at this minute, unless that minute is lost."""
    minute = minute_now(plan.section, plan, now)
    for slot in plan.slots.filter(state=Slot.State.PLANNED, starts_at__isnull=False):
        start = minute_of(slot.starts_at)
        end = start + plan.minutes
        if minute and start <= minute < end and is_free(lost_of(plan), start, plan.minutes):
            return slot
    return None


def again(
    plan: Plan,
    now: datetime,
    before: dict[str, object],
    *,
    current: Slot | None = None,
    busy: timedelta = timedelta(0),
) -> Replanned:
    """The rest of the day with the fewest changes, inside the caller's transaction."""
    slots = list(plan.slots.select_related("student", "plan"))
    waiting = [s for s in slots if s.state in TO_COME and s != current and is_wanted(s)]
    facts = facts_of(plan.section, plan.on)
    known = {student.pk for student in facts.students}
    because = {s.student_id: because_of(s) for s in waiting if s.student_id in known}
    since = minute_now(plan.section, plan, now + busy, up=bool(busy)) + (plan.gap if busy else 0)
    published = [s for s in waiting if s.starts_at and minute_of(s.starts_at) >= since]
    others = (s for s in slots if s != current and s.student_id not in because)
    taken = taken_by(others)
    here = _begun(plan, current, facts, taken, minute_now(plan.section, plan, now + busy))
    if current is not None and here is not None:
        adult = next((w.adult_id for w in facts.windows if w.pk == current.window_id), None)
        taken.setdefault(adult, []).append((here, here + plan.minutes))
    work, answer = solved(facts, because, plan, published=published, since=since, taken=taken)
    times = {s.student_id: s.starts_at for s in waiting}
    write(plan, waiting, {}, work, answer)
    if current is not None and here is not None:
        Slot.objects.filter(pk=current.pk).update(starts_at=clock_time(here))
    plan.findings = plan.findings | findings(work, answer, facts)
    plan.save(update_fields=["findings"])
    remember(plan, before)
    plan.section.beat()
    changes = tuple(
        Change(s.student.called, times[s.student_id], s.starts_at)
        for s in waiting
        if times[s.student_id] != s.starts_at
    )
    return Replanned(changes, sum(s.starts_at is None for s in waiting))


def _begun(
    plan: Plan,
    current: Slot | None,
    facts: Facts,
    taken: Mapping[int | None, list[Stretch]],
    ends: int,
) -> int | None:
    """The minute at which the child who is here really began: her time from now on.

    As late as her window and the check-ins that were held allow; never before her planned time.
    """
    if current is None or current.starts_at is None:
        return None
    windows: dict[int, Window] = {window.pk: window for window in facts.windows}
    window = windows.get(current.window_id or 0)
    held = [stretch for stretches in taken.values() for stretch in stretches]
    planned = minute_of(current.starts_at)
    for began in range(max(planned, ends - plan.minutes), planned, -1):
        late = Slot(window_id=current.window_id, starts_at=clock_time(began))
        if fits(late, window, plan.minutes) and is_free(held, began, plan.minutes):
            return began
    return planned
