"""What an import would do to what is there: new, changed, kept, moved, leaving."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from students.roster.diff import compare
from students.roster.model import Decisions, Roster, StudentRow
from students.roster.present import Present, PresentClass, PresentStaff, PresentStudent
from students.roster.read import read_upload


def roster(*rows: str, heading="Name,Student ID,Grade,Class", **decisions) -> Roster:
    reading = read_upload("\n".join([heading, *rows]).encode(), Decisions(**decisions))
    assert not reading.errors
    assert not reading.questions
    return reading.roster


ROOMS = (PresentClass("r12", "Room 12"), PresentClass("r13", "Room 13"))
AMARA = PresentStudent(1, "Amara Diallo", "Amara", "40152", "4")
BILAL = PresentStudent(2, "Bilal Haddad", "Bilal", "40188", "4")


def present(*students, seats=(), scope=None, **more) -> Present:
    return Present(students, ROOMS, enrollments=frozenset(seats), scope=scope, **more)


def test_everyone_is_new_in_an_empty_school():
    diff = compare(roster("Amara Diallo,40152,4,Room 12"), Present())

    assert [row.name for row in diff.students.new] == ["Amara Diallo"]
    assert [row.name for row in diff.classes.new] == ["Room 12"]
    assert len(diff.seats_new) == 1
    assert (diff.leaving, diff.leaving_share, diff.many_leave) == ((), 0.0, False)


def test_the_same_list_again_is_nothing_to_do():
    diff = compare(roster("Amara Diallo,40152,4,Room 12"), present(AMARA, seats=[(1, "r12")]))

    assert diff.nothing_to_do
    assert diff.students.same == (AMARA,)


def test_changes_are_said_field_by_field_and_hand_edits_stay():
    edited = PresentStudent(1, "Amara D.", "Ami", "40152", "3", hand_edited=frozenset({"called"}))

    diff = compare(roster("Amara Diallo,40152,4,Room 12"), present(edited, seats=[(1, "r12")]))

    (change,) = diff.students.changed
    assert [(f.field, f.before, f.after, f.kept) for f in change.fields] == [
        ("name", "Amara D.", "Amara Diallo", False),
        ("called", "Ami", "Amara", True),
        ("grade", "3", "4", False),
    ]
    assert change.to_write == {"name": "Amara Diallo", "grade": "4"}


def test_a_row_that_differs_only_by_hand_edits_is_kept():
    edited = PresentStudent(
        1, "Amara Diallo", "Ami", "40152", "4", hand_edited=frozenset({"called"})
    )

    diff = compare(roster("Amara Diallo,40152,4,Room 12"), present(edited, seats=[(1, "r12")]))

    assert diff.nothing_to_do
    assert [change.present for change in diff.students.kept] == [edited]


def test_an_empty_cell_empties_nothing():
    diff = compare(roster("Amara Diallo,40152,,Room 12"), present(AMARA, seats=[(1, "r12")]))

    assert diff.nothing_to_do


def test_a_missing_student_leaves_and_more_than_one_in_ten_is_flagged():
    others = [PresentStudent(n, f"Child {chr(97 + n)}", "Child", str(n), "4") for n in range(10)]
    seats = [(student.id, "r12") for student in others]
    rows = [f"{student.name},{student.external_id},4,Room 12" for student in others]

    one = compare(roster(*rows[:9]), present(*others, seats=seats))
    two = compare(roster(*rows[:8]), present(*others, seats=seats))

    assert [student.id for student in one.leaving] == [9]
    assert one.seats_ending == ((9, "r12"),)
    assert (one.leaving_share, one.many_leave) == (0.1, False)
    assert (two.leaving_share, two.many_leave) == (0.2, True)


def test_a_student_in_another_class_of_the_list_moves():
    diff = compare(roster("Amara Diallo,40152,4,Room 13"), present(AMARA, seats=[(1, "r12")]))

    assert [(move.student, move.from_class, move.to_class) for move in diff.moved] == [
        (AMARA, "r12", "name:room 13|")
    ]
    assert diff.leaving == ()


def test_a_list_of_one_class_never_ends_seats_elsewhere():
    diff = compare(
        roster("Amara Diallo,40152,4,Room 12"),
        present(AMARA, BILAL, seats=[(1, "r13"), (2, "r13")], scope=frozenset({"r12"})),
    )

    assert diff.seats_ending == ()
    assert diff.moved == ()
    assert [(move.student, move.from_class) for move in diff.elsewhere] == [(AMARA, "r13")]


def test_without_numbers_a_name_that_only_one_has_is_enough():
    heading = "Name,Class"
    again = roster("amara diallo,Room 12", heading=heading)
    twin = PresentStudent(3, "Amara Diallo", "Amara", "9", "5")

    assert not compare(again, present(AMARA, seats=[(1, "r12")])).students.new
    doubtful = compare(again, present(AMARA, twin, seats=[(1, "r12"), (3, "r13")]))
    assert [held for _row, held in doubtful.students.doubtful] == [(AMARA, twin)]
    assert doubtful.seats_ending == ()
    assert doubtful.seats_new == ()


def test_the_same_name_with_another_number_is_another_child():
    diff = compare(roster("Amara Diallo,7,4,Room 12"), present(AMARA))

    assert [row.external_id for row in diff.students.new] == ["7"]


def test_teachers_are_added_never_taken_away():
    heading = "Name,Class,Teacher,Teacher email"
    there = PresentStaff(5, "Jo Lind", "jo@maple.example")
    diff = compare(
        roster("Bo,Room 12,Ada Okonkwo,ada@maple.example", heading=heading),
        present(staff=(there,), assignments=frozenset({(5, "r12")})),
    )

    assert [row.name for row in diff.staff.new] == ["Ada Okonkwo"]
    assert [row.staff_key for row in diff.assignments_new] == ["ada@maple.example"]


@given(st.sets(st.integers(1, 30)), st.sets(st.integers(1, 30), min_size=1))
def test_every_student_is_counted_once(before, after):
    held = tuple(PresentStudent(n, f"Child {n}", "Child", str(n)) for n in sorted(before))
    rows = [f"Child,{n},,Room 12" for n in sorted(after)]
    diff = compare(roster(*rows), present(*held, seats=[(student.id, "r12") for student in held]))

    found = diff.students
    assert {int(row.external_id) for row in found.new} == after - before
    assert len(found.changed) + len(found.same) == len(after & before)
    assert {student.id for student in diff.leaving} == before - after


def test_a_guessed_called_name_replaces_none_that_is_known():
    present = Present(
        students=(PresentStudent(1, "Oluwaseun Adeyemi", called="Seun", external_id="7"),)
    )
    guessed = Roster(students=(StudentRow("a", "Oluwaseun Adeyemi", "Oluwaseun", "7"),))
    written = Roster(students=(StudentRow("a", "Oluwaseun Adeyemi", "Sheun", "7"),))
    assert not compare(guessed, present).students.changed
    (change,) = compare(written, present).students.changed
    assert change.to_write == {"called": "Sheun"}


@pytest.mark.parametrize(
    ("held", "written"),
    [
        (PresentStudent(1, "Bo Familybb", "Bo", "101"), {"called": "Robert"}),
        (PresentStudent(1, "Bo Familybb", "Bobby", "101"), {}),  # never our guess
        (PresentStudent(1, "Bo Familybb", "Bo", "101", hand_edited=frozenset({"called"})), {}),
    ],
)
def test_a_called_name_that_was_guessed_follows_the_name(held, written):
    diff = compare(roster("Robert Familybb,101,,Room 12"), present(held))

    (change,) = diff.students.changed
    assert change.to_write == {"name": "Robert Familybb"} | written


def test_a_called_name_does_not_leave_the_name_that_a_person_wrote():
    held = PresentStudent(1, "Robert Familybb", "Robert", "101", hand_edited=frozenset({"name"}))

    (kept,) = compare(roster("Bo Familybb,101,,Room 12"), present(held)).students.kept

    assert [field.field for field in kept.fields] == ["name"]
