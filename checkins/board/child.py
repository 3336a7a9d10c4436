"""A student's own check-in: her time, her turn, her raised hand. Never anybody else's name."""

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q

from checkins.models import Ask, CheckInNote, HelpRequest, Plan, Slot
from plc.frozen import frozen
from students.models import Section, StaffRole, Student, StudentSession


@frozen
class Hand:
    """A raised hand; `number` is its place in the class's queue, from 1."""

    key: str
    reason: str
    words: str
    number: int


@frozen
class Turn:
    """A check-in she asked for; `number` is her place in the class's queue, from 1.

    `by` is the day she was told; `is_late` when that day has passed, and she comes first.
    """

    topic: str
    about: object
    words: str
    number: int
    by: date
    is_late: bool


@frozen
class StudentDay:
    """What a student sees of check-ins on a day.

    `state`: "now" (it is her turn), "turns" (`turns` students come first), "time" (at `at`, later
    in the day), "later" (today, without a time yet), "met", or "none" (nothing today; then
    `next_on` is the next day with a time for her, else `by` is the promised last day).
    Only plans that the teacher marked ready count.
    """

    state: str
    teacher: str
    minutes: int = 3
    at: time | None = None
    turns: int = 0
    next_on: date | None = None
    next_at: time | None = None
    by: date | None = None
    hand: Hand | None = None


SOON = timedelta(minutes=20)


def student_day(student: Student, day: date, now: datetime) -> StudentDay:
    """The student's check-in on `day`, or the next one (6 queries, 8 when there is none)."""
    slot = _slot_on(student, day)
    section = slot.plan.section if slot else class_of(student, day)
    teacher = teacher_name(section, day) if section else ""
    hand = raised_hand(student, day)
    if slot is None:
        next_on, next_at = _next_time(student, day)
        by = None if next_on or section is None else _promised_by(student, section, day)
        return StudentDay("none", teacher, next_on=next_on, next_at=next_at, by=by, hand=hand)
    state, turns = _turn(slot, student.school.local(now))
    return StudentDay(state, teacher, slot.plan.minutes, slot.starts_at, turns, hand=hand)


def _slot_on(student: Student, day: date) -> Slot | None:
    """Her slot in a ready plan of the day; the one still to come before one that is done."""
    slots = student.slots.filter(plan__on=day, plan__state=Plan.State.READY)
    hers = slots.filter(
        Q(state=Slot.State.LATER)
        | Q(state=Slot.State.DONE)
        | Q(state=Slot.State.PLANNED, window__isnull=False)
    ).select_related("plan__section")
    return min(hers, key=lambda slot: (slot.state == Slot.State.DONE, _order(slot)), default=None)


def _order(slot: Slot) -> tuple[bool, time]:
    return slot.starts_at is None, slot.starts_at or time.min


def _turn(slot: Slot, local: datetime) -> tuple[str, int]:
    """Whether it is her turn, or how many come first; beyond twenty minutes her time is enough."""
    if slot.state == Slot.State.DONE:
        return "met", 0
    if slot.starts_at is None:
        return "later", 0
    starts = datetime.combine(slot.plan.on, slot.starts_at, tzinfo=local.tzinfo)
    if starts - local > SOON:
        return "time", 0
    before = slot.plan.slots.filter(
        state=Slot.State.PLANNED, window__isnull=False, starts_at__lt=slot.starts_at
    ).count()
    return ("now", 0) if before == 0 and starts <= local else ("turns", before + 1)


def _next_time(student: Student, day: date) -> tuple[date | None, time | None]:
    to_come = student.slots.to_come().filter(
        plan__on__gt=day, plan__state=Plan.State.READY, window__isnull=False
    )
    found = to_come.order_by("plan__on", "starts_at").values_list("plan__on", "starts_at").first()
    return found or (None, None)


def _promised_by(student: Student, section: Section, day: date) -> date:
    """The last day of the school's promise: so many school days after the last check-in."""
    school = student.school
    last = student.checkins.filter(section=section).aggregate(on=Max("held_on"))["on"]
    joined = student.enrollments.filter(section=section).aggregate(on=Max("starts_on"))["on"]
    calendar = school.calendar()
    promised = last or joined or day
    promised = calendar.after(promised, school.promise_days)
    return max(promised, calendar.next_open(day + timedelta(days=1)))


def my_turn(student: Student, day: date) -> Turn | None:
    """The check-in she asked for, and how many asked before her (two queries, one without).

    In a class that she or another left since, neither stands in the queue.
    """
    queue = Ask.objects.in_class(day)
    ask = queue.waiting().filter(student=student).first()
    if ask is None:
        return None
    number = queue.before(ask).count() + 1
    late = ask.promised_on < day
    return Turn(ask.topic, ask.get_topic_display(), ask.words, number, ask.promised_on, late)


@frozen
class LastMet:
    """Her last check-in, if any, and whether words for her belong to it (not which)."""

    on: date | None = None
    teacher: str = ""
    reply: bool = False


def last_met(student: Student) -> LastMet:
    """When she was met last, and whether something was written to her then (one query)."""
    for_her = CheckInNote.objects.told_to(student).filter(checkin=OuterRef("pk"))
    last = student.checkins.annotate(reply=Exists(for_her))
    found = last.values_list("held_on", "teacher__name", "reply").first()
    return LastMet(*found) if found else LastMet()


def slot_to_put_off(student: Student, day: date, now: datetime) -> Slot | None:
    """Her place today, when she is called or comes soon; else there is nothing to put off."""
    slot = _slot_on(student, day)
    if slot is None or _turn(slot, student.school.local(now))[0] not in {"now", "turns"}:
        return None
    return slot


def class_now(student: Student, session_key: str | None, now: datetime) -> Section | None:
    """The class she signed in to, else the one she is in."""
    session = StudentSession.objects.filter(student=student, session_key=session_key)
    found = session.select_related("section__school").first()
    return found.section if found else class_of(student, student.school.today(now))


def class_of(student: Student, day: date) -> Section | None:
    """The class she is in; with several, the one that began first."""
    return (
        Section.objects.active()
        .filter(pk__in=student.enrollments.current(day).values("section"))
        .select_related("school")
        .order_by("pk")
        .first()
    )


def teacher_name(section: Section, day: date) -> str:
    """The name of the class's teacher, or of its co-teacher."""
    roles = StaffRole.objects.current(day).teaching().filter(section=section)
    names = roles.order_by(F("kind").desc(), "pk").values_list("user__name", flat=True)
    return names.first() or ""


def raised_hand(student: Student, day: date) -> Hand | None:
    """Her open request for help and its place in the queue (two queries, one without)."""
    queue = HelpRequest.objects.in_class(day).waiting()
    mine = queue.filter(student=student).first()
    if mine is None:
        return None
    before = queue.filter(section=mine.section_id)
    number = before.filter(
        Q(asked_at__lt=mine.asked_at) | Q(asked_at=mine.asked_at, pk__lte=mine.pk)
    )
    return Hand(mine.key, mine.reason, mine.words, number.count())
