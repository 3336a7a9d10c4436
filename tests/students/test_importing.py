"""Saving a class list: what becomes of each row, and that it is all of it or nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from plc.models import AuditEntry, User
from students.importing import Outdated, fitted, present_of, save
from students.models import (
    Enrollment,
    Guardian,
    Section,
    StaffRole,
    Student,
    StudentSession,
    Term,
)
from students.pictures import AVATARS
from students.roster.diff import compare
from students.roster.model import (
    AssignmentRow,
    ClassRow,
    Decisions,
    EnrollmentRow,
    GuardianRow,
    Roster,
    StaffRow,
    StudentRow,
)
from students.roster.read import read_upload
from tests.factories import (
    NOW,
    TODAY,
    YEAR_START,
    EnrollmentFactory,
    SchoolFactory,
    SectionFactory,
    StaffFactory,
    StaffRoleFactory,
    StudentFactory,
    TermFactory,
)

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
PRIYA = StudentRow("1", "Priya Raman", "Priya", "40152", "4", "Tamil")
BILAL = StudentRow("2", "Bilal Haddad", "Bilal", "40188", "4")
ROOM = ClassRow("r", "Room 12", "C12")


def table(*rows, heading="Name,Student ID,Grade,Class", **decisions) -> Roster:
    reading = read_upload("\n".join([heading, *rows]).encode(), Decisions(**decisions))
    assert not reading.errors
    assert not reading.questions
    return reading.roster


def one_class(*students, **more) -> Roster:
    seats = tuple(EnrollmentRow(student.key, "r") for student in students)
    return Roster(students, (ROOM,), **{"enrollments": seats, **more})


def compared(school, roster, section=None):
    roster = fitted(roster, today=TODAY, section=section)
    present = present_of(school, today=TODAY, section=section)
    diff = compare(roster, present)
    return {"school": school, "roster": roster, "present": present, "diff": diff}


def put_in(school, roster, by, section=None):
    found = compared(school, roster, section)
    return save(**found, by=by, today=TODAY, now=NOW, section=section)


def seated(section, day=TODAY):
    return sorted(student.name for student in section.students_on(day))


def everything():
    """The number of rows of every table an import writes to."""
    models = (Student, Section, Enrollment, User, StaffRole, Guardian, Term, AuditEntry)
    return [model.objects.count() for model in models]


# --- new rows -------------------------------------------------------------------------------------
def test_a_list_fills_an_empty_school(school, school_admin):
    saved = put_in(school, one_class(PRIYA, BILAL), school_admin)

    section = Section.objects.get()
    priya = Student.objects.get(external_id="40152")
    assert (saved.students_new, saved.classes_new, saved.seats_new) == (2, 1, 2)
    assert (section.name, section.external_id, len(section.code)) == ("Room 12", "C12", 6)
    assert (priya.name, priya.called, priya.grade) == ("Priya Raman", "Priya", "4")
    assert priya.home_language == "Tamil"
    assert list(Student.objects.named("raman")) == [priya]
    assert seated(section) == ["Bilal Haddad", "Priya Raman"]


def test_the_same_list_again_changes_nothing(school, school_admin):
    put_in(school, one_class(PRIYA, BILAL), school_admin)
    before = everything()

    assert compared(school, one_class(PRIYA, BILAL))["diff"].nothing_to_do
    again = put_in(school, one_class(PRIYA, BILAL), school_admin)

    assert set(again.counts.values()) == {0}
    assert everything()[:-1] == before[:-1]


def test_everyone_in_a_class_gets_a_picture_of_her_own(school, section, school_admin):
    here = StudentFactory(section=section, name="Priya Raman", picture=AVATARS[0])
    names = [here.name, *(f"Child {number:02}" for number in range(len(AVATARS) + 3))]

    put_in(school, table(*(f"{name},,4,Room 12" for name in names)), school_admin, section)

    new = Student.objects.filter(name__startswith="Child").order_by("pk")
    faces = [(student.picture, student.tint) for student in new]
    assert len({picture for picture, _tint in faces[:35]} - {AVATARS[0]}) == 35
    assert len(set(faces)) == len(faces)


def test_a_seat_begins_on_the_day_the_list_says_or_today(school, school_admin):
    seats = (
        EnrollmentRow("1", "r", starts_on=YEAR_START),
        EnrollmentRow("2", "r", ends_on=TOMORROW),
    )

    put_in(school, one_class(PRIYA, BILAL, enrollments=seats), school_admin)

    dates = {
        seat.student.called: (seat.starts_on, seat.ends_on)
        for seat in Enrollment.objects.select_related("student")
    }
    assert dates == {"Priya": (YEAR_START, None), "Bilal": (TODAY, TODAY)}


def test_a_seat_that_is_over_is_not_made(school, school_admin):
    over = (EnrollmentRow("1", "r", YEAR_START, ends_on=TODAY),)

    saved = put_in(school, one_class(PRIYA, enrollments=over), school_admin)

    assert (saved.students_new, saved.seats_new) == (1, 0)


def test_a_term_the_school_lacks_gets_the_present_year(school, school_admin):
    year = TermFactory(school=school, name="2026–27")
    rooms = (ClassRow("r", "Room 12", term="Spring"), ClassRow("q", "Room 13", term="2026–27"))

    put_in(school, Roster((PRIYA,), rooms), school_admin)

    spring = Term.objects.get(name="Spring")
    assert (spring.starts_on, spring.ends_on) == (year.starts_on, year.ends_on)
    assert Section.objects.get(name="Room 13").term == year
    assert compared(school, Roster((PRIYA,), rooms))["diff"].nothing_to_do


def test_a_new_class_has_the_one_grade_of_its_students(school, school_admin):
    rows = ["Ana,1,3,3A", "Bo,2,3,3A", "Cem,3,3,Mixed", "Dina,4,4,Mixed", "Eve,5,,None"]
    put_in(school, table(*rows, heading="Name,Student ID,Year group,Form"), school_admin)

    grades = dict(Section.objects.values_list("name", "grade"))
    assert grades == {"3A": "3", "Mixed": "", "None": ""}


def test_a_class_without_a_grade_gets_it_and_one_with_another_keeps_that(school, school_admin):
    for name, grade in [("3A", ""), ("4A", "5")]:
        SectionFactory(school=school, name=name, grade=grade)
    roster = table("Ana,1,3,3A", "Bo,2,4,4A")

    saved = put_in(school, roster, school_admin)

    assert saved.classes_changed == 1
    assert dict(Section.objects.values_list("name", "grade")) == {"3A": "3", "4A": "5"}
    assert compared(school, roster)["diff"].nothing_to_do


def test_a_grade_of_the_schools_own_is_left_out_and_never_a_change(school, school_admin):
    forest = table("Priya Raman,40152,Forest,Room 12", local_grades=frozenset({"Forest"}))

    put_in(school, forest, school_admin)

    assert Student.objects.get().grade == ""
    assert compared(school, forest)["diff"].nothing_to_do


# --- grown-ups ------------------------------------------------------------------------------------
ADA = StaffRow("a", "Ada Okafor", "Ada@Maple.example", "T1")
ADA_TEACHES = {"staff": (ADA,), "assignments": (AssignmentRow("a", "r"),)}


def test_a_teacher_gets_an_account_she_cannot_sign_in_to_yet_and_her_class(school, school_admin):
    saved = put_in(school, one_class(PRIYA, **ADA_TEACHES), school_admin)

    ada = User.objects.get(email="ada@maple.example")
    role = ada.staff_roles.get()
    assert (saved.staff_new, saved.roles_new) == (1, 1)
    assert not ada.has_usable_password()
    assert (role.kind, role.section.name, role.starts_on) == ("teacher", "Room 12", TODAY)
    assert compared(school, one_class(PRIYA, **ADA_TEACHES))["diff"].nothing_to_do


def test_a_teacher_of_another_school_keeps_her_account_and_name(school, school_admin):
    ada = StaffFactory(name="Dr. Okafor", email="ada@maple.example")

    saved = put_in(school, one_class(PRIYA, **ADA_TEACHES), school_admin)

    ada.refresh_from_db()
    assert (saved.staff_new, saved.roles_new, ada.name) == (0, 1, "Dr. Okafor")


def test_a_co_teacher_is_one(school, school_admin):
    roster = one_class(PRIYA, staff=(ADA,), assignments=(AssignmentRow("a", "r", "co-teacher"),))

    put_in(school, roster, school_admin)

    assert StaffRole.objects.get(user__email="ada@maple.example").kind == "co_teacher"


def test_a_teacher_without_an_e_mail_is_named_and_not_made(school, school_admin):
    nameless = {**ADA_TEACHES, "staff": (StaffRow("a", "Ada Okafor"),)}

    saved = put_in(school, one_class(PRIYA, **nameless), school_admin)

    assert saved.staff_without_email == ("Ada Okafor",)
    assert (saved.staff_new, saved.roles_new) == (0, 0)


def test_a_grown_up_without_a_class_gets_no_account(school, school_admin):
    saved = put_in(school, one_class(PRIYA, staff=(ADA,)), school_admin)

    assert (saved.staff_new, saved.staff_without_email) == (0, ())


def test_a_teacher_who_is_not_on_the_list_keeps_her_class(school, section, school_admin, teacher):
    put_in(school, table("Priya Raman,40152,4,Room 12"), school_admin)

    assert section in Section.objects.taught_by(teacher)


def test_guardians_come_with_new_students_once(school, school_admin):
    roster = one_class(PRIYA, guardians=(GuardianRow("1", "Asha Raman", "asha@home.example"),) * 2)

    assert put_in(school, roster, school_admin).guardians_new == 1
    assert put_in(school, roster, school_admin).guardians_new == 0
    assert Guardian.objects.get().student.name == "Priya Raman"


# --- who is here already --------------------------------------------------------------------------
def test_a_changed_cell_is_written_and_found_by_search(school, section, student, school_admin):
    saved = put_in(school, table("Priya Raman,40152,5,Room 12"), school_admin)
    put_in(school, table("Priya Raman-Smith,40152,5,Room 12"), school_admin)

    student.refresh_from_db()
    assert saved.students_changed == 1
    assert (student.grade, student.external_id) == ("5", "40152")
    assert list(Student.objects.named("smith")) == [student]


def test_what_a_person_edited_here_stays(school, student, school_admin):
    Student.objects.update(hand_edited=["grade"])

    put_in(school, table("Priya Raman,40152,5,Room 12"), school_admin)

    student.refresh_from_db()
    assert (student.grade, student.external_id) == ("4", "40152")


def test_a_missing_student_leaves_the_class_and_is_not_deleted(
    school, section, student, school_admin
):
    StudentSession.objects.create(
        section=section, student=student, session_key="s", started_at=NOW, ends_at=NOW
    )

    saved = put_in(school, table("Bilal Haddad,40188,4,Room 12"), school_admin)

    seat = Enrollment.objects.get(student=student)
    assert (saved.leaving, saved.seats_ended) == (1, 1)
    assert (seat.starts_on, seat.ends_on) == (YEAR_START, YESTERDAY)
    assert Student.objects.filter(pk=student.pk).exists()
    assert StudentSession.objects.get().ended_at == NOW
    assert (seated(section, YESTERDAY), seated(section)) == (["Priya Raman"], ["Bilal Haddad"])


def test_a_seat_that_began_today_and_ends_today_never_was(school, section, school_admin):
    seat = EnrollmentFactory(section=section, starts_on=TODAY)

    put_in(school, table("Bilal Haddad,40188,4,Room 12"), school_admin)

    assert not Enrollment.objects.filter(pk=seat.pk).exists()


def test_a_returning_student_gets_a_new_seat_from_today(school, section, student, school_admin):
    Enrollment.objects.update(ends_on=YESTERDAY)
    back = Roster(
        (StudentRow("1", "Priya Raman", "Priya"),),
        (ClassRow("r", "Room 12"),),
        (EnrollmentRow("1", "r", starts_on=YEAR_START),),
    )

    put_in(school, back, school_admin)

    assert list(Enrollment.objects.values_list("starts_on", "ends_on")) == [
        (YEAR_START, YESTERDAY),
        (TODAY, None),
    ]


def test_a_student_who_moves_is_in_one_class_a_day(school, section, student, school_admin):
    put_in(school, table("Priya Raman,,4,Room 13"), school_admin)

    other = Section.objects.get(name="Room 13")
    assert (seated(section, YESTERDAY), seated(section)) == (["Priya Raman"], [])
    assert (seated(other, YESTERDAY), seated(other)) == ([], ["Priya Raman"])


def test_students_who_share_a_name_are_left_alone(school, section, school_admin):
    StudentFactory.create_batch(2, section=section, name="Priya Raman")

    saved = put_in(school, table("Priya Raman,,5,Room 12"), school_admin)

    assert set(saved.counts.values()) == {0}


def test_a_class_is_known_by_its_number_and_takes_its_new_name_and_term(
    school, section, student, school_admin
):
    Section.objects.update(external_id="C12")
    blue = ClassRow("r", "Blue room", "C12", "5", "Spring")

    saved = put_in(school, Roster((PRIYA,), (blue,), (EnrollmentRow("1", "r"),)), school_admin)

    section.refresh_from_db()
    assert (saved.classes_new, saved.classes_changed) == (0, 1)
    assert (section.name, section.grade, section.term.name) == ("Blue room", "5", "Spring")


def test_what_is_too_long_to_keep_is_cut_but_a_number_is_left_out(school, school_admin):
    long = StudentRow("1", "Priya Raman", "P" * 90, "4" * 90, "4", "Tamil " * 9)

    put_in(school, one_class(long), school_admin)

    priya = Student.objects.get()
    assert (priya.called, priya.external_id) == ("P" * 60, "")
    assert priya.home_language == ("Tamil " * 9)[:40].rstrip()
    assert compared(school, one_class(long))["diff"].nothing_to_do


def test_a_class_that_was_put_away_comes_back_without_last_years_students(
    school, section, student, school_admin
):
    Section.objects.update(archived_at=NOW, external_id="C12")

    found = compared(school, one_class(BILAL))["diff"]
    saved = put_in(school, one_class(BILAL), school_admin)

    section.refresh_from_db()
    assert found.leaving == ()
    assert (saved.classes_back, section.archived_at) == (1, None)
    assert seated(section) == ["Bilal Haddad"]


def test_another_schools_rows_are_not_touched(school, school_admin, stranger):
    theirs = Section.objects.get(name="Room 1")
    far = StudentFactory(section=theirs, name="Priya Raman", external_id="40152")

    put_in(school, one_class(PRIYA, BILAL), school_admin)

    assert Student.objects.get(external_id="40152", school=school) != far
    assert Enrollment.objects.get(student=far).ends_on is None
    assert seated(theirs) == ["Priya Raman"]


def test_live_pages_of_the_classes_it_changed_hear_of_it(school, section, student, school_admin):
    other = SectionFactory(school=school, name="Room 14")

    put_in(school, table("Priya Raman,,5,Room 12"), school_admin, section)

    section.refresh_from_db()
    other.refresh_from_db()
    assert (section.pulse, other.pulse) == (1, 0)


def test_the_record_says_who_and_how_many_but_no_name(school, school_admin):
    put_in(school, one_class(PRIYA, BILAL), school_admin)

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action) == (school_admin, "imported")
    assert entry.detail == "students new 2, classes new 1, seats new 2"


# --- a teacher's own class ------------------------------------------------------------------------
def test_a_teachers_list_goes_into_her_class_whatever_it_says(school, section, teacher):
    EnrollmentFactory(section=SectionFactory(school=school, name="Room 13"))
    rows = table(
        "Priya Raman,40152,4,Room 13,Ada Okafor,ada@maple.example",
        heading="Name,Student ID,Grade,Class,Teacher,Teacher email",
    )

    saved = put_in(school, rows, teacher, section)

    assert (saved.classes_new, saved.roles_new, saved.leaving) == (0, 0, 0)
    assert seated(section) == ["Priya Raman"]
    assert Enrollment.objects.filter(ends_on=None).count() == 2


def test_a_list_for_one_class_cannot_change_another(school, section, teacher):
    present = present_of(school, today=TODAY, section=section)
    roster = table("Priya Raman,40152,4,Room 13")

    with pytest.raises(ValueError, match="one class"):
        save(
            school=school,
            roster=roster,
            present=present,
            diff=compare(roster, present),
            by=teacher,
            today=TODAY,
            now=NOW,
            section=section,
        )
    assert not Student.objects.exists()


# --- all or nothing -------------------------------------------------------------------------------
def test_nothing_is_saved_when_a_number_was_taken_meanwhile(school, section, school_admin):
    """Another office gives Bilal's new number to a child, after the comparison."""
    other = StudentFactory(school=school)
    found = compared(school, one_class(PRIYA, BILAL, **ADA_TEACHES))
    Student.objects.filter(pk=other.pk).update(external_id="40188")
    before = everything()

    with pytest.raises(Outdated):
        save(**found, by=school_admin, today=TODAY, now=NOW)

    assert everything() == before


