"""A teacher shapes a board: settings, tiles, languages, moves, one step back, and two at once."""

import json
import re
from pathlib import Path

import pytest
from django.urls import reverse

from choiceboards.models import Activity, Board, BoardText, Level, Pick, TileText
from choiceboards.services import Choice, pick, start, tile_mark
from tests.factories import (
    NOW,
    ActivityFactory,
    BoardTextFactory,
    StudentFactory,
    TileTextFactory,
)

STRINGS = Path(__file__).parents[3] / "shared/data/strings/naughty/blns.json"


@pytest.fixture
def okonkwo(sign_in, teacher):
    """The client, signed in as the teacher of Room 12."""
    return sign_in(teacher)


@pytest.fixture
def at(section, board):
    """`at("edit_tile", tile.key)` on the board of Room 12."""
    return lambda name, *keys: reverse(name, args=[section.key, board.key, *keys])


def filled(client, url, **changed):
    """What the form at this address sends when only `changed` is typed."""
    form = client.get(url).context["form"]
    said = {}
    for field in form:
        value = field.value()
        if value is True:
            said[field.html_name] = "on"
        elif value not in {None, False} if not isinstance(value, list) else value:
            said[field.html_name] = value
    return {name: value for name, value in {**said, **changed}.items() if value is not None}


def send(client, url, **changed):
    return client.post(url, filled(client, url, **changed))


def order(board):
    return list(board.activities.on_board().values_list("title", flat=True))


def undo(client, at, board):
    board.refresh_from_db()
    return client.post(at("undo_board"), {"version": board.version})


# --- settings -------------------------------------------------------------------------------------
def test_every_setting_of_a_board_is_kept(okonkwo, section, board, at):
    response = send(
        okonkwo,
        at("edit_board"),
        title="كسور <b>",
        directions="Be kind",
        subject="Math",
        grades="k – 2",
        language="ar",
        standards="4.NF.A.1\n\n 4.NF.B.3 \n4.NF.A.1",
        shape="grid",
        rows="4",
        columns="5",
        rule="count",
        may_pick="3",
        most_minutes="45",
        most_read="2",
    )
    assert response.status_code == 302
    board.refresh_from_db()
    assert (board.title, board.directions, board.subject) == ("كسور <b>", "Be kind", "Math")
    assert (board.grades, board.language) == ("K-2", "ar")
    assert board.standards == ["4.NF.A.1", "4.NF.B.3"]
    assert (board.shape, board.rows, board.columns) == ("grid", 4, 5)
    assert (board.rule, board.may_pick, board.most_minutes) == ("count", 3, 45)
    assert (board.at_most, board.courses, board.version) == ({"read": 2}, {}, 2)
    section.refresh_from_db()
    assert section.pulse == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": " "}, "This field is required."),
        ({"rule": "line", "shape": "list"}, "A line needs a grid."),
        ({"rule": "courses"}, "Courses need a learning menu."),
        ({"rule": "courses", "shape": "menu"}, "how many tiles of at least one course"),
        ({"rows": "2", "columns": "4"}, "hold 8 tiles, and the board has 9"),
        ({"rows": "6"}, "Choose a whole number from 2 to 5."),
        ({"columns": "1"}, "Choose a whole number from 2 to 5."),
        ({"may_pick": "0"}, "Choose a whole number from 1 to 40."),
        ({"may_pick": "nine"}, "Choose a whole number from 1 to 40."),
        ({"most_minutes": "2"}, "Choose a whole number from 5 to 600."),
        ({"most_read": "-1"}, "Choose a whole number from 0 to 40."),
        ({"grades": "4th"}, "Write one grade or two"),
        ({"grades": "5-3"}, "The lower grade comes first"),
        ({"standards": "s" * 301}, "300 letters or fewer"),
        ({"may_pick": "9"}, "The board has 8 tiles to choose."),
        (
            {"rule": "courses", "shape": "menu", "course_main": "40", "course_starter": "1"},
            "All courses together: 40 tiles at most.",
        ),
        ({"standards": "\n".join("abcdefghijklm")}, "12 standards are the most"),
        ({"language": "xx"}, "Select a valid choice."),
        ({"shape": "circle"}, "Select a valid choice."),
    ],
)
def test_a_board_that_cannot_be_is_refused_in_words_and_what_was_typed_stays(
    okonkwo, board, at, changed, words
):
    response = send(okonkwo, at("edit_board"), **{"directions": "Typed words", **changed})
    assert response.status_code == 422
    assert words in response.text
    assert "Typed words" in response.text
    assert Board.objects.get(pk=board.pk).directions == ""


