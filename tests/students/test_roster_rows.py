"""The check page's story: each row ready, to fix or to look at; nothing guessed in silence."""

import pytest

from students.roster.model import Decisions
from students.roster.read import read_paste, read_upload

ROOM_12 = """Name,Student number,Grade,Home language
Amara Diallo,40152,4,French
Nguyễn Minh Anh,40163,4,Vietnamese
Beatriz Carvalho,40170,4,Portuguese
Bilal Haddad,40188,4,Arabic
Emeka Obi,40219,Gr. IV,Igbo
Lucía Morales,40188,4,Spanish
"""


def read(text: str, **decisions):
    return read_upload(text.encode(), Decisions(**decisions))


def told(reading) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.message) for error in reading.errors]


def test_the_list_of_the_mock_up_is_checked_row_by_row():
    reading = read(ROOM_12)

    assert told(reading) == [
        (4, "Student number", "Same student number as row 6, Lucía Morales."),
        (5, "Grade", "Grade “Gr. IV” is not a grade we know."),
        (6, "Student number", "Same student number as row 4, Bilal Haddad."),
    ]
    assert reading.errors[1].suggestion == "4"
    assert reading.errors[1].line == 6
    assert [(check.row, check.message) for check in reading.checks] == [
        (2, "Family name first? We will call this student “Minh Anh”.")
    ]
    assert [row.student is not None for row in reading.rows] == [True] * 3 + [False] * 3
    assert reading.complete is False


def test_fixes_and_skips_make_it_ready():
    reading = read(ROOM_12, fixes={6: {"grade": "4"}}, skipped=frozenset({7}))

    assert reading.complete is True
    emeka = reading.roster.students[4]
    assert (emeka.name, emeka.called, emeka.external_id, emeka.grade, emeka.home_language) == (
        "Emeka Obi",
        "Emeka",
        "40219",
        "4",
        "Igbo",
    )


def test_a_label_the_school_keeps_is_a_grade():
    reading = read("Name,Grade\nAmara,Eagles\n", local_grades=frozenset({"Eagles"}))

    assert reading.roster.students[0].grade == "Eagles"
    assert told(read("Name,Grade\nAmara,Eagles\n")) == [
        (1, "Grade", "Grade “Eagles” is not a grade we know.")
    ]


def test_classes_and_teachers_come_out_of_their_columns():
    reading = read(
        "Name,Student ID,Class,Teacher,Teacher email\n"
        "Amara,1,Room 12,Ada Okonkwo,ada@maple.example\n"
        "Bilal,2,room 12,Ada Okonkwo,ADA@maple.example\n"
        "Amara,1,Art,Jo Lind,nonsense\n"
    )

    roster = reading.roster
    assert [student.name for student in roster.students] == ["Amara", "Bilal"]
    assert [section.name for section in roster.classes] == ["Room 12", "Art"]
    assert [(seat.student_key, seat.class_key) for seat in roster.enrollments] == [
        ("id:1", "name:room 12|"),
        ("id:2", "name:room 12|"),
        ("id:1", "name:art|"),
    ]
    assert [(staff.name, staff.email) for staff in roster.staff] == [
        ("Ada Okonkwo", "ada@maple.example"),
        ("Jo Lind", ""),
    ]
    assert [(row.staff_key, row.class_key) for row in roster.assignments] == [
        ("ada@maple.example", "name:room 12|"),
        ("jo lind", "name:art|"),
    ]
    assert [check.message for check in reading.checks] == [
        "“nonsense” does not look like an e-mail address. We leave it out."
    ]


def test_without_a_class_column_all_join_the_class_of_the_page():
    roster = read("Name\nAmara\nBilal\n", class_name="Room 12").roster

    assert [section.name for section in roster.classes] == ["Room 12"]
    assert len(roster.enrollments) == 2


def test_two_children_of_one_name_are_told_apart_by_number_or_birth_year_or_asked_about():
    assert read("Name,Student ID\nAna Silva,1\nAna Silva,2\n").complete
    assert read("Name,Birthdate\nAna Silva,2016-01-02\nAna Silva,3/4/2015\n").complete
    assert told(read("Name,DOB\nAna Silva,2016-01-02\nAna Silva,2016-09-09\n")) == [
        (2, "Name", "Same name and birth year as row 1. Is it the same child?")
    ]
    same_name = "Name,Class\nAna Silva,4A\nana silva,4B\n"
    assert told(read(same_name)) == [(2, "Name", "Same name as row 1. Is it the same child?")]
    assert len(read(same_name, different=frozenset({3})).roster.students) == 2
    merged = read(same_name, same=frozenset({3})).roster
    assert (len(merged.students), len(merged.enrollments)) == (1, 2)


def test_a_repeated_row_counts_once():
    reading = read("Name,Student ID\nAmara,1\nAmara,1\n")

    assert len(reading.roster.students) == 1
    assert [check.message for check in reading.checks] == [
        "This row says the same as row 1. We add the student once."
    ]


DOUBLE = "Name,Student ID,Class\nAna,1,4A\nCem,2,4B\nDima,2,4C\nDima,2,4D\n"