def test_an_import_that_was_overtaken_by_another_is_refused(school, school_admin):
    found = compared(school, one_class(PRIYA, BILAL))
    put_in(school, one_class(PRIYA), school_admin)
    before = everything()

    with pytest.raises(Outdated):
        save(**found, by=school_admin, today=TODAY, now=NOW)

    assert everything() == before


def test_a_name_that_somebody_mended_since_is_not_written_over(school, school_admin):
    put_in(school, one_class(PRIYA), school_admin)
    found = compared(school, one_class(replace(PRIYA, grade="5")))
    Student.objects.update(called="Pri", hand_edited=["called"])
    before = everything()

    with pytest.raises(Outdated):
        save(**found, by=school_admin, today=TODAY, now=NOW)

    assert everything() == before


# --- few statements -------------------------------------------------------------------------------
def test_what_is_here_is_read_in_as_many_queries_for_1_student_as_for_300(
    school, section, django_assert_num_queries
):
    StaffRoleFactory(user=StaffFactory(), kind="school_admin", school=school)
    for more in (1, 29, 270):
        StudentFactory.create_batch(more, section=section)
        with django_assert_num_queries(4):  # students, classes, roles, seats
            present = present_of(school, today=TODAY)
    assert len(present.students) == len(present.enrollments) == 300


def test_a_class_is_saved_in_as_many_statements_for_5_students_as_for_50(
    school_admin, django_assert_num_queries
):
    for many in (5, 50):
        school = SchoolFactory()
        rows = [f"Child {number:02},{many}{number},4,Room 12" for number in range(many)]
        found = compared(school, table(*rows))
        # Savepoint and release, the school's lock, two counts, put-away classes, codes, class,
        # students, seats, the pulse, the record. Postgres takes the keys of two tables before.
        with django_assert_num_queries(14 if connection.vendor == "postgresql" else 12):
            save(**found, by=school_admin, today=TODAY, now=NOW)