@pytest.mark.parametrize(
    ("changed", "picks"),
    [
        ({"rule": "line"}, 3),
        ({"rule": "courses", "shape": "menu", "course_main": "2", "course_dessert": "1"}, 3),
        ({"rule": "all", "shape": "playlist"}, 8),  # one of the nine is a must-do
        ({"rule": "count", "may_pick": "4"}, 4),
    ],
)
def test_the_rule_says_how_many_a_student_may_hold(okonkwo, board, at, changed, picks):
    assert send(okonkwo, at("edit_board"), **changed).status_code == 302
    assert Board.objects.get(pk=board.pk).may_pick == picks


def test_a_wider_grid_keeps_every_tile_in_its_row_and_column(okonkwo, board, at):
    send(okonkwo, at("edit_board"), rows="4", columns="5")
    places = list(board.activities.values_list("position", flat=True))
    assert places == [1, 2, 3, 6, 7, 8, 11, 12, 13]


def test_tiles_follow_a_standard_that_moves_and_keep_one_that_is_reworded(okonkwo, board, at):
    Board.objects.filter(pk=board.pk).update(standards=["One", "Two", "Three"])
    tile = board.activities.first()
    Activity.objects.filter(pk=tile.pk).update(standards=[1, 2, 3])

    send(okonkwo, at("edit_board"), standards="Two\nOne")
    tile.refresh_from_db()
    assert tile.standards == [1, 2]
    send(okonkwo, at("edit_board"), standards="Two, but clearer\nOne")
    tile.refresh_from_db()
    assert tile.standards == [1, 2]


# --- moving ---------------------------------------------------------------------------------------
def test_a_tile_trades_places_with_its_neighbor(okonkwo, board, at, pizza):
    before = order(board)
    okonkwo.post(at("move_tile", pizza.key), {"way": "right"})
    assert order(board)[:2] == [before[1], before[0]]
    okonkwo.post(at("move_tile", pizza.key), {"way": "down"})
    assert order(board)[4] == pizza.title


def test_a_dropped_tile_trades_places_or_takes_an_empty_one(okonkwo, board, at, pizza):
    before = order(board)
    okonkwo.post(at("move_tile", pizza.key), {"to": "9"})
    assert order(board) == [before[8], *before[1:8], pizza.title]
    Board.objects.filter(pk=board.pk).update(columns=4)
    okonkwo.post(at("move_tile", pizza.key), {"to": "12"})
    pizza.refresh_from_db()
    assert pizza.position == 12


def test_on_a_menu_a_tile_moves_within_its_course(okonkwo, board, at, tiles, pizza):
    Board.objects.filter(pk=board.pk).update(shape="menu")
    board.activities.update(course="starter")
    board.activities.filter(position=2).update(course="main")
    third = board.activities.get(position=3)
    okonkwo.post(at("move_tile", third.key), {"way": "up"})
    third.refresh_from_db()
    assert third.position == 1
    okonkwo.post(at("move_tile", third.key), {"to": "2"})  # another course's
    third.refresh_from_db()
    assert third.position == 1


@pytest.mark.parametrize(
    "said", [{"way": "left"}, {"way": "up"}, {"way": "sideways"}, {}, {"to": "10"}, {"to": "x"}]
)
def test_no_tile_moves_over_the_edge(okonkwo, board, at, pizza, said):
    before = order(board)
    assert okonkwo.post(at("move_tile", pizza.key), said).status_code == 302
    assert order(board) == before


def test_a_move_with_htmx_answers_the_tiles_alone(okonkwo, at, pizza):
    htmx = {"HX-Request": "true", "HX-Target": "div#tiles"}
    response = okonkwo.post(at("move_tile", pizza.key), {"way": "down"}, headers=htmx)
    assert response.text.lstrip().startswith('<div class="stack gap-3" id="tiles"')
    assert response.text.index(">Fold and compare<") < response.text.index(f">{pizza.title}<")


@pytest.mark.parametrize(
    ("shape", "way", "words"),
    [
        ("grid", "down", "is in row 2, column 1 now."),
        ("grid", "up", "is in row 1, column 1 now."),  # over the edge: it stays
        ("list", "down", "is number 2 of 9 now."),
    ],
)
def test_a_move_is_said_to_whoever_does_not_see_it(okonkwo, board, at, pizza, shape, way, words):
    Board.objects.filter(pk=board.pk).update(shape=shape)
    htmx = {"HX-Request": "true", "HX-Target": "div#tiles"}
    page = okonkwo.post(at("move_tile", pizza.key), {"way": way}, headers=htmx)
    said = f'<div data-hx-swap-oob="innerHTML:#live">“{pizza.title}” {words}</div>'
    assert said in page.text
    assert re.search(rf'id="m{pizza.key}"\s+data-focus-now', page.text)
    assert "data-hx-swap-oob" not in okonkwo.get(at("board")).text


