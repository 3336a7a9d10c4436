"""Tiles of a learning menu: by their courses, and those that are of none are not lost."""

import pytest
from django.urls import reverse

from choiceboards.family import token_of
from choiceboards.family_words import words_or_english
from choiceboards.models import Board
from choiceboards.printed import printed
from choiceboards.shown import shown
from tests.choiceboards.test_editor import order, send, undo
from tests.factories import TODAY, ActivityFactory, BoardFactory


@pytest.fixture
def okonkwo(sign_in, teacher):
    return sign_in(teacher)


@pytest.fixture
def at(section, board):
    return lambda name, *keys: reverse(name, args=[section.key, board.key, *keys])


@pytest.fixture
def menu(board):
    """The board as a menu: one starter, one main dish, the rest of no course."""
    Board.objects.filter(pk=board.pk).update(shape="menu")
    board.activities.filter(position=9).update(course="starter")
    board.activities.filter(position=2).update(course="main")
    board.refresh_from_db()
    return board


def test_tiles_without_a_course_come_last_and_have_no_heading():
    board = BoardFactory.build(shape="menu")
    rows = ActivityFactory.build_batch(3, board=board)
    for position, (row, course) in enumerate(zip(rows, ("", "dessert", "main"), strict=True), 1):
        row.position, row.course = position, course

    said = [(name, [tile.position for tile in tiles]) for name, tiles in shown(board, rows).parts]
    assert said == [("Main dish", [3]), ("Dessert", [2]), ("", [1])]
    paper = printed(board, rows, {}).parts
    assert [(name, [box.number for box in boxes]) for name, boxes in paper] == said


def test_a_student_and_a_family_see_the_tiles_without_a_course(client, sign_in, student, menu):
    page = sign_in(student).get(reverse("my_board", args=[menu.key]))
    assert [len(tiles) for _heading, tiles in page.context["parts"]] == [1, 1, 7]
    client.logout()
    token = token_of(menu, menu.made_by, TODAY)
    parts = client.get(reverse("family_board", args=[token])).context["parts"]
    words = words_or_english("en")
    assert [(name, len(tiles)) for name, tiles in parts] == [
        (words.starter, 1),
        (words.main, 1),
        ("", 7),
    ]


def test_a_grid_that_becomes_a_menu_has_main_dishes_and_can_be_a_grid_again(okonkwo, board, at):
    before = order(board)
    board.activities.filter(position=1).update(course="dessert")
    assert send(okonkwo, at("edit_board"), shape="menu").status_code == 302
    assert "8 tiles had no course and are main dishes now." in okonkwo.get(at("board")).text
    courses = board.activities.values_list("course", flat=True)
    assert list(courses) == ["dessert", *["main"] * 8]
    undo(okonkwo, at, board)
    assert list(courses.all()) == ["dessert", *[""] * 8]
    assert order(board) == before


def test_another_change_of_a_menu_gives_no_courses(okonkwo, menu, at):
    send(okonkwo, at("edit_board"), title="Menu of the week")
    assert menu.activities.filter(course="").count() == 7


def test_the_check_names_each_tile_of_a_menu_that_is_of_no_course(okonkwo, menu, at):
    menu.activities.exclude(position__in=[1, 3]).update(course="main")
    titles = menu.activities.filter(position__in=[1, 3]).values_list("title", flat=True)
    found = okonkwo.get(at("check_board")).context["found"].findings
    errors = [row.words for row in found if row.severity == "error"]
    assert errors == [
        "Of no course of the menu yet: {}.".format(", ".join(f"“{t}”" for t in titles))
    ]


def test_the_check_asks_a_grid_for_no_course(okonkwo, at):
    found = okonkwo.get(at("check_board")).context["found"].findings
    assert not [row.words for row in found if "course" in row.words]
