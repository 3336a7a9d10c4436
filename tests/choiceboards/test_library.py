"""The boards we ship are complete, fit the database, and speak in short words."""

import re

import pytest

from choiceboards.library import board_templates, parsed, spans
from choiceboards.models import Activity, Kind, Level
from choiceboards.services import make_board
from students.models import Paper
from tests.factories import NOW

BOARDS = board_templates().values()
each_board = pytest.mark.parametrize("template", BOARDS, ids=lambda template: template.name)


def test_there_is_a_board_for_every_grade_from_kindergarten_to_12():
    grades = ["K", *map(str, range(1, 13))]
    assert [grade for grade in grades if not any(spans(row, grade) for row in BOARDS)] == []


def test_a_board_spans_its_own_grades_and_no_others():
    fractions = board_templates()["fractions_in_real_life"]
    grades = ["PK", "K", "2", "3", "5", "6", ""]
    assert [spans(fractions, grade) for grade in grades] == [
        False,
        False,
        False,
        True,
        True,
        False,
        False,
    ]


@each_board
def test_a_board_has_nine_tiles_one_must_do_and_two_to_choose(template):
    assert len(template.tiles) == 9
    assert sum(tile.must for tile in template.tiles) == 1
    assert template.may_pick == 2
    assert 1 <= sum(tile.seats is not None for tile in template.tiles) <= 2


@each_board
def test_a_tile_offers_three_levels_ways_to_explore_and_ways_to_show(template):
    for tile in template.tiles:
        assert len(tile.levels) == 3
        assert tile.formats
        assert set(tile.formats) <= set(Kind.values)
        assert tile.products
        assert tile.paper in Paper.values


@each_board
def test_no_sentence_on_a_tile_is_longer_than_nine_words(template):
    texts = [words for tile in template.tiles for words in (tile.directions, *tile.levels)]
    sentences = [part for text in texts for part in re.split(r"[.?!:]", text)]
    assert [part for part in sentences if len(part.split()) > 9] == []


@each_board
def test_a_board_made_from_it_passes_every_rule_of_the_database(template, section, teacher):
    board = make_board(section=section, template=template, by=teacher, now=NOW)
    board.full_clean()
    for row in [*board.activities.all(), *Level.objects.filter(activity__board=board)]:
        row.full_clean()
    assert board.activities.count() == 9
    assert Level.objects.filter(activity__board=board).count() == 27


def test_fractions_in_real_life_is_the_board_that_was_drawn(board):
    rows = board.activities.values_list("kind", "title", "minutes", "usual_level", "tint")
    assert list(rows) == [
        ("read", "The pizza problem", 10, 1, "sky"),
        ("make", "Fold and compare", 15, 1, "peach"),
        ("record", "Teach it in 1 minute", 15, 2, "lilac"),
        ("move", "Fraction hunt", 10, 1, "butter"),
        ("show", "Show what you know", 10, 2, "mint"),
        ("draw", "Comic strip", 20, 2, "rose"),
        ("solve", "Who ate more?", 15, 3, "aqua"),
        ("talk", "Ask at home", 15, 1, "lime"),
        ("idea", "I have an idea", 20, 2, "lilac"),
    ]
    assert Activity.objects.get(title="Comic strip").icon == "palette"


def test_a_line_that_a_board_file_may_not_have_is_named():
    with pytest.raises(TypeError, match="color"):
        parsed("mine", 'title = "Mine"\ntile = []\ncolor = "red"')