@pytest.mark.parametrize("keep_rows", [True, False])
def test_a_number_of_two_names_refuses_every_row_that_has_it(keep_rows):
    reading = read(DOUBLE, keep_rows=keep_rows)

    assert told(reading) == [
        (2, "Student ID", "Same student number as row 3, Dima."),
        (3, "Student ID", "Same student number as row 2, Cem."),
        (4, "Student ID", "Same student number as row 2, Cem."),
    ]
    assert [row.name for row in reading.roster.students] == ["Ana"]
    assert [row.name for row in reading.roster.classes] == ["4A"]
    assert [row.student_key for row in reading.roster.enrollments] == ["id:1"]
    mended = read(DOUBLE, fixes={3: {"external_id": "3"}}).roster
    assert [row.name for row in mended.students] == ["Ana", "Cem", "Dima"]


def test_a_row_refused_for_its_grade_still_says_whose_number_it_is():
    text = "Name,Student ID,Grade\n{}\n"
    for rows in ("Cem,2,4\nDima,2,Gr. X", "Dima,2,Gr. X\nCem,2,4"):
        reading = read(text.format(rows))
        assert [row.student for row in reading.rows] == [None, None]
        assert not reading.roster.students


def test_the_same_child_as_one_whose_number_is_double_waits_with_her():
    text = "Name,Student ID\nCem,2\nCem,\nDima,2\n"
    reading = read(text, same=frozenset({3}))

    assert [row.student for row in reading.rows] == [None, None, None]
    assert not reading.roster


def test_birth_years_are_read_and_doubt_is_said():
    reading = read("Name,Born\nAmara,04.02.2016\nBilal,4/2/16\n")

    assert [student.birth_year for student in reading.roster.students] == [2016, None]
    assert [check.message for check in reading.checks] == [
        "We cannot see the birth year in “4/2/16”. We go on without it."
    ]


def test_comma_names_are_asked_about_once():
    text = "Name;Class\nHaddad, Bilal;4A\nDiallo, Amara;4A\n"

    question = read(text).questions[0]
    assert question.message == "Names look like “Haddad, Bilal”. Is the family name first?"
    assert question.choices == ("family_first", "as_written")
    turned = read(text, comma_names="family_first").roster.students[0]
    kept = read(text, comma_names="as_written").roster.students[0]
    assert (turned.name, turned.called) == ("Bilal Haddad", "Bilal")
    assert (kept.name, kept.called) == ("Haddad, Bilal", "Haddad")


def test_names_in_columns_are_one_name_and_called_by_the_given_one():
    reading = read("Vorname,Name,Rufname\nAnna Lena,Müller,Lena\nBo,Ek,\n")

    assert [(student.name, student.called) for student in reading.roster.students] == [
        ("Anna Lena Müller", "Lena"),
        ("Bo Ek", "Bo"),
    ]


def test_refused_cells_say_what_to_do():
    reading = read(f"Name,Student ID,Class\n,1,A\nAm\x01ara,2,A\nBo,3\x07,A\nLi,4,{'x' * 81}\n")

    assert told(reading) == [
        (1, "Name", "There is no name in this row."),
        (
            2,
            "Name",
            "This name holds a sign that cannot be printed (U+0001). Type the name again.",
        ),
        (
            3,
            "Student ID",
            "“Student ID” holds a sign that cannot be printed (U+0007). Type it again.",
        ),
        (4, "Class", "“Class” has 81 letters. We keep up to 80."),
    ]
    assert not reading.roster.students


def test_row_numbers_count_ragged_rows_too():
    reading = read("Name,Grade\nAmara,4\nBilal\nLin,x\n")

    assert [(row, column) for row, column, _ in told(reading)] == [(2, "Grade"), (3, "Grade")]
    assert read("Name,Grade\nAmara,4\nBilal\n", skipped=frozenset({3})).complete


def test_grown_ups_in_a_list_are_left_out_aloud():
    reading = read("Name,Role\nAmara,student\nMs. Okonkwo,Teacher\nBo,Schüler\nLi,wizard\n")

    assert [student.name for student in reading.roster.students] == ["Amara", "Bo", "Li"]
    assert [check.message for check in reading.checks] == [
        "“Teacher” is not a student, so we leave this row out.",
        "We read this row as a student. Is “wizard” a student?",
    ]


def test_columns_we_do_not_keep_are_named():
    reading = read("Name,Password,Shoe size\nAmara,secret,31\n")

    assert [note.message for note in reading.notes] == ["We do not keep: Password, Shoe size."]
    assert reading.rows[0].cells == {"name": "Amara"}


def test_a_pasted_list_is_one_name_a_line():
    reading = read_paste("Amara Diallo\n\nBilal Haddad\n", Decisions(class_name="Room 12"))

    assert [student.name for student in reading.roster.students] == ["Amara Diallo", "Bilal Haddad"]
    assert [check.message for check in reading.rows[0].checks] == [
        "We read the first line, “Amara Diallo”, as a student, not as a heading."
    ]


def test_a_list_pasted_from_a_spreadsheet_is_a_table():
    reading = read_paste("Name\tGrade\nAmara\t4\n")

    assert reading.roster.students[0].grade == "4"
    assert reading.checks == ()


@pytest.mark.parametrize("text", ["", " \n", "\ufeff"])
def test_nothing_pasted_is_said(text):
    assert [error.code for error in read_paste(text).errors] == ["file_empty"]


def test_a_heading_without_students_is_refused():
    assert [error.message for error in read("Ism,Familiya\r\n").errors] == [
        "This file has headings but no students below them. Is it the right file?"
    ]
