"""The boards we ship: what they promise is there, fits the database, reads as a grade reads."""

import re

import pytest
from django.urls import reverse

from choiceboards.family import Said, last_day, token_of
from choiceboards.library import board_templates, spans
from choiceboards.models import Activity, Board, Kind, Level
from choiceboards.services import make_board
from students.models import Paper
from tests.factories import NOW, TODAY

BOARDS = board_templates().values()
BANDS = ("K-2", "3-5", "6-8", "9-12")
SUBJECTS = ("Math", "Language arts", "Science", "Social studies")
MOST_WORDS = {"K-2": 9, "3-5": 10, "6-8": 13, "9-12": 15}  # of a sentence
each_board = pytest.mark.parametrize("template", BOARDS, ids=lambda template: template.name)


BILINGUAL = [board for board in BOARDS if any(tile.texts for tile in board.tiles)]
each_bilingual = pytest.mark.parametrize("template", BILINGUAL, ids=lambda board: board.name)


def sentences(text):
    return [part for part in re.split(r"[.?!:;…]", text) if part.strip()]


# --- which there are ------------------------------------------------------------------------------
def test_each_grade_band_has_a_board_for_each_subject():
    there = {(row.grades, row.subject) for row in BOARDS if not row.first_day}
    assert there == {(band, subject) for band in BANDS for subject in SUBJECTS}


def test_each_grade_band_has_a_board_for_the_first_day():
    about_me = [row for row in BOARDS if row.first_day]
    assert sorted(row.grades for row in about_me) == sorted(BANDS)
    assert {row.subject for row in about_me} == {"About me"}


def test_there_is_a_board_for_every_grade_from_kindergarten_to_12():
    grades = ["K", *map(str, range(1, 13))]
    assert [grade for grade in grades if not any(spans(row, grade) for row in BOARDS)] == []


def test_boards_come_in_every_shape_and_by_every_kind_of_choice():
    assert {row.shape for row in BOARDS} == {"grid", "menu", "list", "playlist"}
    assert {row.rule for row in BOARDS} == {"count", "line", "courses"}
    assert {(row.rows, row.columns) for row in BOARDS} == {(2, 3), (3, 3), (4, 4)}


def test_each_grade_band_has_a_board_in_spanish():
    assert {board.grades for board in BILINGUAL} == set(BANDS)


@each_bilingual
def test_a_board_in_spanish_is_so_on_every_tile_in_every_word(template):
    (board,) = template.texts
    assert (board.language, bool(board.directions)) == ("es", bool(template.directions))
    assert (board.title, board.directions) != (template.title, template.directions)
    for tile in template.tiles:
        assert [text.language for text in tile.texts] == ["es"], tile.title
        (text,) = tile.texts
        both = [
            (tile.title, text.title),
            (tile.directions, text.directions),
            (tile.materials, text.materials),
            *zip(tile.levels, text.levels, strict=True),
        ]
        same = [said for here, said in both if bool(here) != bool(said) or (here and here == said)]
        assert same == []


@each_bilingual
def test_spanish_questions_and_calls_are_opened_as_they_are_closed(template):
    for tile in template.tiles:
        for words in (tile.texts[0].title, tile.texts[0].directions, *tile.texts[0].levels):
            assert re.sub(r"[^¿?¡!]", "", words) in {"", "¿?", "¿?¿?", "¡!"}, words


@each_bilingual
def test_the_family_reads_the_whole_board_in_spanish(client, template, section, teacher):
    board = make_board(section=section, template=template, by=teacher, now=NOW)
    Board.objects.filter(pk=board.pk).update(state=Board.State.OPEN)
    link = reverse("family_board", args=[token_of(board, teacher, last_day(TODAY))])

    page = client.get(link, {"in": "es"})

    assert page.status_code == 200
    ((_heading, tiles),) = page.context["parts"]
    assert page.context["title"] == Said(template.texts[0].title, "es")
    assert [(tile.title, tile.materials) for tile in tiles] == [
        (Said(tile.texts[0].title, "es"), Said(tile.texts[0].materials, "es"))
        for tile in template.tiles
    ]


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


# --- what each promises ---------------------------------------------------------------------------
@each_board
def test_a_board_has_standards_one_must_do_that_checks_them_and_room_for_an_idea(template):
    musts = [tile for tile in template.tiles if tile.must]
    numbers = tuple(range(1, len(template.standards) + 1))
    assert [tile.standards for tile in musts] == [numbers]
    assert all(standard.startswith("I can ") for standard in template.standards)
    assert [tile.title for tile in template.tiles if tile.kind == "idea"] == ["I have an idea"]
    assert len(template.tiles) - len(musts) > template.may_pick


@each_board
def test_a_tile_has_three_levels_ways_to_explore_ways_to_show_and_what_is_needed(template):
    for tile in template.tiles:
        assert len(tile.levels) == 3
        assert tile.formats
        assert set(tile.formats) <= set(Kind.values)
        assert tile.products
        assert tile.paper in Paper.values
        assert tile.materials
        assert tile.rubric
        assert tile.standards


@each_board
def test_help_that_a_tile_says_is_ready_is_in_the_file(template):
    """A grown-up reads aloud; an example, a picture card and small steps have to be there."""
    for tile in template.tiles:
        assert ("examples" in tile.offers) == bool(tile.exemplar), tile.title
        if "pictures" in tile.offers:
            assert "picture" in tile.materials, tile.title
        if "steps" in tile.offers:
            is_in_steps = len(sentences(tile.directions)) >= 3
            assert is_in_steps or "card of the steps" in tile.materials, tile.title


@each_board
def test_no_sentence_on_a_tile_is_longer_than_its_grade_reads(template):
    texts = [
        words for tile in template.tiles for words in (tile.directions, *tile.levels, *tile.rubric)
    ]
    most = MOST_WORDS[template.grades]
    parts = [part for text in texts for part in sentences(text)]
    assert [part for part in parts if len(part.split()) > most] == []


@each_board
def test_a_board_made_from_it_passes_every_rule_of_the_database(template, section, teacher):
    board = make_board(section=section, template=template, by=teacher, now=NOW)
    board.full_clean()
    for row in [*board.activities.all(), *Level.objects.filter(activity__board=board)]:
        row.full_clean()
    tiles = len(template.tiles)
    assert board.activities.count() == tiles
    assert Level.objects.filter(activity__board=board).count() == 3 * tiles


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
