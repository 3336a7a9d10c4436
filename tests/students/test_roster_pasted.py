"""Names as people copy them from anywhere: numbered, dotted, with the family name first."""

import pytest

from students.roster.model import Decisions
from students.roster.read import read_paste


def read(*lines: str, **decisions):
    return read_paste("\n".join(lines), Decisions(**decisions))


def names(reading) -> list[tuple[str, str]]:
    assert reading.questions == ()
    return [(student.name, student.called) for student in reading.roster.students]


def test_a_list_with_the_family_name_first_is_asked_about_once():
    lines = ("Souza, Ana", "Okafor, Ben", "García López, María")

    (question,) = read(*lines).questions
    assert question.message == "Names look like “Souza, Ana”. Is the family name first?"
    assert names(read(*lines, comma_names="family_first")) == [
        ("Ana Souza", "Ana"),
        ("Ben Okafor", "Ben"),
        ("María García López", "María"),
    ]


def test_one_such_name_among_others_is_read_and_said():
    reading = read("Ana Souza", "O'Brien, Siobhán", "Ben Okafor", "Sammy Davis, Jr.")

    assert [student.called for student in reading.roster.students] == [
        "Ana",
        "Siobhán",
        "Ben",
        "Sammy",
    ]
    assert [check.message for check in reading.checks] == [
        "Family name first? We will call this student “Siobhán”.",
        "We read the first line, “Ana Souza”, as a student, not as a heading.",
    ]


@pytest.mark.parametrize("mark", ["{}. ", "{}) ", "  {}.\t", "- ", "• ", "* "])
def test_the_marks_of_a_list_are_taken_off_and_that_is_said(mark):
    if "\t" in mark:
        mark = mark.replace("\t", "  ")
    lines = [mark.format(n) + name for n, name in enumerate(["Ana Souza", "Ben Okafor"], 1)]

    reading = read(*lines)

    assert names(reading) == [("Ana Souza", "Ana"), ("Ben Okafor", "Ben")]
    assert [note.message for note in reading.notes] == [
        "We left out the numbers or dots before the names."
    ]


def test_a_heading_and_blank_lines_do_not_hide_the_marks():
    reading = read("Students", "", "1. Ana Souza", "", "2. Ben Okafor")

    assert names(reading) == [("Ana Souza", "Ana"), ("Ben Okafor", "Ben")]
    assert [student.line for student in reading.roster.students] == [3, 5]


def test_marks_and_commas_come_together():
    lines = ("1. Souza, Ana", "2. Okafor, Ben")

    assert names(read(*lines, comma_names="family_first")) == [
        ("Ana Souza", "Ana"),
        ("Ben Okafor", "Ben"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("Name,Grade", "Ana Souza,4"),  # headings
        ("Family,Given", "Souza,Ana", "Okafor,Ben"),
        ("Ana Souza, 4", "Ben Okafor, K"),  # grades
        ("Ana Souza, Portuguese", "Ben Okafor, English", "Cy Lee, English", "Di Yu, English"),
        ("Souza, Ana, 4", "Okafor, Ben, 4"),
        ('"Souza, Ana";4', '"Okafor, Ben";4'),
    ],
)
def test_a_table_is_still_read_as_a_table(lines):
    reading = read(*lines)

    assert len(reading.columns) > 1


def test_a_mark_on_some_lines_only_is_left_to_a_person():
    reading = read("1. Ana Souza", "Ben Okafor")

    assert [check.code for check in reading.checks] == ["name_unusual", "first_line_read"]