def test_empty_places_of_a_grid_offer_a_new_tile(okonkwo, board, at):
    Board.objects.filter(pk=board.pk).update(columns=4)
    page = okonkwo.get(at("board"))
    assert page.text.count("Add a tile at place") == 3
    assert f"{at('new_tile')}?at=12" in page.text


# --- tiles ----------------------------------------------------------------------------------------
EVERYTHING = {
    "title": "Pizza, again",
    "kind": "solve",
    "minutes": "25",
    "capacity": "5",
    "tint": "rose",
    "usual_level": "2",
    "formats": ["watch", "talk"],
    "products": "A poster\n\n A song \nA poster",
    "level_1": "",
    "level_2": "Do two.",
    "minutes_2": "30",
    "standards": ["1"],
    "materials": "Paper",
    "kit": "A ruler\nGlue",
    "link": "example.org/pizza",
    "needs_device": "on",
    "needs_internet": "on",
    "company": "together",
    "asks": ["read"],
    "offers": ["read_aloud", "quiet"],
    "rubric": "I can share fairly",
    "exemplar": "A cut pizza",
    "exemplar_link": "https://example.org/x",
    "is_closed": "on",
}


def test_every_field_of_a_tile_is_kept(okonkwo, board, at, pizza):
    assert send(okonkwo, at("edit_tile", pizza.key), **EVERYTHING).status_code == 302

    kept = Activity.objects.get(pk=pizza.pk)
    assert (kept.title, kept.kind, kept.icon, kept.minutes) == (
        "Pizza, again",
        "solve",
        "puzzle",
        25,
    )
    assert (kept.capacity, kept.tint, kept.usual_level) == (5, "rose", 2)
    assert (kept.formats, kept.products) == (["watch", "talk"], ["A poster", "A song"])
    assert (kept.standards, kept.materials, kept.kit) == ([1], "Paper", ["A ruler", "Glue"])
    assert (kept.link, kept.needs_device, kept.needs_internet) == (
        "https://example.org/pizza",
        True,
        True,
    )
    assert (kept.company, kept.asks, kept.offers) == ("together", ["read"], ["read_aloud", "quiet"])
    assert (kept.rubric, kept.exemplar) == (["I can share fairly"], "A cut pizza")
    assert (kept.exemplar_link, kept.is_closed) == ("https://example.org/x", True)
    assert [(row.number, row.directions, row.minutes) for row in kept.levels.all()] == [
        (2, "Do two.", 30),
        (3, "Write a third fraction for each pair.", None),
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "This field is required."),
        ({"directions": "d" * 1001}, "at most 1000 characters"),
        ({"minutes": "0"}, "Choose a whole number from 1 to 120."),
        ({"minutes": "soon"}, "Choose a whole number from 1 to 120."),
        ({"minutes_1": "0"}, "Choose a whole number from 1 to 120."),
        ({"capacity": "0"}, "Choose a whole number from 1 to 999."),
        ({"kind": "nap"}, "Select a valid choice."),
        ({"formats": ["nap"]}, "Select a valid choice."),
        ({"asks": ["nap"]}, "Select a valid choice."),
        ({"standards": ["7"]}, "Select a valid choice."),
        ({"products": "p" * 41}, "Say each way in 40 letters or fewer."),
        ({"products": "1\n2\n3\n4\n5\n6\n7"}, "6 ways are enough. Leave some out."),
        ({"kit": "k" * 81}, "Say each thing in 80 letters or fewer."),
        ({"rubric": "1\n2\n3\n4\n5\n6\n7"}, "6 lines are enough. Leave some out."),
        ({"link": "javascript:alert(1)"}, "That is not a link."),
        ({"exemplar_link": "ftp://example.org/x"}, "That is not a link."),
        ({"level_1": ""}, "This is the level shown first. Say what is asked."),
        ({"level_2": "", "minutes_2": "5"}, "Say what is asked, or leave its minutes empty."),
        ({"usual_level": "9"}, "Select a valid choice."),
    ],
)
def test_a_tile_that_cannot_be_is_refused_in_words(okonkwo, at, pizza, changed, words):
    response = send(okonkwo, at("edit_tile", pizza.key), **changed)
    assert response.status_code == 422
    assert words in response.text
    assert Activity.objects.get(pk=pizza.pk).title == pizza.title


