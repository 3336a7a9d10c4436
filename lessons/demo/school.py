"""The school, its calendar, its 14 classes, and who works and learns there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from random import Random

from lessons.demo.names import ROOM_12, names
from plc.keys import _LETTERS, LENGTH
from plc.models import User
from students.models import (
    ClosedDay,
    Enrollment,
    Guardian,
    Paper,
    School,
    Section,
    StaffRole,
    Student,
    Term,
    search_text,
)
from students.pictures import AVATARS, SECRETS
from students.sign_in import secret_digest

PASSWORD = "maple-street-121"  # noqa: S105 - printed on the first page; the demo is local
SCHOOL = "Maple Street School"
DISTRICT = "Maple District"
THE_DAY = date(2027, 1, 21)  # Personalized Learning Day, a Thursday
YEAR = (date(2026, 8, 31), date(2027, 6, 18))
# First day, last day, and why there is no school; then the days with half of it.
CLOSED = (
    (date(2026, 9, 7), None, "Labor Day"),
    (date(2026, 10, 12), None, "Indigenous Peoples’ Day"),
    (date(2026, 11, 11), None, "Veterans Day"),
    (date(2026, 11, 26), date(2026, 11, 27), "Thanksgiving break"),
    (date(2026, 12, 24), date(2027, 1, 1), "Winter break"),
    (date(2027, 1, 18), None, "Martin Luther King Jr. Day"),
    (date(2027, 2, 15), None, "Presidents’ Day"),
)
HALF_DAYS = ((date(2026, 12, 23), "Early dismissal"), (date(2027, 2, 12), "Family conferences"))
CARED_FOR = ("Seun", "Minh Anh", "Elif", "Diego")  # by the specialist
SPECIALIST_GOES_TO = "Room 16"  # where the first four are hers too
# Room, grade, teacher and number of children.
CLASSES = (
    ("Room 2", "K", "Ms. Begay", 20),
    ("Room 3", "K", "Ms. Tran", 22),
    ("Room 4", "1", "Mr. Silva", 22),
    ("Room 5", "1", "Ms. Kaplan", 25),
    ("Room 7", "2", "Mr. Park", 24),
    ("Room 8", "2", "Ms. Osei", 27),
    ("Room 9", "3", "Ms. Novak", 26),
    ("Room 10", "3", "Mr. Idris", 28),
    ("Room 12", "4", "Ms. Okonkwo", 28),
    ("Room 13", "4", "Mr. Haile", 27),
    ("Room 14", "5", "Ms. Rivera", 28),
    ("Room 15", "5", "Ms. Dubois", 25),
    ("Room 16", "5", "Mr. Lund", 29),
    ("Room 17", "3", "Ms. Chávez", 30),
)


@dataclass
class Cast:
    """Who is there; filled by `fill_school`, read by what follows."""

    school: School
    sections: list[Section] = field(default_factory=list)
    teachers: dict[int, User] = field(default_factory=dict)  # by section
    students: dict[int, list[Student]] = field(default_factory=dict)  # by section

    @property
    def room_12(self) -> Section:
        return next(section for section in self.sections if section.name == "Room 12")

    def child(self, called: str) -> Student:
        """A child of Room 12."""
        return next(row for row in self.students[self.room_12.pk] if row.called == called)


def fill_school(rng: Random, *, day: date) -> Cast:
    """Make the school with everybody in it; `day` decides since when the newcomers are there."""
    school = School.objects.create(
        key=_key(rng),
        name=SCHOOL,
        district=DISTRICT,
        day_starts_at=time(8, 15),
        day_ends_at=time(14, 45),
    )
    year = Term.objects.create(
        school=school, name="2026–27", kind="year", starts_on=YEAR[0], ends_on=YEAR[1]
    )
    ClosedDay.objects.bulk_create(
        ClosedDay(school=school, on=on, until=until, reason=why) for on, until, why in CLOSED
    )
    ClosedDay.objects.bulk_create(
        ClosedDay(school=school, on=on, is_half=True, reason=why) for on, why in HALF_DAYS
    )
    cast = Cast(school)
    _add_classes(cast, rng, year)
    _add_students(cast, rng)
    _add_staff(cast)
    _enroll(cast, day)
    return cast


def _key(rng: Random) -> str:
    return "".join(rng.choice(_LETTERS) for _place in range(LENGTH))


def _add_classes(cast: Cast, rng: Random, year: Term) -> None:
    cast.sections = Section.objects.bulk_create(
        Section(
            school=cast.school,
            key=_key(rng),
            name=room,
            grade=grade,
            term=year,
            code=f"MAPLE{room.removeprefix('Room ')}",
        )
        for room, grade, _teacher, _size in CLASSES
    )


def _add_staff(cast: Cast) -> None:
    for section, (_room, _grade, name, _size) in zip(cast.sections, CLASSES, strict=True):
        if section.name == "Room 12":
            user = User.objects.create_staff(
                email="teacher@maple.example", name=name, password=PASSWORD
            )
        else:
            email = f"{section.code}@maple.example"
            user = User.objects.create_staff(email=email, name=name)
        cast.teachers[section.pk] = user
        _give_role(cast, user, kind="teacher", section=section)
    coteacher = User.objects.create_staff(
        email="coteacher@maple.example", name="Mr. Lindgren", password=PASSWORD
    )
    _give_role(cast, coteacher, kind="co_teacher", section=cast.room_12)
    specialist = User.objects.create_staff(
        email="specialist@maple.example", name="Ms. Abara", password=PASSWORD
    )
    for called in CARED_FOR:
        _give_role(cast, specialist, kind="specialist", student=cast.child(called))
    room_16 = next(row for row in cast.sections if row.name == SPECIALIST_GOES_TO)
    for student in cast.students[room_16.pk][:4]:
        _give_role(cast, specialist, kind="specialist", student=student)
    admin = User.objects.create_staff(
        email="admin@maple.example", name="Ms. Montgomery", password=PASSWORD
    )
    _give_role(cast, admin, kind="school_admin")
    district = User.objects.create_staff(
        email="district@maple.example", name="Mr. Whitfield", password=PASSWORD
    )
    StaffRole.objects.create(
        user=district, kind="district_admin", district=DISTRICT, starts_on=YEAR[0]
    )
    # Here since the first day: nobody waits for an invitation.
    staff = User.objects.filter(staff_roles__starts_on=YEAR[0])
    staff.update(last_login=cast.school.at(YEAR[0], cast.school.day_starts_at))


def _give_role(cast: Cast, user: User, **place: object) -> None:
    StaffRole.objects.create(user=user, school=cast.school, starts_on=YEAR[0], **place)


def _add_students(cast: Cast, rng: Random) -> None:
    taken = {child.full for child in ROOM_12}
    more = (name for name in names(rng) if name.full not in taken)
    numbers = iter(range(40100, 50000, 3))
    for section, (_room, grade, _teacher, size) in zip(cast.sections, CLASSES, strict=True):
        pictures, tints = rng.sample(AVATARS, size), list(Paper.values)
        if section.name == "Room 12":
            people = [
                (child.full, child.called, child.language, child.picture, child.tint)
                for child in ROOM_12
            ]
        else:
            found = [next(more) for _number in range(size)]
            people = [
                (name.full, name.called, name.language, pictures[place], tints[place % 8])
                for place, name in enumerate(found)
            ]
        cast.students[section.pk] = Student.objects.bulk_create(
            _student(cast.school, rng, grade, next(numbers), person) for person in people
        )


def _student(
    school: School, rng: Random, grade: str, number: int, person: tuple[str, str, str, str, str]
) -> Student:
    name, called, language, picture, tint = person
    student = Student(
        school=school,
        key=_key(rng),
        name=name,
        called=called,
        search=search_text(name, called),
        external_id=str(number),
        grade=grade,
        home_language=language,
        picture=picture,
        tint=tint,
    )
    student.secret_digest = secret_digest(student, SECRETS[:2])
    return student


def _enroll(cast: Cast, day: date) -> None:
    """Everyone since the first day of school, but for Minh Anh, who is new."""
    newcomer = cast.child("Minh Anh")
    joined = cast.school.calendar().back(day, 12)
    Enrollment.objects.bulk_create(
        Enrollment(
            school=cast.school,
            section_id=section,
            student=student,
            starts_on=joined if student == newcomer else YEAR[0],
        )
        for section, students in cast.students.items()
        for student in students
    )
    Guardian.objects.create(
        student=cast.child("Priya"), name="Lakshmi Raman", relation="Mother", language="Tamil"
    )
