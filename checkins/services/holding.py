"""The live day: a check-in is held, put off, or cannot be; and each of them taken back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from checkins.bookings import elsewhere
from checkins.models import Absence, Ask, Away, CheckIn, CheckInNote, HelpRequest, Plan, Slot
from checkins.places import minute_of, seating
from checkins.problem import facts_of
from checkins.services.bookings import around_bookings
from checkins.services.following import NOTHING_SAID, Said, leave
from checkins.services.replanning import Change, Replanned, restore, set_absent
from checkins.services.solving import (
    TO_COME,
    because_of,
    is_wanted,
    minute_now,
    solved,
    taken_by,
    write,
)
from checkins.services.undoing import remember, snapshot
from checkins.services.versions import claim
from plc.models import User
from students.models import Section, Student


@transaction.atomic
def hold(
    *,
    student: Student,
    section: Section,
    teacher: User,
    topic: str,
    outcomes: Iterable[str],
    now: datetime,
    slot: Slot | None = None,
    said: Said = NOTHING_SAID,
) -> CheckIn:
    """Record that a check-in was held. A slot has one: doing it twice returns the first.

    What was said is kept also from whoever comes second: a colleague's words are not lost, and
    the same words sent twice are kept once.
    """
    if slot is not None:
        claim(slot.plan, state=Plan.State.READY)
    facts = {
        "student": student,
        "section": section,
        "school": section.school,
        "teacher": teacher,
        "held_at": now,
        "held_on": section.school.today(now),
        "topic": topic,
        "outcomes": list(outcomes),
    }
    if slot is None:
        checkin, is_new = CheckIn.objects.create(**facts), True
    else:
        facts["minutes"] = slot.plan.minutes
        checkin, is_new = CheckIn.objects.get_or_create(slot=slot, defaults=facts)
    if is_new:
        _settle(checkin, slot, now)
    leave(checkin=checkin, by=teacher, said=said)
    return checkin


def _settle(checkin: CheckIn, slot: Slot | None, now: datetime) -> None:
    if slot is not None:
        Slot.objects.filter(pk=slot.pk).update(state=Slot.State.DONE)
        Absence.objects.filter(student=slot.student_id, on=slot.plan.on).delete()
    # What a student asks for after a check-in is not answered by it, though it be typed in later.
    here = {"student": checkin.student, "section": checkin.section, "asked_at__lte": now}
    HelpRequest.objects.waiting().filter(**here).update(seen_at=now)
    Ask.objects.waiting().filter(**here).update(closed_at=now, checkin=checkin)
    checkin.section.beat()


@around_bookings
@transaction.atomic
def later(*, slot: Slot, now: datetime) -> Slot:
    """Put a student off until later today; she keeps her turn.

    She gets the first free place of the same adult after everybody else's, else the last free one
    of the day, else she waits without a time until one is free.
    """
    plan = claim(slot.plan, state=Plan.State.READY)
    slot.refresh_from_db()
    if slot.state == Slot.State.DONE:
        return slot
    others = list(plan.slots.exclude(pk=slot.pk))
    adult = _holder_of(slot)
    windows = {w.pk: w for w in plan.section.windows.filter(on=plan.on, adult=adult)}
    since = max(_minute(plan, now), minute_of(slot.starts_at) + 1 if slot.starts_at else 0)
    other = elsewhere(plan.section, plan.on, [slot.student_id], windows.values())
    aways = Away.objects.on_day(plan.on).filter(student=slot.student_id)
    seats = seating(
        plan,
        windows=windows.values(),
        slots=others,
        away_times=[*aways, *other.aways],
        since=since,
        busy=other.busy,
    )
    free = list(seats.free_for(slot.student_id))
    last = max((p.start for p in seats.held if p.window_id in windows), default=0)
    place = next((place for place in free if place.start > last), free[-1] if free else None)
    slot.give_up_place()
    if place is not None:
        slot.window, slot.starts_at = windows[place.window_id], place.at
    slot.state = Slot.State.PLANNED if place else Slot.State.LATER
    slot.save()
    plan.section.beat()
    return slot


def _holder_of(slot: Slot) -> User | None:
    """The adult who meets her instead of the class's own teacher, if one does."""
    if slot.window is not None:
        return slot.window.adult
    return User.objects.filter(key=slot.detail["with"]).first() if "with" in slot.detail else None


def _minute(plan: Plan, now: datetime) -> int:
    local = plan.section.school.local(now)
    return minute_of(local.time()) if local.date() == plan.on else 0


@transaction.atomic
def absent(*, slot: Slot) -> Slot:
    """A student was not at school this day: said afterwards, from paper (`absent_now` else)."""
    plan = claim(slot.plan, state=Plan.State.READY)
    slot.refresh_from_db()
    if slot.state == Slot.State.DONE:
        return slot
    set_absent(slot)
    plan.section.beat()
    return slot


@around_bookings
@transaction.atomic
def absent_now(*, slot: Slot, now: datetime) -> Replanned:
    """A student is found absent while the day runs: who waits for a place may have hers.

    Nobody else is moved, however late the day is. Taken back by `undo`, or by `reopen`.
    """
    plan = claim(slot.plan, state=Plan.State.READY)
    slot.refresh_from_db()
    if slot.state in {Slot.State.DONE, Slot.State.ABSENT}:
        return Replanned((), 0)
    before = snapshot(plan)
    set_absent(slot)
    result = _seat_waiting(plan, now)
    remember(plan, before)
    plan.section.beat()
    return result


def _seat_waiting(plan: Plan, now: datetime) -> Replanned:
    """Give what is free to those who wait for a place, the most needed first."""
    slots = list(plan.slots.select_related("student", "plan"))
    waiting = [s for s in slots if s.state in TO_COME and not s.starts_at and is_wanted(s)]
    facts = facts_of(plan.section, plan.on)
    known = {student.pk for student in facts.students}
    because = {s.student_id: because_of(s) for s in waiting if s.student_id in known}
    if not because:
        return Replanned((), len(waiting))
    since = minute_now(plan.section, plan, now)
    taken = taken_by(s for s in slots if s.student_id not in because)
    work, answer = solved(facts, because, plan, published=[], since=since, taken=taken)
    write(plan, waiting, {}, work, answer)
    seated = [s for s in waiting if s.starts_at]
    changes = tuple(Change(s.student.called, None, s.starts_at) for s in seated)
    return Replanned(changes, len(waiting) - len(seated))


@transaction.atomic
def reopen(*, slot: Slot, by: User, now: datetime | None = None) -> bool:
    """Take back "done" or "absent": False unless `by` held it and nobody else wrote about it.

    A turn that the check-in had answered is open again; who was absent has her place again where
    nobody else has it (with `now`, only if it is still to come; without, she comes next).
    """
    plan = claim(slot.plan)
    slot.refresh_from_db()
    held = CheckIn.objects.filter(slot=slot)
    others = CheckInNote.objects.filter(checkin__in=held).exclude(author=by)
    if held.exclude(teacher=by).exists() or others.exists():
        return False
    Ask.objects.filter(checkin__in=held).update(closed_at=None, checkin=None)
    held.delete()
    if slot.state == Slot.State.ABSENT:
        restore(slot, now)
    else:
        slot.state = Slot.State.PLANNED if slot.starts_at else Slot.State.LATER
        slot.save()
    plan.section.beat()
    return True
