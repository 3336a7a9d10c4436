"""Whatever the forms accept, a board file brings back: written, read, made, it is the same."""

from copy import copy

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from choiceboards.board_files import template_of
from choiceboards.forms.board import BoardForm
from choiceboards.forms.tile import TileForm
from choiceboards.languages import every_language
from choiceboards.library import read, write
from choiceboards.models import Activity, Ask, Board, Company, Course, Kind, Offer, Rule, Shape
from choiceboards.services import (
    BoardFull,
    add_tile,
    board_mark,
    levels_of,
    make_board,
    remove_tile,
    save_board,
    tiles_of,
)
from choiceboards.services.versions import OF_BOARD, OF_TILE, facts_of
from students.models import Paper
from tests.factories import NOW, BoardFactory

LETTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
ODD = st.sampled_from(
    ['"\\n\\', "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w", "One\r\nTwo", " x "]
)


def said(most):
    """Any text; now and then as long as it may be."""
    return st.text(LETTERS, max_size=20) | ODD | st.just("é" * most)


def lines(most):
    return st.lists(st.text(LETTERS, max_size=20), max_size=most).map("\n".join)


def number(low, high):
    return st.integers(low, high).map(str) | st.sampled_from([str(low), str(high)])


def maybe(strategy):
    return st.just("") | strategy


def some(choices):
    return st.lists(st.sampled_from(choices), max_size=3)


def agreeing(data):
    """Settings of which each is right, mostly made to go together, so that most are accepted."""
    if data["may_pick"] in {"1", "40"}:
        return data
    shapes = {"line": "grid", "courses": "menu"}
    kept = {"course_starter": "0", "course_dessert": "1"}
    return data | kept | {"shape": shapes.get(data["rule"], data["shape"])}


def with_its_level(data):
    """A tile whose first level is said if any is."""
    usual = f"level_{data['usual_level']}"
    silent = [n for n in "123" if not data[f"level_{n}"].strip()]
    first = {} if len(silent) == 3 or data[usual].strip() else {usual: "Do it."}
    return data | dict.fromkeys((f"minutes_{n}" for n in silent), "") | first


LINKS = st.sampled_from([*["", "example.org", "https://example.org/a?b=c#d"] * 4, "ftp://a.org"])
BOARDS = st.fixed_dictionaries(
    {
        "title": said(80),
        "directions": said(200),
        "subject": said(40),
        "grades": st.sampled_from(["", "K", "pk-2", "3 – 5", "12"]),
        "standards": lines(12).map("I can.\n".__add__),
        "language": st.sampled_from(["", *(code for code, _name in every_language())]),
        "shape": st.sampled_from(Shape.values),
        "rule": st.sampled_from(Rule.values),
        "rows": number(2, 5),
        "columns": number(2, 5),
        "may_pick": number(1, 40),
        "most_minutes": maybe(number(5, 600)),
        **{f"course_{course}": maybe(number(0, 40)) for course in Course.values},
        **{f"most_{kind}": maybe(number(0, 40)) for kind in Kind.values[:3]},
    }
).map(agreeing)
TILES = st.fixed_dictionaries(
    {
        "title": said(60),
        "kind": st.sampled_from(Kind.values),
        "directions": said(1000),
        "course": st.sampled_from(Course.values),
        "minutes": number(1, 120),
        "is_must": st.sampled_from(["", "on"]),
        "capacity": maybe(number(1, 999)),
        "tint": st.sampled_from(Paper.values),
        "usual_level": st.sampled_from("123"),
        "formats": some(["read", "make", "talk"]),
        "products": lines(3),
        "standards": some("1112"),
        "materials": said(300),
        "kit": lines(20),
        "link": LINKS,
        "exemplar_link": LINKS,
        "exemplar": said(300),
        "rubric": lines(3),
        "company": st.sampled_from(Company.values),
        "asks": some(Ask.values),
        "offers": some(Offer.values),
        **{f"level_{number}": said(300) | st.just("") for number in (1, 2, 3)},
        **{f"minutes_{n}": maybe(number(1, 120)) for n in (1, 2, 3)},
    }
).map(with_its_level)


def settled(board, data):
    """Whether the settings were accepted; then they are kept."""
    form = BoardForm(data | {"seen": board_mark(board)}, instance=copy(board), **tiles_of(board))
    if form.is_valid():
        save_board(board=form.instance, seen=form.cleaned_data["seen"])
        board.refresh_from_db()
    return form.is_valid()


