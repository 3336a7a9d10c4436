"""Board files: read strictly, with every fault in words; written so that they read the same."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from choiceboards.board_files import template_of
from choiceboards.library import (
    BoardTemplate,
    BoardTextTemplate,
    TextTemplate,
    TileTemplate,
    board_templates,
    lines,
    read,
    read_bytes,
    write,
)
from choiceboards.models import Activity, Kind, Level
from choiceboards.services import make_board
from tests.factories import NOW, BoardTextFactory, TileTextFactory

BOARD = """title = "Mine"
grades = "3-5"
subject = "Math"
standards = ["I can count."]
may_pick = 1
"""
TILE = """
[[tile]]
kind = "read"
title = "The pizza problem"
directions = "Read 2 pages."
paper = "sky"
minutes = 10
level = 1
levels = ["With help.", "Alone.", "With a new page."]
formats = ["read"]
products = ["A drawing"]
"""
MUST = TILE.replace("The pizza problem", "Show it") + "must = true\n"
SPANISH = '[[tile.text]]\nlanguage = "es"\ntitle = "T"\ndirections = "D"\n'
SPANISH_BOARD = '[[text]]\nlanguage = "es"\ntitle = "T"\n'
GOOD = BOARD + MUST + TILE + TILE.replace("The pizza problem", "Fold")


def faults(text):
    """What is wrong with the text, in words."""
    reading = read(text)
    assert (reading.board is None) == bool(reading.faults)
    return [str(fault) for fault in reading.faults]


def changed(line, to, text=GOOD):
    """A good file with the last of these lines changed."""
    before, found, after = text.rpartition(f"\n{line} = ")
    assert found
    rest = after.split("\n", 1)[1]
    return f"{before}\n{to}\n{rest}"


def test_a_good_file_is_a_board():
    board = read(GOOD, "mine").board
    assert (board.name, board.title, board.may_pick) == ("mine", "Mine", 1)
    assert [tile.title for tile in board.tiles] == ["Show it", "The pizza problem", "Fold"]
    assert [tile.standards for tile in board.tiles] == [(1,), (1,), (1,)]


# --- one line of a tile ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "to", "words"),
    [
        ("minutes", "minutes = 0", "`minutes` must be a number from 1 to 120."),
        ("minutes", 'minutes = "10"', "`minutes` must be a number from 1 to 120."),
        ("minutes", "minutes = true", "`minutes` must be a number from 1 to 120."),
        ("minutes", "", "`minutes` is missing."),
        ("kind", 'kind = "nap"', "`kind` cannot be “nap”. Choose from: read, listen, watch, make"),
        ("kind", "kind = 0x" + "f" * 3900, "`kind` cannot be this. Choose from: read, listen"),
        ("title", "title = 4", "`title` must be text in quotation marks."),
        ("title", 'title = " "', "`title` is empty."),
        ("title", f'title = "{"t" * 61}"', "`title` has 61 letters. 60 is the most."),
        ("title", 'title = "One\\nTwo"', "`title` must be on one line."),
        ("directions", 'directions = "\\u0000"', "`directions` holds a sign that no text has."),
        ("directions", f'directions = "{"d" * 1001}"', "`directions` has 1001 letters. 1000 is"),
        ("levels", 'levels = "one"', "`levels` must be a list in square brackets."),
        ("levels", 'levels = ["1", "2", "3", "4"]', "`levels` has 4 entries. 3 is the most."),
        ("levels", f'levels = ["{"x" * 301}"]', "Entry 1 of `levels` has 301 letters. 300 is"),
        ("levels", 'levels = ["", "Alone."]', "`level` is 1, but `levels` has no text for it."),
        ("formats", 'formats = ["read", "idea"]', "Entry 2 of `formats` cannot be “idea”."),
        ("formats", 'formats = ["read", "read"]', "`formats` has “read” twice."),
        ("products", f'products = ["{"p" * 41}"]', "Entry 1 of `products` has 41 letters. 40"),
        ("products", 'products = []\nmust = "yes"', "`must` must be true or false, without"),
        ("products", 'products = []\ncolor = "red"', "`color` is not a line we know."),
        ("products", "products = []\nminuts = 4", "not a line we know. Do you mean `minutes`?"),
        ("products", "products = []\nmay_pick = 4", "`may_pick` is about the whole board."),
        ("products", "products = []\nstandards = [2]", "names number 2. The board has 1."),
        ("products", "products = []\nlevel_minutes = [5]", "needs one number for each of"),
        ("products", 'products = []\nlink = "javascript:x"', "`link` must be a web address"),
        ("products", 'products = []\ncourse = "main"', 'A `course` needs `shape = "menu"`.'),
        ("products", "products = []\ntext = 3", "Write [[text]] with two brackets."),
        (
            "products",
            "products = []\n" + SPANISH.replace("es", "Spanish"),
            'text 1: `language` must be a code such as "en" or "es".',
        ),
        (
            "products",
            f'products = []\n{SPANISH}materials = "{"m" * 301}"',
            "text 1: `materials` has 301 letters. 300 is the most.",
        ),
        (
            "products",
            'products = []\n[[tile.text]]\nlanguage = "es"\ntitle = "T"\nrubric = []',
            "text 1: `rubric` is about a tile. Put it right below its [[tile]].",
        ),
        (
            "products",
            "products = []\n"
            + 2 * '[[tile.text]]\nlanguage = "es"\ntitle = "T"\ndirections = "D"\n',
            "There are two texts in “es”.",
        ),
    ],
)
def test_a_wrong_line_of_a_tile_is_told_with_its_tile(line, to, words):
    text = GOOD.replace("\nlevels = ", "\nold = ", 1) if "levels = []" in to else GOOD
    text = GOOD if text == GOOD else _without_last_levels()
    found = [fault for fault in faults(changed(line, to, text)) if words in fault]
    assert len(found) == 1
    assert found[0].startswith("Tile 3")


def _without_last_levels():
    before, _line, after = GOOD.rpartition("\nlevels = ")
    return before + "\n" + after.split("\n", 1)[1]


def test_the_example_of_the_docs():
    text = BOARD + MUST + TILE + TILE + TILE.replace("minutes = 10", "minutes = 0")
    assert faults(text) == [
        "Tile 4, The pizza problem: `minutes` must be a number from 1 to 120.",
    ]


# --- one line of the board ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "to", "words"),
    [
        ("grades", 'grades = "5-3"', '`grades` must be a band such as "3-5", or one grade'),
        ("grades", "grades = 4", '`grades` must be a band such as "3-5", or one grade'),
        ("subject", "", "`subject` is missing."),
        ("standards", 'standards = "I can."', "`standards` must be a list in square brackets."),
        ("standards", 'standards = [""]', "Entry 1 of `standards` is empty."),
        ("may_pick", "may_pick = 99", "`may_pick` must be a number from 1 to 40."),
        ("may_pick", 'rule = "line"\nshape = "list"', 'Three in a line need `shape = "grid"`.'),
        ("may_pick", 'rule = "line"\nmay_pick = 2', "With this rule `may_pick` must be 3."),
        ("may_pick", 'rule = "all"\nmay_pick = 1', "With this rule `may_pick` must be 2."),
        ("may_pick", 'rule = "courses"', 'Courses need `shape = "menu"`.'),
        ("may_pick", 'rule = "courses"\nshape = "menu"', "`courses` must say how many of each"),
        (
            "may_pick",
            'rule = "courses"\nshape = "menu"\ncourses = {soup = 1}',
            "A name in `courses` cannot be “soup”.",
        ),
        ("may_pick", "at_most = {read = 41}", "read in `at_most` must be a number from 0 to 40."),
        ("may_pick", "at_most = 3", "`at_most` must look like this: {read = 1}."),
        ("may_pick", "rows = 2\ncolumns = 6", "`columns` must be a number from 2 to 5."),
        ("may_pick", "tiles = 3", "`tiles` is not a line we know. Do you mean `title`?"),
        ("may_pick", "text = 3", "Write [[text]] with two brackets."),
        ("may_pick", "may_pick = 1\n" + SPANISH_BOARD * 2, "There are two texts in “es”."),
        (
            "may_pick",
            "may_pick = 1\n" + SPANISH_BOARD.replace("title", "titel"),
            "Text 1: `title` is missing.",
        ),
        (
            "may_pick",
            f'may_pick = 1\n{SPANISH_BOARD}directions = "{"d" * 201}"',
            "Text 1: `directions` has 201 letters. 200 is the most.",
        ),
        ("may_pick", "minutes = 3", "`minutes` is about a tile. Put it right below its [[tile]]."),
    ],
)
def test_a_wrong_line_of_the_board_is_told(line, to, words):
    assert [fault for fault in faults(changed(line, to)) if fault.startswith(words)]


def test_more_tiles_than_places_are_refused():
    text = BOARD.replace("may_pick", "rows = 2\ncolumns = 2\nmay_pick") + TILE * 5
    assert faults(text) == ["There are 5 tiles, but only 4 places."]
    text = BOARD + TILE * 2 + TILE + "place = 12\n"
    assert faults(text) == ["A tile lies on place 12. The last one is 9."]
    text = BOARD + TILE + "place = 2\n" + TILE + "place = 2\n"
    assert faults(text) == ["Two tiles lie on place 2."]
    text = BOARD.replace("may_pick", 'shape = "list"\nmay_pick') + TILE * 41
    assert faults(text) == ["There are 41 tiles, but only 40 places."]


@pytest.mark.parametrize(
    ("line", "tiles"),
    [
        ("may_pick = 3", MUST + TILE * 2),
        ("may_pick = 1", MUST),
        ('rule = "line"\nrows = 2\ncolumns = 2', TILE * 3),
        ('rule = "courses"\nshape = "menu"\ncourses = {main = 1}', MUST + TILE),
        ("most_minutes = 5", MUST + TILE),
        ("at_most = {read = 0}", MUST + TILE),
        ("may_pick = 2", ""),
    ],
)
def test_a_board_that_is_not_ready_yet_is_read_and_left_to_the_check(line, tiles):
    """A draft can be saved at any time, and what was saved comes back."""
    board = read(BOARD.replace("may_pick = 1", line) + tiles).board
    assert read(write(board)).board == board


def test_a_board_of_must_dos_alone_asks_for_one_choice_by_the_rule():
    assert read(BOARD.replace("may_pick = 1", 'rule = "all"') + MUST).board.may_pick == 1


def test_points_between_many_words_of_a_text_are_written_so_that_they_are_read():
    board = replace(read(GOOD).board, directions=".".join("abcdefghijklmnopqrstuvwxyz"))
    assert read(write(board)).board == board


def test_without_may_pick_the_rule_says_how_many():
    head = BOARD.replace("may_pick = 1\n", "")
    assert read(head + TILE * 3).board.may_pick == 2
    assert read(head + 'rule = "line"\n' + TILE * 3).board.may_pick == 3
    assert read(head + 'rule = "all"\n' + TILE * 3 + MUST).board.may_pick == 3
    menu = head + 'shape = "menu"\nrule = "courses"\ncourses = {main = 1, starter = 1}\n'
    tiles = [TILE + f'course = "{course}"\n' for course in ("main", "starter")]
    assert read(menu + "".join(tiles)).board.may_pick == 2


# --- what is no board file at all -----------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('title = "A\ngrades', 'Line 1 cannot be read: “title = "A”. Look for a missing'),
        (GOOD.replace("minutes = 10", "minutes 10", 1), "Line 12 cannot be read: “minutes 10”."),
        ('title = "A"\ntitle = "B"', 'Line 2 says something a second time: “title = "B"”.'),
        ('standards = [\n"I can"', "The file ends too early. Look for a missing quotation mark"),
        ("a = " + "[" * 3900, "This is not a board file."),
        ("a = 1\n" + "k." * 20 + "k = 1", "Line 2 has points between too many words."),
        ("[" + 'k . "q r" . ' * 10 + "k]", "Line 1 has points between too many words."),
        ("x" * 4001, "Line 1 has more than 4000 letters."),
        ("# \u20ac\n" * 60_000, "The file has more than 200 KB. A board is much shorter."),
        ("PK\x03\x04", "Line 1 cannot be read: “PK"),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(text, words):
    (found,) = faults(text)
    assert found.startswith(words)


def test_dots_to_write_on_and_a_list_of_short_words_are_text_as_ever():
    text = GOOD.replace('title = "', 'title = "1. a. b, c. d ........................ ', 1)
    assert read(text).faults == ()


def test_bytes_that_are_not_utf_8_are_told_with_their_line():
    (fault,) = read_bytes(GOOD.replace("Mine", "Übung").encode("latin-1")).faults
    assert str(fault) == "Line 1 is not saved as UTF-8. Save the file again as UTF-8 text."
    (fault,) = read_bytes(b"#" * 300_000).faults
    assert str(fault) == "The file has more than 200 KB. A board is much shorter."
    assert read_bytes(b"\xef\xbb\xbf" + GOOD.encode()).board == read("\ufeff" + GOOD).board


def test_every_fault_is_told_at_once():
    text = GOOD.replace("minutes = 10", "minutes = 0").replace('grades = "3-5"', 'grades = "x"')
    assert len(faults(text)) == 4


@pytest.mark.parametrize("rows", ['tile = "x"', "tile = [1, 2]", "[tile]\nminutes = 4"])
def test_tiles_that_are_no_tables_are_told(rows):
    words = faults(f"{BOARD}{rows}\n")
    assert "Write [[tile]] with two brackets." in words


@pytest.mark.parametrize(
    "line", ["[" + "a." * 1990 + "a]", "a." * 1990 + "a = 1", "a = " + "[" * 900]
)
def test_a_hostile_file_of_full_size_is_read_to_its_end(line):
    text = "".join(f"b{n}{line}\n" if line[0] == "a" else f"{line}\n" for n in range(49))
    assert faults(text)


@given(st.text(max_size=300) | st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_and_no_bytes_bring_the_reader_down(content):
    reading = read(content) if isinstance(content, str) else read_bytes(content)
    assert reading.faults


@pytest.mark.parametrize("line", [*lines.TILE, *lines.BOARD, "text"])
def test_any_value_on_any_line_is_read_or_told_in_a_sentence(line):
    for value in ("1", "[]", "{}", '""', "true", "[[1]]", "1979-05-27", "nan", "{a = {b = 1}}"):
        for text in (f"{BOARD}{line} = {value}\n{TILE}", f"{GOOD}{line} = {value}\n"):
            assert all(fault[-1] in ".?…}" for fault in faults(text))


# --- written and read again -----------------------------------------------------------------------
@pytest.mark.parametrize("template", board_templates().values(), ids=lambda row: row.name)
def test_a_shipped_board_reads_the_same_after_it_was_written(template):
    assert read(write(template), template.name).board == template


LETTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\0\r\n")
LONG_LETTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\0\r")
ODD = st.sampled_from(
    ["\"'\\", "\\n", '"""', "מימין לשמאל", "🎲👩🏽‍🚀", "#[x]=", "\u202eab", "\x7f\t"]
)


