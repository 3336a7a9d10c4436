"""Columns: any heading, many languages; what is unclear is asked."""

import pytest

from students.roster.headers import match_columns
from students.roster.tables import read_table


def columns(text: str, **options):
    return match_columns(read_table(text.encode()), **options)


def fields(text: str, **options) -> list[str]:
    found = columns(text, **options)
    assert found.questions == ()
    return [match.field for match in found.matches]


@pytest.mark.parametrize(
    ("headings", "wanted"),
    [
        ("Student Name,Student Number,Grade Level", ["name", "external_id", "grade"]),
        ("First Name,Last Name,SIS ID", ["given", "family", "external_id"]),
        ("given_name,FAMILY-NAME,home_language", ["given", "family", "home_language"]),
        ("Nombre,Apellidos,Matrícula", ["given", "family", "external_id"]),
        ("Nom,Prénom,Langue maternelle", ["family", "given", "home_language"]),
        ("Name,Vorname,Geburtsdatum", ["family", "given", "birth_year"]),
        ("Nome,Cognome,Classe", ["given", "family", "class_name"]),
        ("Nome completo,Turma", ["name", "class_name"]),
        ("Naam,Voornaam,Klas", ["family", "given", "class_name"]),
        ("Ad,Soyad,Öğrenci No", ["given", "family", "external_id"]),
        ("Ism,Familiya,Sinf", ["given", "family", "class_name"]),
        ("Họ,Tên,Lớp", ["family", "given", "class_name"]),
        ("الاسم,رقم الطالب", ["name", "external_id"]),
        ("Фамилия,Имя,Отчество,Класс", ["family", "given", "middle", "class_name"]),
        ("Прізвище,Ім'я,Клас", ["family", "given", "class_name"]),
        ("Imię i nazwisko,Oddział", ["name", "class_name"]),
        ("姓名,学号,班级", ["name", "external_id", "class_name"]),
        ("姓,名", ["family", "given"]),
        ("이름,학번", ["name", "external_id"]),
        ("Name,Email,Password", ["name", "", ""]),
        ("Name,Shoe size", ["name", ""]),
    ],
)
def test_headings_of_many_languages_are_known(headings, wanted):
    row = ",".join(f"x{number}" for number in range(headings.count(",") + 1))

    assert fields(f"{headings}\n{row}\n") == wanted


def test_a_class_column_full_of_grades_is_asked_about():
    found = columns("Name,Class\nAmara,4\nBilal,3\n")

    assert [(ask.code, ask.message, ask.choices) for ask in found.questions] == [
        ("which_field", "What is in the column “Class”?", ("class_name", "grade"))
    ]
    assert fields("Name,Class\nAmara,4\nBilal,3\n", chosen={1: "grade"}) == ["name", "grade"]


def test_a_column_that_counts_the_lines_is_not_a_student_number():
    assert fields("No.,Name\n1,Amara\n2,Bilal\n") == ["", "name"]
    assert columns("No.,Name\n41,Amara\n17,Bilal\n").questions[0].choices == ("external_id", "")


def test_two_columns_of_one_meaning_are_asked_about_unless_one_says_nothing():
    found = columns("Name,Student ID,State ID\nAmara,1,71\nBilal,2,72\n")

    assert found.questions[0].message == (
        "Two columns look alike: “Student ID” and “State ID”. Which one do we use?"
    )
    assert fields("Name,Student ID,State ID\nAmara,1,WA\nBilal,2,WA\n") == [
        "name", "external_id", "",
    ]  # fmt: skip


def test_without_a_column_of_names_we_ask():
    found = columns("username;\r\njdoe;\r\n")

    assert [ask.message for ask in found.questions] == ["Which column holds the students’ names?"]
    assert fields("username;\r\njdoe;\r\n", chosen={0: "name"}) == ["name"]


def test_headings_we_do_not_know_are_never_taken_for_students():
    found = columns("Sloinneadh,Rang\nDiallo,Seomra 12\n")

    assert [ask.message for ask in found.questions] == [
        "Is the first line, “Sloinneadh, Rang”, a heading or a student?"
    ]


def test_a_pasted_list_of_names_needs_no_heading():
    found = columns("Amara Diallo\nBilal Haddad\n", pasted=True)

    assert found.has_header is False
    assert [match.field for match in found.matches] == ["name"]
    assert columns("Names\nAmara Diallo\n", pasted=True).has_header is True


def test_samples_are_shown_short_and_printable():
    found = columns("Name,Grade\n" + "x" * 90 + "\x07,4\n")

    assert found.matches[0].samples == ("x" * 40 + "…",)
