"""The linter on a board's page: findings in words, paths listed, needs read by the team alone."""

import pytest
from django.urls import reverse

from choiceboards.checking import OF_NEEDS, Paths
from choiceboards.lint_words import findings_said
from choiceboards.models import Activity, Board
from choiceboards.rules import Code, Finding, Severity
from choiceboards.rules.words import SENTENCES
from choiceboards.sheets import sheet_of
from plc.models import AuditEntry
from students.models import Student, Support
from tests.factories import (
    TODAY,
    BlockFactory,
    LessonPlanFactory,
    ProfileAnswerFactory,
    StudentFactory,
    SupportFactory,
)


@pytest.fixture
def okonkwo(sign_in, teacher):
    return sign_in(teacher)


@pytest.fixture
def url(section, board):
    return reverse("check_board", args=[section.key, board.key])


@pytest.fixture
def reading(board):
    """Every tile of the board asks one to read, and helps nobody with it."""
    board.activities.update(asks=["read"], offers=[])


def said(page):
    return [(row.severity, row.words) for row in page.context["found"].findings]


def readings():
    rows = AuditEntry.objects.filter(action="read_supports")
    return sorted(rows.values_list("actor__name", "subject_key"))


# --- words ----------------------------------------------------------------------------------------
NUMBERS = dict.fromkeys(("paths", "of", "pick", "have", "most", "minutes"), 7)


@pytest.mark.parametrize("number", [1, 7])
@pytest.mark.parametrize("code", list(Code))
def test_every_finding_has_a_sentence_that_needs_no_more_than_its_facts(code, number):
    finding = Finding(
        code,
        Severity.NOTE,
        tiles=("t",),
        path=("t",),
        learner="l",
        about="a",
        numbers={**NUMBERS, "paths": number},
    )
    [(_severity, words)] = findings_said([finding], {"t": "“100 % fun”", "l": "Priya", "a": "Read"})
    assert words.endswith((".", "“100 % fun”."))
    assert "%(" not in words


def test_the_words_for_pages_name_what_the_plain_ones_name():
    for code, plain in SENTENCES.items():
        finding = Finding(code, Severity.NOTE, ("t",), ("t",), "l", "a", NUMBERS)
        [(_severity, words)] = findings_said([finding], {"t": "TILE", "l": "WHO", "a": "WHAT"})
        assert ("{learner}" in plain) == ("WHO" in words)
        assert ("{about}" in plain) == ("WHAT" in words)


# --- the page -------------------------------------------------------------------------------------
def test_paths_are_counted_and_errors_come_first(okonkwo, board, url, pizza):
    Board.objects.filter(pk=board.pk).update(standards=["Halves"], most_minutes=600)
    board.activities.update(standards=[])

    page = okonkwo.get(url)

    assert page.context["found"].paths == 28  # 2 of 8, and one must-do
    assert "28 paths" in page.text
    found = said(page)
    first = f"“{pizza.title}”, “Fold and compare”, “Show what you know”"
    words = f"28 of 28 paths miss the standard Halves. The first: {first}."
    assert found[0] == ("error", words)
    order = ["error", "warning", "note"]
    assert [row[0] for row in found] == sorted((row[0] for row in found), key=order.index)


def test_a_line_of_three_on_a_three_by_three_has_eight_paths(okonkwo, board, url):
    Board.objects.filter(pk=board.pk).update(rule="line", may_pick=3)
    board.activities.update(is_must=False)
    assert okonkwo.get(url).context["found"].paths == 8


def test_the_part_alone_is_answered_to_the_board_s_page(okonkwo, url):
    page = okonkwo.get(url, headers={"HX-Request": "true", "HX-Target": "section#check"})
    assert page.text.lstrip().startswith('<section class="card stack gap-3" id="check"')


def test_a_board_without_tiles_and_one_out_of_shape_are_said_in_words(okonkwo, board, url):
    Activity.objects.filter(position=9).update(position=30)
    assert "The board’s shape, rule and tiles do not go together." in okonkwo.get(url).text
    board.activities.all().delete()
    assert "The board has no tiles yet." in okonkwo.get(url).text


def test_who_lacks_a_device_is_named(okonkwo, board, student, url):
    board.activities.update(needs_device=True)
    assert not any("No device" in words for _severity, words in said(okonkwo.get(url)))
    Student.objects.filter(pk=student.pk).update(has_device=False)
    assert any("No device: Priya." in words for _severity, words in said(okonkwo.get(url)))


def test_the_minutes_are_those_of_the_board_s_next_day(okonkwo, section, board, url):
    plan = LessonPlanFactory(section=section, on=TODAY)
    for starts, ends in (("09:00", "09:05"), ("10:00", "10:10")):
        BlockFactory(lesson_plan=plan, kind="work", board=board, starts_at=starts, ends_at=ends)
    page = okonkwo.get(url)
    assert page.context["found"].block == 15
    assert any("15 min" in words for _severity, words in said(page))


def test_without_a_block_the_time_is_not_checked(okonkwo, url):
    page = okonkwo.get(url)
    assert page.context["found"].block is None
    assert "No lesson block is planned for it" in page.text


# --- needs ----------------------------------------------------------------------------------------
def test_a_student_for_whom_no_path_works_is_named_and_the_reading_is_written_down(
    sign_in, teacher, coteacher, student, url, reading
):
    SupportFactory(student=student, barrier="reading", written_by=teacher)

    found = said(sign_in(coteacher).get(url))

    assert any(words.startswith("No path works for Priya.") for _severity, words in found)
    assert readings() == [("Mr. Lind", student.key)]