def test_a_tile_of_1000_letters_is_kept_whole(okonkwo, at, pizza):
    assert send(okonkwo, at("edit_tile", pizza.key), directions="d" * 1000).status_code == 302
    assert len(Activity.objects.get(pk=pizza.pk).directions) == 1000


def test_fewer_seats_than_students_who_hold_one_are_refused(okonkwo, section, at, pizza):
    for _number in range(3):
        pick(student=StudentFactory(section=section), activity=pizza, choice=Choice(), now=NOW)

    refused = send(okonkwo, at("edit_tile", pizza.key), capacity="2")
    assert refused.status_code == 422
    assert "3 students have this tile. Leave at least that many seats." in refused.text
    assert send(okonkwo, at("edit_tile", pizza.key), capacity="3").status_code == 302


def test_a_picked_tile_stays_a_choice_and_a_must_do_stays_one(okonkwo, student, at, pizza):
    pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    refused = send(okonkwo, at("edit_tile", pizza.key), is_must="on")
    assert refused.status_code == 422
    assert "Students have picked this tile. It stays as it is." in refused.text


def test_a_started_pick_keeps_what_it_showed_and_the_page_says_how_many_started(
    okonkwo, student, at, pizza
):
    pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    start(student=student, activity=pizza, now=NOW)
    assert "1 student has started." in okonkwo.get(at("board")).text

    assert send(okonkwo, at("edit_tile", pizza.key), title="Something else").status_code == 302

    assert Pick.objects.get().showed["title"] == pizza.title


def test_a_new_tile_lies_where_it_was_asked_for(okonkwo, board, at):
    Board.objects.filter(pk=board.pk).update(rows=4)
    url = f"{at('new_tile')}?at=11"
    said = {"title": "Sing it", "kind": "record", "directions": "Sing.", "level_1": "A verse."}
    assert send(okonkwo, url, **said).status_code == 302
    made = board.activities.get(title="Sing it")
    assert (made.position, made.icon, made.levels.count()) == (11, "microphone", 1)


def test_a_full_board_says_that_a_copy_has_no_place(okonkwo, board, at, pizza):
    page = okonkwo.post(at("copy_tile", pizza.key), follow=True)
    assert "The board is full. Make it larger, or take a tile off first." in page.text
    assert board.activities.count() == 9


def test_a_copy_has_everything_but_the_students(okonkwo, board, at, pizza, student):
    Board.objects.filter(pk=board.pk).update(rows=4)
    TileTextFactory(activity=pizza, language="fr", materials="Un crayon")
    pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    texts = set(pizza.texts.values_list("language", "materials"))

    okonkwo.post(at("copy_tile", pizza.key))

    made = board.activities.get(position=10)
    assert (made.title, made.products, made.taken) == (pizza.title, pizza.products, 0)
    assert made.levels.count() == pizza.levels.count()
    assert set(made.texts.values_list("language", "materials")) == texts


def test_a_tile_that_nobody_picked_is_gone_and_one_that_was_picked_is_kept_for_her(
    okonkwo, board, at, pizza, comic, student
):
    pick(student=student, activity=pizza, choice=Choice(), now=NOW)

    said = okonkwo.post(at("remove_tile", pizza.key), follow=True).text
    assert "1 student picked it and keeps it." in said
    pizza.refresh_from_db()
    assert pizza.removed_at == NOW
    assert Pick.objects.get().state == "picked"

    okonkwo.post(at("remove_tile", comic.key))
    assert not Activity.objects.filter(pk=comic.pk).exists()
    assert len(order(board)) == 7


def test_a_board_without_tiles_offers_the_first(okonkwo, board, at):
    board.activities.all().delete()
    Board.objects.filter(pk=board.pk).update(shape="list")
    assert "No tiles yet" in okonkwo.get(at("board")).text
    assert okonkwo.get(at("edit_board")).status_code == 200


# --- languages ------------------------------------------------------------------------------------
def test_a_language_is_added_changed_and_removed(okonkwo, at, pizza):
    pizza.texts.all().delete()
    said = {"language": "uk", "title": "Піца", "directions": "Поділи.", "level_1": "Порахуй."}
    said["materials"] = "Олівець"
    assert send(okonkwo, at("new_text", pizza.key), **said).status_code == 302
    text = pizza.texts.get()
    assert (text.language, text.title, text.levels) == ("uk", "Піца", ["Порахуй.", "", ""])
    assert text.materials == "Олівець"

    url = at("edit_text", pizza.key, "uk")
    assert send(okonkwo, url, title="Піца!").status_code == 302
    assert pizza.texts.get().title == "Піца!"

    assert okonkwo.post(at("drop_text", pizza.key, "uk")).status_code == 302
    assert not pizza.texts.exists()


