"""Boards copied from elsewhere, and a tile that begins with a student's question."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from choiceboards.models import Activity, Board
from students.models import Spark, StaffRole
from tests.factories import (
    NOW,
    TODAY,
    BoardFactory,
    BoardTextFactory,
    SectionFactory,
    SparkFactory,
    StudentFactory,
    TileTextFactory,
)


@pytest.fixture
def okonkwo(sign_in, teacher):
    return sign_in(teacher)


@pytest.fixture
def url(section):
    return reverse("copy_board", args=[section.key])


def titles(page):
    return [board.title for board in page.context["page"]]


def taught(user, section, **dates):
    dates = {"starts_on": TODAY - timedelta(days=500), **dates}
    StaffRole.objects.create(
        user=user, kind="teacher", section=section, school=section.school, **dates
    )
    return section


def test_my_own_classes_are_offered_first_then_last_year_s_and_colleagues(
    okonkwo, teacher, coteacher, section, board, other_teacher, url
):
    last_year = taught(
        teacher,
        SectionFactory(school=section.school, archived_at=NOW - timedelta(days=200)),
        ends_on=TODAY - timedelta(days=220),
    )
    here = {"made_by": teacher, "made_at": NOW - timedelta(days=300)}
    BoardFactory(section=last_year, title="Last year's", state="draft", **here)
    hers = SectionFactory(school=section.school)
    BoardFactory(section=hers, title="A colleague's", made_by=other_teacher, state="open")
    BoardFactory(section=hers, title="Her draft", made_by=other_teacher, state="draft")
    BoardFactory(title="Another school's", state="open")

    assert titles(okonkwo.get(url)) == [board.title, "A colleague's", "Last year's"]


def test_a_copy_is_a_draft_with_every_tile_and_no_student(okonkwo, section, board, url, teacher):
    board.activities.filter(position=2).update(taken=3, is_closed=True)
    TileTextFactory(activity=board.activities.get(position=1), materials="Un lápiz")
    BoardTextFactory(board=board)
    response = okonkwo.post(url, {"board": board.key, "key": uuid4()})

    made = Board.objects.exclude(pk=board.pk).get()
    assert response.url == reverse("board", args=[section.key, made.key])
    assert (made.state, made.copied_from, made.made_by) == ("draft", board, teacher)
    assert made.title == "Fractions in real life (copy)"
    fields = "position title directions minutes is_must capacity products standards rubric".split()
    assert list(made.activities.values_list(*fields)) == list(board.activities.values_list(*fields))
    assert set(made.activities.values_list("taken", "is_closed")) == {(0, False)}
    first = made.activities.get(position=1)
    assert first.levels.count() == 3
    assert list(first.texts.values_list("language", "materials")) == [("es", "Un lápiz")]
    said = made.texts.values_list("language", "title", "directions")
    assert list(said) == [("es", "Fracciones", "Elige dos.")]


def test_a_board_without_tiles_and_one_with_gaps_are_copied(okonkwo, section, teacher, board, url):
    empty = BoardFactory(section=section, made_by=teacher, title="Empty")
    board.activities.filter(position__in=[2, 5]).delete()
    okonkwo.post(url, {"board": empty.key, "key": uuid4()})
    okonkwo.post(url, {"board": board.key, "key": uuid4()})
    assert not empty.copies.get().activities.exists()
    places = board.copies.get().activities.values_list("position", flat=True)
    assert list(places) == [1, 3, 4, 6, 7, 8, 9]


def test_a_copy_into_another_class_of_mine_keeps_its_title(okonkwo, teacher, section, board):
    other = taught(teacher, SectionFactory(school=section.school))
    okonkwo.post(reverse("copy_board", args=[other.key]), {"board": board.key, "key": uuid4()})
    assert other.boards.get().title == board.title


def test_a_class_of_mine_in_another_school_is_copied_from_too(okonkwo, teacher, board):
    other = taught(teacher, SectionFactory())
    okonkwo.post(reverse("copy_board", args=[other.key]), {"board": board.key, "key": uuid4()})
    made = other.boards.get()
    assert (made.school, made.copied_from) == (other.school, None)


def test_a_second_click_leads_to_the_first_copy(okonkwo, board, url):
    said = {"board": board.key, "key": uuid4()}
    first, second = (okonkwo.post(url, said) for _click in range(2))
    assert first.url == second.url
    assert board.copies.count() == 1


@pytest.mark.parametrize("whose", ["another school's", "a colleague's draft", "nobody's"])
def test_a_board_that_is_not_mine_to_copy_is_refused(okonkwo, section, other_teacher, url, whose):
    foreign = {
        "another school's": lambda: BoardFactory(state="open").key,
        "a colleague's draft": lambda: (
            BoardFactory(
                section=SectionFactory(school=section.school), made_by=other_teacher, state="draft"
            ).key
        ),
        "nobody's": lambda: "nobodyshere2",
    }[whose]()
    page = okonkwo.post(url, {"board": foreign, "key": uuid4()})
    assert page.status_code == 422
    assert "That board is not there to copy." in page.text
    assert not section.boards.filter(copied_from__isnull=False).exists()


def test_whoever_left_the_school_copies_no_colleague_s_board(
    sign_in, teacher, section, other_teacher, board
):
    elsewhere = taught(teacher, SectionFactory())
    teacher.staff_roles.filter(section=section).update(ends_on=TODAY - timedelta(days=1))
    hers = SectionFactory(school=section.school)
    BoardFactory(section=hers, title="A colleague's", made_by=other_teacher, state="open")
    page = sign_in(teacher).get(reverse("copy_board", args=[elsewhere.key]))
    assert titles(page) == [board.title]  # her own class of then


def test_words_find_a_board_by_its_title_or_class(okonkwo, section, teacher, board, url):
    BoardFactory(section=section, made_by=teacher, title="Volcanoes", state="open")
    assert titles(okonkwo.get(f"{url}?q=volc")) == ["Volcanoes"]
    assert titles(okonkwo.get(f"{url}?q=nothing like it")) == []
    assert "No board to copy" in okonkwo.get(f"{url}?q=nothing").text


@pytest.mark.parametrize(("number", "shown"), [(1, 1), (30, 30), (1000, 30)])
def test_the_list_costs_the_same_for_1_30_and_1000_boards(
    okonkwo, section, teacher, url, number, shown, django_assert_num_queries
):
    rows = BoardFactory.build_batch(number, section=section, school=section.school, made_by=teacher)
    Board.objects.bulk_create(rows)

    with django_assert_num_queries(5):  # session, user, classes, number of boards, boards
        page = okonkwo.get(url)

    assert len(page.context["page"]) == shown


ROUND_PIZZA = {
    "title": "Round pizza, square box",
    "kind": "solve",
    "directions": "Find out why.",
    "minutes": "10",
    "usual_level": "1",
    "level_1": "Draw both.",
    "tint": "butter",
    "company": "either",
}


# --- from a student's question --------------------------------------------------------------------
def test_a_question_becomes_a_tile_and_is_taken_up(okonkwo, section, board, student):
    Board.objects.filter(pk=board.pk).update(rows=4)
    spark = SparkFactory(student=student, words="Why is pizza round but the box square?")
    learner = okonkwo.get(f"/s/{student.key}/")
    choose = reverse("spark_tile", args=[student.key, spark.key])
    assert choose in learner.text
    url = f"{reverse('new_tile', args=[section.key, board.key])}?spark={spark.key}"
    assert url in okonkwo.get(choose).text

    form = okonkwo.get(url).context["form"]
    assert form["title"].value() == "Why is pizza round but the box square?"
    assert okonkwo.post(url, ROUND_PIZZA).status_code == 302

    made = board.activities.get(position=10)
    assert (made.title, made.spark) == ("Round pizza, square box", spark)
    spark.refresh_from_db()
    assert spark.state == Spark.State.TAKEN_UP


@pytest.fixture
def roomy(board):
    """The board with places to spare."""
    Board.objects.filter(pk=board.pk).update(rows=4)
    board.refresh_from_db()
    return board


def make_a_tile_of(spark, client, section, board):
    url = reverse("new_tile", args=[section.key, board.key])
    assert client.post(f"{url}?spark={spark.key}", ROUND_PIZZA).status_code == 302
    board.refresh_from_db()
    return board.activities.on_board().get(title=ROUND_PIZZA["title"])


def take_back(client, section, board):
    client.post(reverse("undo_board", args=[section.key, board.key]), {"version": board.version})
    board.refresh_from_db()


def said_of(spark, client):
    """What the student's page says of her question."""
    return re.search(r"·\s+(Waiting|Seen|Taken up)", client.get(f"/s/{spark.student.key}/").text)[1]


