"""Names and grades: kept as written, refused in words, order only suggested."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from students.roster.grades import GRADES, parse_grade
from students.roster.names import NAME_LIMIT, comma_parts, joined, read_name


@pytest.mark.parametrize(
    ("written", "name", "called"),
    [
        ("Amara Diallo", "Amara Diallo", "Amara"),
        ("  Tomás   Ó\u00a0Briain ", "Tomás Ó Briain", "Tomás"),
        ("Mary\nJane Smith", "Mary Jane Smith", "Mary"),
        ("Jose\u0301 Peña", "José Peña", "José"),
        ("Anne-Marie d’Arc", "Anne-Marie d’Arc", "Anne-Marie"),
        ("Abdul Rahman Khan", "Abdul Rahman Khan", "Abdul Rahman"),
        ("王小明", "王小明", "王小明"),
        ("जोशी अनिल", "जोशी अनिल", "जोशी"),
        ("Null", "Null", "Null"),
        ("Sukarno", "Sukarno", "Sukarno"),
    ],
)
def test_names_are_kept_as_written(written, name, called):
    reading = read_name(written)

    assert (reading.name, reading.called, reading.problem, reading.checks) == (name, called, "", ())


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("Nguyễn Minh Anh", "Minh Anh"),
        ("Trần Văn Nam", "Nam"),
        ("Kim Min-jun", "Min-jun"),
        ("HADDAD Bilal", "Bilal"),
    ],
)
def test_a_family_name_in_front_is_suggested_not_moved(written, called):
    reading = read_name(written)

    assert reading.name == written
    assert reading.called == called
    assert reading.checks == (("family_first", called),)


@pytest.mark.parametrize(
    ("written", "problem", "sign"),
    [
        ("", "name_missing", ""),
        ("\u200b\ufeff", "name_missing", ""),
        ("Am\x00ara", "name_control", "U+0000"),
        ("Am\x1fara", "name_control", "U+001F"),
        ("Am\x9bara", "name_control", "U+009B"),
        ("Am\ue000ara", "name_control", "U+E000"),
        ("Am\U000e0041ara", "name_control", "U+E0041"),
        ("Am\ufffeara", "name_control", "U+FFFE"),
        ("Am\u202eara", "name_direction", "U+202E"),
        ("Am\u2066ara", "name_direction", "U+2066"),
        ("Jos\ufffd", "name_lost", "U+FFFD"),
        ("40188", "name_no_letters", ""),
        ("😍", "name_no_letters", ""),
        ("a" * (NAME_LIMIT + 1), "name_too_long", ""),
        ("Z" + "\u0316\u0317" * 6, "name_marks", ""),
    ],
)
def test_what_cannot_be_a_name_is_refused(written, problem, sign):
    assert read_name(written)[2:4] == (problem, sign)


@pytest.mark.parametrize(
    ("written", "check"),
    [
        ("=SUM(A1) Diallo", ("name_formula", "=SUM(A1) Diallo")),
        ("@lex", ("name_formula", "@lex")),
        ("X Æ A-12", ("name_unusual", "X Æ A-12")),
        ("<b>Bo</b>", ("name_unusual", "<b>Bo</b>")),
        ("\u200fأحمد", ("name_hidden", "U+200F")),
    ],
)
def test_odd_names_stay_but_are_shown(written, check):
    reading = read_name(written)

    assert reading.problem == ""
    assert reading.checks == (check,)


@given(st.text(max_size=60))
def test_a_name_that_passes_is_printable_and_passes_again(written):
    reading = read_name(written)

    if not reading.problem:
        again = read_name(reading.name)
        assert again.name == reading.name
        assert again.problem == ""
        assert not {"\0", "\n", "\u202e"} & set(reading.name)


def test_comma_names_and_columns():
    assert comma_parts("Haddad, Bilal") == ("Haddad", "Bilal")
    assert comma_parts("Sammy Davis, Jr.") is None
    assert comma_parts("a, b, c") is None
    assert joined("Bilal", "Haddad") == "Bilal Haddad"
    assert joined("小明", "王") == "王小明"


@pytest.mark.parametrize(
    ("written", "grade"),
    [
        *((grade, grade) for grade in GRADES),
        ("04", "4"), ("4th", "4"), ("Grade 4", "4"), ("Gr. 4", "4"), ("fourth grade", "4"),
        ("KG", "K"), ("Kindergarten", "K"), ("Grade K", "K"), ("Pre-K", "PK"),
        ("4º ano", "4"), ("4e année", "4"), ("4. Klasse", "4"), ("4-sinf", "4"),
        ("4 класс", "4"), ("四年级", "4"), ("الصف ٤", "4"), ("Lớp 4", "4"), ("４", "4"),
    ],
)  # fmt: skip
def test_grades_are_read(written, grade):
    assert parse_grade(written).grade == grade


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("Gr. IV", "4"), ("4B", "4"), ("Year 4", "4"), ("CM1", "4"), ("4º", "4"),
        ("4ème", ""), ("5/6", ""), ("13", ""), ("0", ""), ("PS1", ""), ("undergraduate", ""),
    ],
)  # fmt: skip
def test_doubtful_grades_are_only_suggested(written, suggestion):
    assert parse_grade(written) == ("", suggestion)


@given(st.text(max_size=30))
def test_any_grade_is_one_of_the_list_or_none(written):
    assert set(parse_grade(written)) <= {"", *GRADES}