def test_a_board_is_said_in_a_language_changed_and_said_in_it_no_more(okonkwo, board, at):
    said = {"language": "ht", "title": "Fraksyon", "directions": "Chwazi de."}
    assert send(okonkwo, at("new_board_text"), **said).url == at("edit_board")
    text = board.texts.get()
    assert (text.language, text.title, text.directions) == ("ht", "Fraksyon", "Chwazi de.")
    assert at("edit_board_text", "ht") in okonkwo.get(at("edit_board")).text

    url = at("edit_board_text", "ht")
    assert send(okonkwo, url, title="Fraksyon yo", directions="").status_code == 302
    text.refresh_from_db()
    assert (text.title, text.directions) == ("Fraksyon yo", "")

    page = okonkwo.post(at("drop_board_text", "ht"), follow=True)
    assert "The board’s words are not in Kreyòl ayisyen any more." in page.text
    assert not board.texts.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": " "}, "This field is required."),
        ({"title": "t" * 81}, "at most 80 characters"),
        ({"directions": "d" * 201}, "at most 200 characters"),
        ({"language": "es"}, "Select a valid choice."),  # it is there already
        ({"language": "en"}, "Select a valid choice."),  # the board's own
        ({"language": ""}, "This field is required."),
    ],
)
def test_words_of_a_board_that_cannot_be_are_refused_in_words(okonkwo, board, at, changed, words):
    BoardTextFactory(board=board, language="es")
    said = {"language": "uk", "title": "Дроби", "directions": "Обери.", **changed}
    page = send(okonkwo, at("new_board_text"), **said)
    assert page.status_code == 422
    assert words in page.text
    assert board.texts.get().language == "es"


def test_a_language_that_the_link_names_is_chosen_already(okonkwo, board, at, pizza):
    pizza.texts.all().delete()
    for url in (at("new_board_text"), at("new_text", pizza.key)):
        assert '<option value="uk" selected>' in okonkwo.get(f"{url}?in=uk").text
        assert okonkwo.get(f"{url}?in=<b>").text.count(" selected>") == 0


def test_what_the_tile_says_beside_its_words_is_text(okonkwo, at, pizza):
    Activity.objects.filter(pk=pizza.pk).update(materials="<img src=x>")
    pizza.levels.update(directions="<b>Bold</b>")
    page = okonkwo.get(at("new_text", pizza.key)).text
    assert "&lt;img src=x&gt;" in page
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page


def test_what_is_typed_is_marked_with_its_language(okonkwo, board, at, pizza):
    BoardTextFactory(board=board, language="ar")
    page = okonkwo.get(at("edit_board_text", "ar")).text
    assert re.findall(r'<(input|textarea)[^>]* name="(\w+)"[^>]* dir="auto" lang="ar"', page) == [
        ("input", "title"),
        ("textarea", "directions"),
    ]
    (asked,) = re.findall(r"<textarea.*?>", okonkwo.get(at("new_board_text")).text)
    assert "lang=" not in asked


def test_a_new_language_is_sent_to_its_own_page(okonkwo, at, pizza):
    page = okonkwo.get(at("new_text", pizza.key))
    assert re.search(
        r'<form\s+class="stack gap-4"\s+id="edit"\s+method="post"\s+novalidate>', page.text
    )


def test_a_language_that_is_there_already_is_not_offered_again(okonkwo, at, pizza):
    TileText.objects.all().delete()
    TileTextFactory(activity=pizza, language="es")
    said = {"language": "es", "title": "Otra", "directions": "Otra."}
    assert send(okonkwo, at("new_text", pizza.key), **said).status_code == 422
    assert okonkwo.get(at("edit_text", pizza.key, "fr")).status_code == 404


# --- one step back --------------------------------------------------------------------------------
def whole(board):
    """All that a teacher can see of a board."""
    board = Board.objects.get(pk=board.pk)
    tiles = board.activities.on_board()
    skip = {"id", "activity", "version", "before", "_state"}
    facts = [{k: v for k, v in vars(row).items() if k not in skip} for row in (board, *tiles)]
    levels = Level.objects.filter(activity__in=tiles).order_by("activity__position", "number")
    texts = TileText.objects.filter(activity__in=tiles).order_by("activity__position", "language")
    return [
        facts,
        list(levels.values_list("number", "directions", "minutes")),
        list(texts.values_list("language", "title", "directions", "materials", "levels")),
        list(board.texts.values_list("language", "title", "directions")),
    ]


