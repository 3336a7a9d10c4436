"""The rows that a day's plan is shown from."""

from collections.abc import Iterable
from datetime import date, datetime

from checkins.bookings import elsewhere
from checkins.models import Absence, Away, Plan, Slot, Window
from checkins.places import (
    Seating,
    minute_of,
    seating,
)
from checkins.rounds import Round, round_of
from plc.frozen import frozen
from students.models import Section, Student


@frozen
class Day:
    """The rows a board is made of."""

    plan: Plan
    today: date
    windows: list[Window]
    slots: list[Slot]
    students: list[Student]
    aways: list[Away]
    absent: frozenset[int]
    seats: Seating
    minute: int  # now, on the day itself; else 0
    others: tuple[tuple[date, int, str], ...]  # day, student and name: places on its other days
    round: Round

    @property
    def to_meet(self) -> list[Student]:
        """Who is in class that day and has no place on another day of the same plan."""
        there = {student for _day, student, _called in self.others} | self.absent
        return [student for student in self.students if student.pk not in there]


def read(section: Section, day: date, now: datetime) -> Day:
    local = section.school.local(now)
    plan = section.checkin_plans.filter(on=day).first() or Plan(section=section, on=day)
    windows = list(section.windows.filter(on=day).select_related("offer__adult"))
    students = list(section.students_on(day))
    ids = {student.pk for student in students}
    slots = Slot.objects.filter(plan=plan, student__in=ids) if plan.pk else Slot.objects.none()
    other = elsewhere(section, day, ids, windows)
    aways = [*Away.objects.filter(student__in=ids).on_day(day), *other.aways]
    absences = Absence.objects.filter(student__in=ids, on=day).values_list("student", flat=True)
    since = minute_of(local.time()) if day == local.date() else 0
    sitting = list(slots.select_related("student"))
    elsewhere_alone = other.settled - {slot.student_id for slot in sitting}
    students = [student for student in students if student.pk not in elsewhere_alone]
    seats = seating(
        plan, windows=windows, slots=sitting, away_times=aways, since=since, busy=other.busy
    )
    return Day(
        plan=plan,
        today=local.date(),
        windows=windows,
        slots=sitting,
        students=students,
        aways=aways,
        absent=frozenset(absences),
        seats=seats,
        minute=since,
        others=tuple(_others(plan)),
        round=round_of(section, min(day, local.date())),
    )


def _others(plan: Plan) -> Iterable[tuple[date, int, str]]:
    """Places on the other days of a plan over several days."""
    others = Slot.objects.filter(
        plan__section=plan.section_id, plan__round_from=plan.round_from, window__isnull=False
    ).exclude(plan=plan.pk)
    if plan.round_from is None:
        others = others.none()
    rows = others.order_by("plan__on", "starts_at")
    return rows.values_list("plan__on", "student", "student__called")