def test_the_author_s_own_reading_and_an_ended_support_leave_no_trace(
    sign_in, teacher, coteacher, student, url, reading
):
    support = SupportFactory(student=student, barrier="reading", written_by=teacher)
    assert "No path works for Priya" in sign_in(teacher).get(url).text
    Support.objects.filter(pk=support.pk).update(ended_at="2027-01-20T12:00Z")
    assert "No path works for Priya" not in sign_in(coteacher).get(url).text
    assert readings() == []


def test_a_child_s_own_card_of_needs_counts(okonkwo, student, board, url):
    board.activities.update(offers=[])
    ProfileAnswerFactory(student=student, card="needs", choices=["pictures"])
    assert "No path works for Priya" in okonkwo.get(url).text
    assert readings() == [("Ms. Okonkwo", student.key)]


def test_whoever_is_not_named_was_not_read(okonkwo, coteacher, section, student, url, reading):
    other = StudentFactory(section=section, called="Bilal")
    SupportFactory(student=student, barrier="reading", written_by=coteacher)
    SupportFactory(student=other, barrier="hearing", written_by=coteacher)
    okonkwo.get(url)
    assert [subject for _actor, subject in readings()] == [student.key]


def test_extra_time_lengthens_the_work(okonkwo, section, board, student, url):
    board.activities.update(minutes=10)
    plan = LessonPlanFactory(section=section, on=TODAY)
    BlockFactory(lesson_plan=plan, kind="work", board=board, starts_at="09:00", ends_at="09:35")
    SupportFactory(student=student, extra_time=50)
    assert "No path that works for Priya fits" in okonkwo.get(url).text


@pytest.mark.parametrize("class_size", [1, 30])
def test_the_check_costs_the_same_for_1_and_30_students_with_needs(
    sign_in, coteacher, teacher, section, url, class_size, reading, django_assert_num_queries
):
    for _number in range(class_size):
        child = StudentFactory(section=section)
        SupportFactory(student=child, barrier="reading", written_by=teacher)
        ProfileAnswerFactory(student=child, card="needs", choices=["quiet"])
    client = sign_in(coteacher)

    # session, user, classes, board, tiles, savepoint and its end, students, supports (its students
    # in a subquery), needs, blocks, minutes of levels, what was read
    with django_assert_num_queries(13):
        page = client.get(url)

    [words] = [words for _severity, words in said(page) if "No path works for" in words]
    assert words.count(",") >= class_size - 1
    assert len(readings()) == class_size


def test_what_is_so_for_several_is_said_once(okonkwo, section, board, url, reading, student):
    Board.objects.filter(pk=board.pk).update(standards=["Halves"])
    board.activities.filter(position__gt=2).update(standards=[1])
    board.activities.filter(position__lte=2).update(standards=[])
    other = StudentFactory(section=section, called="Bilal")
    for child in (student, other):
        SupportFactory(student=child, barrier="reading")

    found = [words for _severity, words in said(okonkwo.get(url))]

    assert len([words for words in found if words.startswith("No path works for")]) == 1
    assert any(words.startswith("No path works for ") and "Bilal" in words for words in found)
    off = "None of the standards is served by: “The pizza problem”, “Fold and compare”."
    assert off in found


def test_what_tells_of_needs_is_said_of_students_alone():
    assert all(code.value.endswith("_for") for code in OF_NEEDS)


# --- every path -----------------------------------------------------------------------------------
@pytest.fixture
def paths_url(section, board):
    return reverse("board_paths", args=[section.key, board.key])


def test_every_path_is_listed_a_hundred_a_page(okonkwo, board, paths_url):
    Board.objects.filter(pk=board.pk).update(may_pick=4)
    board.activities.update(is_must=False)  # 4 of 9

    first, second = (okonkwo.get(f"{paths_url}?page={n}") for n in (1, 2))

    assert "126 paths" in first.text
    assert (len(first.context["rows"]), len(second.context["rows"])) == (100, 26)
    listed = {tuple(tile.pk for tile in tiles) for tiles, _minutes in first.context["rows"]}
    listed |= {tuple(tile.pk for tile in tiles) for tiles, _minutes in second.context["rows"]}
    assert len(listed) == 126


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999"])
def test_a_page_that_is_none_shows_one_that_is(okonkwo, paths_url, page):
    assert okonkwo.get(f"{paths_url}?page={page}").status_code == 200


def test_of_millions_of_paths_the_first_are_listed(okonkwo, board, paths_url):
    Board.objects.filter(pk=board.pk).update(shape="list", may_pick=12)
    tile = board.activities.first()
    board.activities.update(is_must=False)
    Activity.objects.bulk_create(
        Activity(school_id=board.school_id, board=board, position=n, title=f"T{n}", kind=tile.kind)
        for n in range(10, 26)
    )
    page = okonkwo.get(f"{paths_url}?page=last")
    assert "5200300 paths" in page.text
    assert "The first 10000 are listed." in page.text
    assert okonkwo.get(f"{paths_url}?page=100").context["page"].number == 100


def test_a_must_do_of_a_path_is_told_by_a_flag_and_words_not_by_colour_alone(
    okonkwo, board, paths_url
):
    page = okonkwo.get(paths_url)
    musts = sum(tile.is_must for tiles, _minutes in page.context["rows"] for tile in tiles)

    assert musts > 0
    assert (page.text.count("(must do)"), page.text.count("#flag")) == (musts, musts)


def test_without_a_path_the_page_leads_to_the_check(okonkwo, board, paths_url):
    Board.objects.filter(pk=board.pk).update(may_pick=30)
    assert "No path to list" in okonkwo.get(paths_url).text


def test_paths_are_passed_over_not_kept(board):
    board.refresh_from_db()
    paths = Paths(sheet_of(board, board.activities.all()))
    assert paths[5] == paths[5:6][0]
    assert len(paths) == 28