@pytest.mark.parametrize(("state", "words"), [("waiting", "Waiting"), ("seen", "Seen")])
def test_taking_back_the_tile_opens_the_question_again_and_it_can_be_made_anew(
    okonkwo, section, roomy, student, state, words
):
    spark = SparkFactory(student=student, state=state)
    for _time in range(2):
        make_a_tile_of(spark, okonkwo, section, roomy)
        assert said_of(spark, okonkwo) == "Taken up"
        take_back(okonkwo, section, roomy)
        assert said_of(spark, okonkwo) == words
    assert not Activity.objects.filter(spark=spark).exists()


@pytest.mark.parametrize("order", [1, -1])
def test_a_question_of_two_tiles_is_open_once_neither_has_it(
    okonkwo, section, roomy, student, teacher, order
):
    spark = SparkFactory(student=student)
    boards = [roomy, BoardFactory(section=section, made_by=teacher, rows=4)]
    for board in boards:
        make_a_tile_of(spark, okonkwo, section, board)
    for board, words in zip(boards[::order], ("Taken up", "Waiting"), strict=True):
        take_back(okonkwo, section, board)
        assert said_of(spark, okonkwo) == words


def test_a_tile_that_is_taken_off_and_brought_back_still_knows_its_question(
    okonkwo, section, roomy, student
):
    spark = SparkFactory(student=student)
    tile = make_a_tile_of(spark, okonkwo, section, roomy)
    okonkwo.post(reverse("remove_tile", args=[section.key, roomy.key, tile.key]))
    roomy.refresh_from_db()
    take_back(okonkwo, section, roomy)
    assert roomy.activities.on_board().get(title=tile.title).spark == spark
    assert said_of(spark, okonkwo) == "Taken up"


def test_a_question_of_a_student_of_another_class_begins_nothing(okonkwo, section, board):
    foreign = SparkFactory(student=StudentFactory(section=SectionFactory(school=section.school)))
    url = reverse("new_tile", args=[section.key, board.key])
    form = okonkwo.get(f"{url}?spark={foreign.key}").context["form"]
    assert not form["title"].value()


def test_without_a_board_the_page_says_what_to_do(okonkwo, section, student):
    spark = SparkFactory(student=student)
    page = okonkwo.get(reverse("spark_tile", args=[student.key, spark.key]))
    assert "There is no board that is open or a draft." in page.text


def test_a_question_that_is_another_student_s_is_not_found(okonkwo, section, student):
    spark = SparkFactory(student=StudentFactory(section=section))
    url = reverse("spark_tile", args=[student.key, spark.key])
    assert okonkwo.get(url).status_code == 404
