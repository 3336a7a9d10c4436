"""The rows of a school's day, read in as many queries for one class as for three hundred."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from checkins.models import (
    Absence,
    Away,
    Booking,
    CheckIn,
    Offer,
    Plan,
    SchoolDay,
    Slot,
    Window,
)
from checkins.places import Stretch, stretches
from plc.frozen import frozen
from students.models import Enrollment, School, Section, StaffRole, Student


@frozen
class SchoolFacts:
    """Ids are rows' own; classes stand in the order of the school, students by name."""

    school: School
    day: date
    today: date
    sections: tuple[Section, ...]
    teachers: Mapping[int, tuple[int, str]]  # a class's own teacher: id and name
    windows: Mapping[int, tuple[Window, ...]]  # by class
    students: Mapping[int, Student]
    classes_of: Mapping[int, tuple[int, ...]]  # by student
    in_class: Mapping[int, tuple[int, ...]]  # by class: its students who are at school
    joined: Mapping[int, date]  # since when a student is in the school's classes
    absent: frozenset[int]
    met: frozenset[int]
    away: Mapping[int, list[Stretch]]
    plans: Mapping[int, Plan]  # by class
    slots: tuple[Slot, ...]
    covers: Mapping[int, list[Stretch]]  # when an adult takes another's class
    cared_for: Mapping[int, frozenset[int]]  # whom a specialist is assigned to
    offers: Mapping[int, tuple[Offer, ...]]  # by class
    published: SchoolDay | None

    @property
    def here(self) -> tuple[int, ...]:
        """Who is at school that day."""
        return tuple(pk for pk in self.students if pk not in self.absent)

    def holder(self, window: Window) -> str:
        """Who holds a window, as the planner names her; a class without a teacher has somebody."""
        if window.adult_id:
            return str(window.adult_id)
        teacher = self.teachers.get(window.section_id)
        return str(teacher[0]) if teacher else f"of {window.section_id}"

    def is_its_teachers(self, plan: Plan) -> bool:
        """Whether a class's plan is as its teacher left it, and not as the school published it."""
        return self.published is None or self.published.versions.get(plan.key) != plan.version


def school_facts(school: School, day: date, today: date | None = None) -> SchoolFacts:
    """Read a day of a school (14 queries); without another `today`, as on that day itself."""
    sections = sorted(school.sections.active(), key=Section.in_order)
    in_order = {section.pk: place for place, section in enumerate(sections)}
    enrolled = _enrolled(school, day)
    ids = {student for _section, student, _since in enrolled}
    classes_of: dict[int, list[int]] = defaultdict(list)
    joined: dict[int, date] = {}
    for section, student, since in sorted(enrolled, key=lambda row: in_order[row[0]]):
        classes_of[student].append(section)
        joined[student] = min(joined.get(student, since), since)
    absent = _of(Absence.objects.filter(school=school, on=day))
    plans = {plan.section_id: plan for plan in Plan.objects.filter(school=school, on=day)}
    students = Student.objects.filter(school=school).only("key", "name", "called", "school")
    here = sorted((row for row in students.order_by() if row.pk in ids), key=Student.in_order)
    by_pk = {row.pk: row for row in here}
    return SchoolFacts(
        school=school,
        day=day,
        today=today or day,
        sections=tuple(sections),
        teachers=_teachers(school, day),
        windows=_by_class(Window.objects.filter(school=school, on=day).select_related("adult")),
        students=by_pk,
        classes_of={pk: tuple(classes) for pk, classes in classes_of.items()},
        in_class=_in_class([pk for pk in by_pk if pk not in absent], classes_of),
        joined=joined,
        absent=absent,
        met=_of(CheckIn.objects.filter(school=school, held_on=day)),
        away=stretches(Away.objects.filter(school=school).on_day(day)),
        plans=plans,
        slots=tuple(Slot.objects.filter(plan__school=school, plan__on=day).order_by("pk")),
        covers=_covers(school, day),
        cared_for=_cared_for(school, day),
        offers=_by_class(Offer.objects.filter(school=school, on=day).select_related("adult")),
        published=SchoolDay.objects.filter(school=school, on=day).first(),
    )


def _enrolled(school: School, day: date) -> list[tuple[int, int, date]]:
    rows = Enrollment.objects.current(day).filter(school=school, section__archived_at=None)
    return list(rows.order_by("pk").values_list("section", "student", "starts_on"))


def _in_class(here: list[int], classes_of: Mapping[int, list[int]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = defaultdict(list)
    for student in here:
        for section in classes_of[student]:
            found[section].append(student)
    return {section: tuple(students) for section, students in found.items()}


def _teachers(school: School, day: date) -> dict[int, tuple[int, str]]:
    """The first teacher of each class, as the database books them."""
    roles = StaffRole.objects.current(day).filter(school=school, kind=StaffRole.Kind.TEACHER)
    rows = roles.order_by("-pk").values_list("section", "user", "user__name")
    return {section: (user, name) for section, user, name in rows if section}


def _by_class(rows: object) -> dict[int, tuple]:
    found = defaultdict(list)
    for row in rows:  # type: ignore[attr-defined]
        found[row.section_id].append(row)
    return {section: tuple(of_class) for section, of_class in found.items()}


def _of(rows: object) -> frozenset[int]:
    return frozenset(rows.order_by().values_list("student", flat=True))  # type: ignore[attr-defined]


def _covers(school: School, day: date) -> dict[int, list[Stretch]]:
    found = defaultdict(list)
    rows = Booking.objects.on_day(day).filter(school=school, offer__isnull=False)
    for adult, starts, ends in rows.values_list("adult", "starts", "ends"):
        found[adult].append((starts, ends))
    return dict(found)


def _cared_for(school: School, day: date) -> dict[int, frozenset[int]]:
    found = defaultdict(set)
    roles = StaffRole.objects.current(day).caring().filter(school=school)
    for adult, student in roles.values_list("user", "student"):
        found[adult].add(student)
    return {adult: frozenset(students) for adult, students in found.items()}