def said(most, letters=LETTERS):
    return (st.text(letters, min_size=1, max_size=min(most, 30)) | ODD).filter(str.strip)


TEXTS = st.builds(
    TextTemplate,
    language=st.sampled_from(["es", "ar", "zh-Hant"]),
    title=said(60),
    directions=said(1000, LONG_LETTERS),
    levels=st.tuples(said(300)) | st.just(()),
    materials=said(300) | st.just(""),
)
BOARD_TEXTS = st.builds(
    BoardTextTemplate,
    language=st.sampled_from(["es", "ar", "zh-Hant"]),
    title=said(80),
    directions=said(200, LONG_LETTERS) | st.just(""),
)
TILES = st.builds(
    TileTemplate,
    kind=st.sampled_from(Kind.values),
    title=said(60),
    directions=said(1000, LONG_LETTERS),
    paper=st.just("mint"),
    minutes=st.integers(1, 120),
    level=st.just(2),
    levels=st.tuples(st.just(""), said(300), said(300)),
    formats=st.sampled_from([(), ("read",), ("make", "draw")]),
    products=st.tuples(said(40)) | st.just(()),
    must=st.just(False),
    seats=st.none() | st.integers(1, 500),
    level_minutes=st.just(()) | st.tuples(*[st.integers(1, 120)] * 3),
    materials=said(300) | st.just(""),
    kit=st.tuples(said(80), said(80)) | st.just(()),
    link=st.sampled_from(["", "https://example.org/a?b=c"]),
    device=st.booleans(),
    asks=st.sampled_from([(), ("read", "see")]),
    offers=st.sampled_from([(), ("captions",)]),
    rubric=st.tuples(said(200)) | st.just(()),
    exemplar=said(300) | st.just(""),
    texts=st.just(()) | st.tuples(TEXTS),
)
MADE = st.builds(
    BoardTemplate,
    name=st.just(""),
    title=said(80),
    grades=st.sampled_from(["", "K-2", "12", "PK"]),
    subject=st.sampled_from(["", "Math"]),
    standards=st.tuples(said(300)),
    tiles=st.lists(TILES, min_size=1, max_size=4).map(tuple),
    directions=said(200) | st.just(""),
    language=st.sampled_from(["en", "es"]),
    shape=st.sampled_from(["grid", "list", "menu", "playlist"]),
    rows=st.integers(2, 5),
    columns=st.integers(2, 5),
    may_pick=st.just(1),
    at_most=st.sampled_from([{}, {"read": 2, "draw": 1}]),
    most_minutes=st.none() | st.integers(5, 600),
    first_day=st.booleans(),
    texts=st.just(()) | st.tuples(BOARD_TEXTS),
)