def added(board, data):
    form = TileForm(data, instance=Activity(), board=board, levels=[], has_picks=False)
    if form.is_valid():
        try:
            add_tile(board=board, activity=form.instance, levels=form.levels())
        except BoardFull:
            return


def plain(value):
    """A text as a file keeps it, wherever it stands."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def facts(board):
    """All that a file has to bring back; where a tile lies counts on a grid alone."""
    kept = [name for name in OF_TILE if name != "is_closed"]
    if board.shape != Shape.MENU:
        kept.remove("course")
    if board.shape == Shape.GRID:
        kept.append("position")
    tiles = [
        (
            {name: plain(value) for name, value in facts_of(tile, kept).items()},
            [(n, plain(words), minutes or tile.minutes) for n, words, minutes in levels_of(tile)],
        )
        for tile in board.activities.on_board()
    ]
    own = facts_of(board, OF_BOARD) | {"language": board.language or "en"}
    return {name: plain(value) for name, value in own.items()}, tiles


def brought_back(board):
    """What comes of the board's file."""
    reading = read(write(template_of(board)))
    assert [str(fault) for fault in reading.faults] == []
    made = make_board(section=board.section, template=reading.board, by=board.made_by, now=NOW)
    return Board.objects.get(pk=made.pk)


@given(BOARDS, st.lists(TILES, min_size=1, max_size=3), st.booleans(), BOARDS)
@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
def test_whatever_the_forms_accept_comes_back_from_a_file(
    section, teacher, first, tiles, takes_off, second
):
    board = BoardFactory(section=section, made_by=teacher)
    assume(settled(board, first | {"title": f"A {first['title']}"[:80]}))
    for data in tiles:
        added(board, data | {"title": f"A {data['title']}"[:60], "directions": "Do it."})
    here = board.activities.on_board().first()
    if takes_off and here is not None:
        remove_tile(activity=here, now=NOW)
    settled(board, second)
    board.refresh_from_db()
    assert facts(brought_back(board)) == facts(board)


def tile(**changed):
    return {
        "title": "Pizza",
        "directions": "Cut it.",
        "kind": "make",
        "minutes": "10",
        "tint": "sky",
        "company": "either",
        "usual_level": "1",
        **changed,
    }


USUAL = {"title": "Mine", "shape": "grid", "rule": "count", "rows": 3, "columns": 3, "may_pick": 1}


@pytest.mark.parametrize(
    ("asked", "changed"),
    [
        ({}, {"rubric": "1\n2\n3\n4\n5\n6"}),
        ({"standards": "\n".join("abcdefghijkl")}, {"standards": ["12"]}),
        ({}, {"capacity": "999"}),
        ({"most_make": "0"}, {}),
        ({"may_pick": "40"}, {}),
        ({}, {"is_must": "on"}),
        ({"rule": "line"}, {}),
        ({"shape": "menu", "rule": "courses", "course_main": "2"}, {"course": "dessert"}),
    ],
)
def test_what_a_file_refused_once_comes_back(section, teacher, asked, changed):
    board = BoardFactory(section=section, made_by=teacher)
    assert settled(board, USUAL | asked)
    added(board, tile(**changed))
    assert board.activities.count() == 1
    assert facts(brought_back(board)) == facts(board)


def test_a_list_that_was_a_menu_comes_back_without_courses(section, teacher):
    board = BoardFactory(section=section, made_by=teacher)
    settled(board, USUAL | {"shape": "menu"})
    added(board, tile(course="dessert"))
    settled(board, USUAL | {"shape": "list"})
    assert facts(brought_back(board)) == facts(board)
    assert "course" not in write(template_of(board))


def test_a_board_that_would_not_come_back_says_what_to_mend(sign_in, section, teacher):
    """A link from before links were of the web alone, and more words than a file may hold."""
    board = BoardFactory(section=section, made_by=teacher)
    added(board, tile())
    okonkwo, url = sign_in(teacher), reverse("save_board_file", args=[section.key, board.key])
    assert okonkwo.get(url).headers["Content-Type"] == "application/toml"
    for changed, words in (
        ({"link": "ftp://example.org"}, "Tile 1, Pizza: `link` must be a web address"),
        ({"link": "", "rubric": ["é" * 200] * 600}, "The file has more than 200 KB."),
    ):
        board.activities.update(**changed)
        page = okonkwo.get(url, follow=True)
        assert "This board would not come back from its file. Mend this first:" in page.text
        assert words in page.text


def test_a_board_without_tiles_comes_back(section, teacher):
    board = BoardFactory(section=section, made_by=teacher)
    assert facts(brought_back(board)) == facts(board)
    assert facts(board)[1] == []
