"""A new tile on a full board: asked before one types where it goes, and nothing typed is lost."""

import pytest
from django.urls import reverse

from choiceboards import services
from choiceboards.models import Activity, Board
from choiceboards.services import Choice, pick
from students.models import Spark
from tests.choiceboards.test_copies import ROUND_PIZZA
from tests.choiceboards.test_editor import order, send, undo
from tests.factories import NOW, ActivityFactory, BoardFactory, SparkFactory


@pytest.fixture
def okonkwo(sign_in, teacher):
    return sign_in(teacher)


@pytest.fixture
def at(section, board):
    return lambda name, *keys: reverse(name, args=[section.key, board.key, *keys])


def ways(page):
    """What makes room, by its words; nothing where the form does not ask."""
    field = page.context["form"].fields.get("room")
    return field and [words for _key, words in field.choices]


def test_a_full_board_is_named_before_one_chooses_it(okonkwo, section, teacher, board, student):
    BoardFactory(section=section, made_by=teacher, title="Roomy")
    spark = SparkFactory(student=student)
    page = okonkwo.get(reverse("spark_tile", args=[student.key, spark.key]))
    said = {row.title: is_full for row, is_full in page.context["boards"]}
    assert said == {board.title: True, "Roomy": False}
    assert page.text.count("Full: you say there what makes room") == 1


def test_one_way_leads_from_a_board_to_a_new_tile(okonkwo, board, at):
    new = f'href="{at("new_tile")}'
    assert okonkwo.get(at("board")).text.count(new) == 1  # the full board's button
    board.activities.filter(position__in=[4, 5]).delete()
    page = okonkwo.get(at("board")).text
    assert page.count(new) == page.count(f"{new}?at=") == 2  # its free places


def test_a_board_with_a_free_place_does_not_ask(okonkwo, board, at):
    board.activities.filter(position=4).delete()
    assert ways(okonkwo.get(at("new_tile"))) is None


def test_a_tile_from_a_question_goes_into_a_new_row_and_all_is_taken_back_at_once(
    okonkwo, board, at, student
):
    before, spark = order(board), SparkFactory(student=student)
    url = f"{at('new_tile')}?spark={spark.key}"
    assert ways(okonkwo.get(url))[0] == "In a new row"
    assert send(okonkwo, url, **ROUND_PIZZA).status_code == 302
    board.refresh_from_db()
    assert (board.rows, board.activities.get(spark=spark).position) == (4, 10)
    undo(okonkwo, at, board)
    board.refresh_from_db()
    spark.refresh_from_db()
    assert (board.rows, order(board), spark.state) == (3, before, Spark.State.WAITING)


def test_where_no_row_fits_there_is_a_new_column_and_tiles_stay_in_theirs(okonkwo, board, at):
    Board.objects.filter(pk=board.pk).update(rows=5, columns=2)
    board.activities.filter(position=9).update(position=10)
    ActivityFactory(board=board, position=9)
    assert ways(okonkwo.get(at("new_tile")))[0] == "In a new column"
    assert send(okonkwo, at("new_tile"), **ROUND_PIZZA).status_code == 302
    places = board.activities.on_board().values_list("position", flat=True)
    assert list(places) == [1, 2, 3, 4, 5, 7, 8, 10, 11, 13, 14]
    assert board.activities.get(title=ROUND_PIZZA["title"]).position == 3


@pytest.mark.parametrize("shape", ["grid", "list"])
def test_a_tile_that_nobody_picked_makes_room_and_comes_back(
    okonkwo, board, at, student, pizza, comic, shape
):
    Board.objects.filter(pk=board.pk).update(shape=shape)
    if shape == "list":
        for position in range(10, 41):
            ActivityFactory(board=board, position=position, title="Filler")
    pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    before = order(board)
    offered = ways(okonkwo.get(at("new_tile")))
    assert offered[0] == ("In a new row" if shape == "grid" else "Choose one")
    assert f"In place of “{comic.title}”" in offered
    assert f"In place of “{pizza.title}”" not in offered

    sent = send(okonkwo, at("new_tile"), **ROUND_PIZZA, room=comic.key)
    assert sent.status_code == 302
    made = board.activities.on_board().get(title=ROUND_PIZZA["title"])
    assert made.position == comic.position
    assert not Activity.objects.filter(pk=comic.pk).exists()
    undo(okonkwo, at, board)
    assert order(board) == before


def test_what_was_typed_stays_when_the_board_was_filled_meanwhile(okonkwo, board, at):
    Board.objects.filter(pk=board.pk).update(shape="list")
    for position in range(10, 41):
        ActivityFactory(board=board, position=position)
    refused = okonkwo.post(at("new_tile"), ROUND_PIZZA)
    assert refused.status_code == 422
    assert "The board is full. Say where this tile goes." in refused.text
    assert ROUND_PIZZA["title"] in refused.text


def test_a_tile_that_was_picked_meanwhile_stays(board, student, comic):
    pick(student=student, activity=comic, choice=Choice(), now=NOW)
    with pytest.raises(services.BoardFull):
        services.add_tile_with_room(
            board=board, activity=Activity(title="New"), levels=[], by=comic.key, now=NOW
        )
    assert board.activities.on_board().count() == 9


def test_where_every_tile_is_picked_and_no_row_fits_the_page_says_so_at_once(
    okonkwo, board, at, student
):
    Board.objects.filter(pk=board.pk).update(shape="list", rule="all", may_pick=40)
    for position in range(10, 41):
        ActivityFactory(board=board, position=position)
    for tile in board.activities.select_related("board__section"):
        words = "A song" if tile.kind == "idea" else ""
        pick(student=student, activity=tile, choice=Choice(words=words), now=NOW)
    page = okonkwo.get(at("new_tile"))
    assert "No place is free, and somebody picked each tile." in page.text
    refused = okonkwo.post(at("new_tile"), ROUND_PIZZA)
    assert (refused.status_code, ROUND_PIZZA["title"] in refused.text) == (422, True)
