"""A student asks for a check-in: one open turn each, a promised day, "not now" that keeps both."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count

from checkins.models import Ask, Plan, Slot
from checkins.places import places_of
from checkins.services.holding import later
from plc.frozen import frozen
from students.calendar import Calendar
from students.models import Section, Student

USUAL = 4  # asks that a school day without a plan can surely take
USUAL_MINUTES, USUAL_GAP = 3, 1


@transaction.atomic
def ask_checkin(
    *, student: Student, section: Section, topic: str, words: str, now: datetime
) -> Ask:
    """Take a turn; asking again changes topic and words and keeps the turn and its promise.

    In another class the turn moves there, to the end of that queue, with a day of its own.
    """
    Student.objects.select_for_update().get(pk=student.pk)  # one turn each
    Section.objects.select_for_update().get(pk=section.pk)  # one promise at a time
    ask = Ask.objects.waiting().filter(student=student).first()
    if ask is not None and ask.section_id == section.pk:
        ask.topic, ask.words = topic, words
        ask.save(update_fields=["topic", "words"])
    else:
        if ask is not None:
            _withdraw(ask)
        ask = Ask.objects.create(
            student=student,
            section=section,
            school_id=section.school_id,
            topic=topic,
            words=words,
            asked_at=now,
            promised_on=promised_day(section, student, now),
        )
    section.beat()
    return ask


@transaction.atomic
def withdraw(*, student: Student) -> None:
    """She does not want one any more: as if she had not asked."""
    for ask in Ask.objects.waiting().filter(student=student).select_related("section"):
        _withdraw(ask)


def _withdraw(ask: Ask) -> None:
    ask.delete()
    ask.section.beat()


@transaction.atomic
def not_now(*, slot: Slot, now: datetime) -> Slot:
    """The student is called and says "not now": she comes later today and keeps her turn."""
    slot = later(slot=slot, now=now)
    if slot.state != Slot.State.DONE:
        slot.detail = slot.detail | {"not_now": True}
        slot.save(update_fields=["detail"])
    return slot


@frozen
class _Room:
    """How many turns each day can take, and how many were promised for it."""

    places: dict[date, int]
    promised: dict[date, int]

    def has(self, day: date) -> bool:
        return self.promised.get(day, 0) < self.places.get(day, USUAL)


def promised_day(section: Section, student: Student, now: datetime) -> date:
    """The school day she is told.

    Her own next time, when a ready plan has one for her; else the first school day from tomorrow
    on with room for one more turn: as many as the day's free minutes have places, or a few where
    nothing is planned yet. Never later than the school's promise to everybody.
    """
    today = section.school.today(now)
    mine = _her_next(section, student, today)
    if mine is not None:
        return mine
    calendar = section.school.calendar()
    days = _school_days(calendar, today, section.school.promise_days)
    room = _room(section, today, days[0], days[-1])
    return next((day for day in days if room.has(day)), days[-1])


def _her_next(section: Section, student: Student, today: date) -> date | None:
    told = Slot.objects.to_come().filter(
        student=student,
        plan__section=section,
        plan__on__gte=today,
        plan__state=Plan.State.READY,
        window__isnull=False,
    )
    return told.order_by("plan__on").values_list("plan__on", flat=True).first()


def _school_days(calendar: Calendar, today: date, count: int) -> list[date]:
    days, day = [], today
    for _step in range(count):
        day = calendar.next_open(day + timedelta(days=1))
        days.append(day)
    return days


def _room(section: Section, today: date, start: date, end: date) -> _Room:
    asks = Ask.objects.waiting().filter(section=section, promised_on__range=(start, end))
    asks = asks.in_class(today)
    promised = asks.order_by().values_list("promised_on").annotate(count=Count("pk"))
    places: dict[date, int] = {}
    for window in section.windows.filter(on__range=(start, end)):
        found = places_of([window], minutes=USUAL_MINUTES, gap=USUAL_GAP)
        places[window.on] = places.get(window.on, 0) + len(found)
    return _Room(places, dict(promised))
