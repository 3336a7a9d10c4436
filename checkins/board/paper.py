"""A day of check-ins as it goes onto paper and comes back: who, when, where, and no reasons."""

from datetime import date, datetime, time

from checkins.models import Absence, CheckIn, Plan, Slot
from checkins.places import clock_format
from plc.frozen import frozen
from students.models import Section, Student


@frozen
class PaperRow:
    """A student of the class on a day. Without a slot nobody planned her; `at` may be unknown.

    `state`: "open" (nothing is known yet), "met" or "absent".
    """

    student: Student
    slot: Slot | None
    at: time | None
    where: str
    state: str

    @property
    def key(self) -> str:
        return self.student.key

    @property
    def name(self) -> str:
        return self.student.name

    @property
    def called(self) -> str:
        return self.student.called

    @property
    def is_open(self) -> bool:
        return self.state == "open"


@frozen
class PaperDay:
    """Everyone of the class, by time; who has none comes last, by name."""

    on: date
    clock: str  # how the school writes a time
    is_planned: bool
    is_ahead: bool  # the day is still to come
    rows: tuple[PaperRow, ...]

    @property
    def met(self) -> list[str]:
        """Who is recorded already, by the names they are called."""
        return [row.called for row in self.rows if row.state == "met"]


def paper_day(section: Section, day: date, now: datetime) -> PaperDay:
    """The class's day for paper (5 queries, 4 without a plan)."""
    plan = Plan.objects.filter(section=section, on=day).first()
    slots = _slots(plan, section) if plan else {}
    met = set(
        CheckIn.objects.filter(section=section, held_on=day).values_list("student", flat=True)
    )
    students = sorted(section.students_on(day), key=Student.in_order)
    absent = set(
        Absence.objects.filter(on=day, student__in=students).values_list("student", flat=True)
    )
    rows = [_row(student, slots.get(student.pk), met, absent) for student in students]
    return PaperDay(
        on=day,
        clock=clock_format(section.school),
        is_planned=plan is not None,
        is_ahead=day > section.school.today(now),
        rows=tuple(sorted(rows, key=lambda row: (row.at is None, row.at or time.min))),
    )


def _slots(plan: Plan, section: Section) -> dict[int, Slot]:
    plan.section = section
    found = {slot.student_id: slot for slot in plan.slots.select_related("window__adult")}
    for slot in found.values():
        slot.plan = plan
    return found


def _where(slot: Slot) -> str:
    """The block, and the adult who meets her there when it is not the class's teacher."""
    window = slot.window
    if window is None:
        return ""
    return f"{window.label}, {window.adult}" if window.adult else window.label


def _row(student: Student, slot: Slot | None, met: set[int], absent: set[int]) -> PaperRow:
    at = slot.starts_at if slot else None
    where = _where(slot) if slot else ""
    if student.pk in met or (slot and slot.state == Slot.State.DONE):
        state = "met"
    else:
        state = "absent" if student.pk in absent else "open"
    if slot:
        slot.student = student
    return PaperRow(student, slot, at, where, state)