CHANGES = {
    "settings": ("edit_board", {"shape": "list", "title": "T", "standards": "X\nY", "rule": "all"}),
    "tile": ("edit_tile", EVERYTHING),
    "text": (
        "new_text",
        {"language": "uk", "title": "Піца", "directions": "Поділи.", "materials": "Ніж"},
    ),
    "board's text": ("new_board_text", {"language": "uk", "title": "Дроби"}),
    "board's other text": ("edit_board_text", {"title": "Otro título", "directions": ""}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_edit_is_taken_back(okonkwo, board, at, pizza, change):
    name, said = CHANGES[change]
    TileTextFactory(activity=pizza, language="es", materials="Un lápiz")
    BoardTextFactory(board=board)
    before = whole(board)
    keys = {"edit_tile": [pizza.key], "new_text": [pizza.key], "edit_board_text": ["es"]}
    keys = keys.get(name, [])
    assert send(okonkwo, at(name, *keys), **said).status_code == 302
    assert whole(board) != before

    undo(okonkwo, at, board)

    assert whole(board) == before
    assert "undo-board" not in okonkwo.get(at("board")).text


@pytest.mark.parametrize(
    ("name", "said"),
    [("move_tile", {"way": "right"}), ("remove_tile", {}), ("copy_tile", {})],
)
def test_a_move_a_removal_and_a_copy_are_taken_back(okonkwo, board, at, pizza, name, said):
    Board.objects.filter(pk=board.pk).update(rows=4)
    before = whole(board)
    okonkwo.post(at(name, pizza.key), said)
    assert whole(board) != before
    assert f"Undo: {pizza.title}" in okonkwo.get(at("board")).text

    undo(okonkwo, at, board)

    after = whole(board)
    if name == "remove_tile":  # a row anew, with the old key
        for row in (*before[0], *after[0]):
            row.pop("taken", None)
    assert after == before


def test_a_language_of_the_board_that_was_removed_comes_back(okonkwo, board, at):
    BoardTextFactory(board=board)
    before = whole(board)
    okonkwo.post(at("drop_board_text", "es"))
    assert "Undo: the board’s languages" in okonkwo.get(at("board")).text
    undo(okonkwo, at, board)
    assert whole(board) == before


def test_a_change_from_before_boards_had_languages_is_taken_back_without_them(
    okonkwo, board, at, pizza
):
    okonkwo.post(at("move_tile", pizza.key), {"way": "right"})
    board.refresh_from_db()
    del board.before["texts"]
    board.save(update_fields=["before"])
    BoardTextFactory(board=board)
    undo(okonkwo, at, board)
    assert order(board)[0] == pizza.title
    assert board.texts.get().title == "Fracciones"


def test_a_tile_closed_since_is_not_opened_by_taking_an_older_change_back(
    okonkwo, board, at, pizza
):
    okonkwo.post(at("move_tile", pizza.key), {"way": "right"})
    okonkwo.post(at("close_tile", pizza.key), {"closed": "yes"})

    assert "undo-board" not in okonkwo.get(at("board")).text
    undo(okonkwo, at, board)

    assert Activity.objects.get(pk=pizza.pk).is_closed


def test_a_picked_tile_comes_back_with_its_student(okonkwo, board, at, pizza, student):
    pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    okonkwo.post(at("remove_tile", pizza.key))
    undo(okonkwo, at, board)
    pizza.refresh_from_db()
    assert (pizza.removed_at, pizza.position) == (None, 1)
    assert Pick.objects.get().activity == pizza


def test_what_students_did_meanwhile_is_not_taken_back(okonkwo, board, at, pizza, student):
    send(okonkwo, at("edit_tile", pizza.key), capacity="", is_must="on", usual_level="1")
    pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    undo(okonkwo, at, board)
    pizza.refresh_from_db()
    assert pizza.is_must
    assert Pick.objects.get().state == "picked"


def test_seats_given_since_are_not_taken_away(okonkwo, board, at, pizza, section):
    Activity.objects.filter(pk=pizza.pk).update(capacity=1)
    send(okonkwo, at("edit_tile", pizza.key), capacity="3")
    for _number in range(2):
        pick(student=StudentFactory(section=section), activity=pizza, choice=Choice(), now=NOW)
    undo(okonkwo, at, board)
    pizza.refresh_from_db()
    assert (pizza.capacity, pizza.taken) == (2, 2)


@pytest.mark.parametrize("version", ["1", "99", "x", ""])
def test_an_old_step_back_is_refused_in_words(okonkwo, board, at, pizza, version):
    okonkwo.post(at("move_tile", pizza.key), {"way": "right"})
    before = order(board)
    page = okonkwo.post(at("undo_board"), {"version": version}, follow=True)
    assert "Somebody changed the board since. Nothing was taken back." in page.text
    assert order(board) == before


# --- two teachers ---------------------------------------------------------------------------------
def test_whoever_saves_a_tile_second_sees_both_texts_and_may_keep_hers(
    okonkwo, sign_in, coteacher, at, pizza
):
    url = at("edit_tile", pizza.key)
    mine = filled(okonkwo, url, title="Mine", materials="Glue")
    other = sign_in(coteacher)
    assert send(other, url, title="Theirs").status_code == 302

    page = okonkwo.post(url, mine)

    assert page.status_code == 409
    both = [(row.label, row.mine, row.theirs) for row in page.context["both"]]
    assert both == [("Title", "Mine", "Theirs"), ("Materials", "Glue", pizza.materials)]
    assert Activity.objects.get(pk=pizza.pk).title == "Theirs"

    again = {**mine, "seen": page.context["form"]["seen"].value()}
    assert okonkwo.post(url, again).status_code == 302
    assert Activity.objects.get(pk=pizza.pk).title == "Mine"


def test_keeping_mine_is_refused_again_after_a_third_change(okonkwo, sign_in, coteacher, at, pizza):
    url = at("edit_tile", pizza.key)
    mine = filled(okonkwo, url, title="Mine")
    other = sign_in(coteacher)
    send(other, url, title="Theirs")
    page = okonkwo.post(url, mine)
    send(other, url, title="Theirs again")

    again = {**mine, "seen": page.context["form"]["seen"].value()}
    assert okonkwo.post(url, again).status_code == 409
    assert Activity.objects.get(pk=pizza.pk).title == "Theirs again"


def test_two_teachers_on_two_tiles_are_not_in_each_others_way(
    okonkwo, sign_in, coteacher, at, pizza, comic
):
    mine = filled(okonkwo, at("edit_tile", pizza.key), title="Mine")
    send(sign_in(coteacher), at("edit_tile", comic.key), title="Theirs")
    assert okonkwo.post(at("edit_tile", pizza.key), mine).status_code == 302
    assert set(Activity.objects.filter(pk__in=[pizza.pk, comic.pk]).values_list("title")) == {
        ("Mine",),
        ("Theirs",),
    }


def test_whoever_saves_the_settings_second_sees_both(okonkwo, sign_in, coteacher, board, at):
    mine = filled(okonkwo, at("edit_board"), title="Mine", rule="line")
    send(sign_in(coteacher), at("edit_board"), title="Theirs", may_pick="4")

    page = okonkwo.post(at("edit_board"), mine)

    assert page.status_code == 409
    both = {row.label: (row.mine, row.theirs) for row in page.context["both"]}
    assert both == {
        "Title": ("Mine", "Theirs"),
        "Rule": ("Three in a line", "Choose a number of tiles"),
        "Tiles to choose": ("2", "4"),
    }
    again = {**mine, "seen": page.context["form"]["seen"].value()}
    assert okonkwo.post(at("edit_board"), again).status_code == 302
    assert Board.objects.get(pk=board.pk).title == "Mine"


def test_a_language_that_two_add_at_once_is_shown_with_both_texts(
    okonkwo, sign_in, coteacher, at, pizza
):
    url = at("new_text", pizza.key)
    mine = filled(okonkwo, url, language="uk", title="Моя", directions="Моя")
    other = {"language": "uk", "title": "Їхня", "directions": "Моя"}
    send(sign_in(coteacher), url, **other)
    page = okonkwo.post(url, mine)
    assert page.status_code == 422  # the language is there, and not offered again
    assert "Моя" in page.text


def test_a_language_removed_meanwhile_is_not_lost(okonkwo, sign_in, coteacher, at, pizza):
    TileText.objects.all().delete()
    TileTextFactory(activity=pizza, language="es")
    url = at("edit_text", pizza.key, "es")
    mine = filled(okonkwo, url, title="Mía")
    sign_in(coteacher).post(at("drop_text", pizza.key, "es"))

    page = okonkwo.post(url, mine)

    assert page.status_code == 409
    again = {**mine, "seen": page.context["form"]["seen"].value()}
    assert okonkwo.post(url, again).status_code == 302
    assert pizza.texts.get().title == "Mía"


def test_whoever_saves_the_board_s_words_second_sees_both_and_may_keep_hers(
    okonkwo, sign_in, coteacher, board, at
):
    BoardTextFactory(board=board)
    url = at("edit_board_text", "es")
    mine = filled(okonkwo, url, title="Mías")
    send(sign_in(coteacher), url, title="Suyas")

    page = okonkwo.post(url, mine)

    assert page.status_code == 409
    both = [(row.label, row.mine, row.theirs) for row in page.context["both"]]
    assert both == [("Title", "Mías", "Suyas")]
    assert f'href="{at("edit_board")}">Take theirs' in page.text
    again = {**mine, "seen": page.context["form"]["seen"].value()}
    assert okonkwo.post(url, again).status_code == 302
    assert board.texts.get().title == "Mías"


def test_words_of_the_board_removed_meanwhile_are_not_lost(okonkwo, sign_in, coteacher, board, at):
    BoardTextFactory(board=board)
    url = at("edit_board_text", "es")
    mine = filled(okonkwo, url, title="Mías")
    sign_in(coteacher).post(at("drop_board_text", "es"))

    page = okonkwo.post(url, mine)

    assert page.status_code == 409
    assert okonkwo.get(url).status_code == 404
    again = {**mine, "seen": page.context["form"]["seen"].value()}
    assert okonkwo.post(url, again).status_code == 302
    assert BoardText.objects.get().title == "Mías"


@pytest.mark.parametrize("is_picked", [True, False])
def test_a_tile_that_was_taken_off_while_one_wrote_can_be_saved_as_a_new_one(
    okonkwo, sign_in, coteacher, student, board, at, pizza, is_picked
):
    if is_picked:
        pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    mine = filled(okonkwo, at("edit_tile", pizza.key), title="Mine")
    sign_in(coteacher).post(at("remove_tile", pizza.key))

    page = okonkwo.post(at("edit_tile", pizza.key), mine)

    assert page.status_code == 409
    assert "Somebody took this tile off the board." in page.text
    assert okonkwo.post(at("new_tile"), mine).status_code == 302
    assert board.activities.on_board().get(position=1).title == "Mine"


# --- what goes wrong ------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["edit_tile", "move_tile", "copy_tile", "remove_tile", "new_text"])
def test_an_unknown_or_a_foreign_tile_is_not_found(okonkwo, at, name):
    foreign = ActivityFactory()
    for key in ("nobodyshere2", foreign.key):
        assert okonkwo.post(at(name, key), {"title": "x"}).status_code == 404


def chunks(lines, size):
    return [lines[n : n + size] for n in range(0, len(lines), size)]


@pytest.mark.skipif(not STRINGS.is_file(), reason="the shared strings are not here")
def test_every_hostile_line_is_kept_as_it_was_typed(okonkwo, board, at, pizza):
    """Four lines a tile: as its title, its directions, its materials and the first level."""
    url = at("edit_tile", pizza.key)
    base = filled(okonkwo, url)
    typed = [line.strip() for line in json.loads(STRINGS.read_text("utf-8"))]
    typed = [line for line in typed if line and "\0" not in line]
    for first, *others in chunks(typed, 4):
        said = dict(zip(["directions", "materials", "level_1"], others, strict=False))
        limits = {"directions": 1000, "materials": 300, "level_1": 300}
        said = {name: line[: limits[name]].strip() for name, line in said.items()}
        base["seen"] = tile_mark(Activity.objects.get(pk=pizza.pk))
        response = okonkwo.post(url, {**base, **said, "title": first[:60].strip()})
        assert response.status_code == 302, (first, response.text)
        kept = Activity.objects.get(pk=pizza.pk)
        assert kept.title == first[:60].strip()
        assert kept.materials == said.get("materials", base.get("materials", ""))
    assert okonkwo.get(at("board")).status_code == 200


@pytest.mark.parametrize("title", ["<img src=x onerror=alert(1)>", "\u200fמימין לשמאל", "🎲" * 15])
def test_any_title_is_shown_as_text_by_every_page_of_the_editor(okonkwo, board, at, pizza, title):
    Board.objects.update(title=title, directions=title, standards=[title])
    BoardTextFactory(board=board, title=title, directions=title)
    TileTextFactory(activity=pizza, title=title, directions=title, materials=title)
    Level.objects.update(directions=title)
    Activity.objects.update(title=title, directions=title, materials=title)
    okonkwo.post(at("move_tile", pizza.key), {"way": "right"})
    texts = at("edit_board_text", "es"), at("edit_text", pizza.key, "es")
    for url in (at("board"), at("edit_board"), at("new_tile"), at("edit_tile", pizza.key), *texts):
        page = okonkwo.get(url)
        assert page.status_code == 200
        assert "<img src=x" not in page.text