@given(MADE)
@settings(max_examples=150, deadline=None)
def test_any_board_reads_the_same_after_it_was_written(board):
    text = write(board)
    assert read(text).board == board
    assert read_bytes(text.encode()).board == board


def test_a_board_without_standards_or_subject_comes_back_too():
    bare = replace(read(GOOD).board, standards=(), subject="", grades="")
    bare = replace(bare, tiles=tuple(replace(tile, standards=()) for tile in bare.tiles))
    assert read(write(bare)).board == bare


def test_a_class_s_board_is_saved_as_it_is_now(board, section, teacher, tiles):
    """Edited, a tile taken away, a level without text: saved, read, made, saved: the same."""
    shipped = board_templates()["fractions_in_real_life"]
    assert template_of(board) == shipped

    Activity.objects.filter(pk=tiles["Comic strip"].pk).delete()
    Activity.objects.filter(pk=tiles["Fold and compare"].pk).update(
        title='Cut "and" compare \\ 🎲', directions="One.\r\nTwo.", course=""
    )
    Level.objects.filter(activity=tiles["Fraction hunt"], number=2).delete()
    Level.objects.filter(activity=tiles["Ask at home"], number=3).update(minutes=25)
    TileTextFactory(activity=tiles["Ask at home"], materials="Una hoja")
    BoardTextFactory(board=board)

    kept = read(write(template_of(board)), "fractions_in_real_life").board
    assert kept.places == (1, 2, 3, 4, 5, 7, 8, 9)
    assert kept.tiles[1].directions == "One.\nTwo."
    assert kept.tiles[3].levels[1] == ""
    assert kept.tiles[6].level_minutes == (15, 15, 25)
    assert kept.tiles[6].texts[0].materials == "Una hoja"
    assert kept.texts == (BoardTextTemplate("es", "Fracciones", "Elige dos."),)

    again = make_board(section=section, template=kept, by=teacher, now=NOW)
    assert template_of(again) == kept
