"""The paths of a board and what leads on from some picks, against every set of tiles tried."""

from dataclasses import replace
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import choiceboards.rules as rules_package
from choiceboards.rules import (
    AtMost,
    BadSheet,
    Course,
    Rules,
    Shape,
    Sheet,
    Shut,
    Tile,
    TooHard,
    Why,
    count,
    finished,
    next_tiles,
    paths,
)
from choiceboards.rules.diagram import diagram
from choiceboards.rules.sheet import made_ready
from choiceboards.rules.stops import Stops
from tests.choiceboards.rules_cases import (
    all_paths,
    boards,
    grids,
    is_path,
    rules,
    sheet,
    slow_next,
    strip,
    tile_at,
)

quick = settings(max_examples=100, deadline=None)
slow = settings(max_examples=12, deadline=None)


def keys(found):
    return [tuple(tile.key for tile in path) for path in found]


@quick
@given(boards)
def test_paths_are_those_that_trying_every_set_finds_in_the_order_stated(board):
    expected = keys(all_paths(board))

    assert list(paths(board)) == expected
    assert count(board) == len(expected)


@slow
@given(grids(least=4, most_tiles=16))
def test_paths_of_larger_grids_are_those_that_trying_every_set_finds(board):
    assert list(paths(board)) == keys(all_paths(board))


@slow
@given(st.tuples(*(tile_at(place) for place in range(1, 26))), rules(4, has_line=True), st.data())
def test_few_picks_on_five_by_five_are_those_that_trying_every_set_finds(tiles, given_rules, data):
    pick = data.draw(st.integers(0, 3))
    tiles = tuple(replace(tile, is_must=tile.position == 13) for tile in tiles)
    board = Sheet(tiles, replace(given_rules, pick=pick), Shape.GRID, 5, 5)

    assert list(paths(board)) == keys(all_paths(board))


@quick
@given(boards, st.data())
def test_the_tiles_that_lead_on_are_those_of_some_path_with_all_picks(board, data):
    known = [tile.key for tile in board.tiles]
    some = data.draw(st.sampled_from(keys(all_paths(board))[:50] or [tuple(known)]))
    picked = data.draw(st.sets(st.sampled_from(some or known), max_size=4))

    found = next_tiles(board, picked)

    assert found.is_exact
    assert found.open == slow_next(board, picked)
    assert {shut.tile for shut in found.shut} == set(known) - set(found.open)
    assert {shut.tile for shut in found.shut if shut.why == Why.ALREADY} == picked


@quick
@given(boards, st.data())
def test_a_board_is_finished_when_the_picks_are_one_of_the_paths(board, data):
    known = [tile.key for tile in board.tiles]
    some = data.draw(st.sampled_from(keys(all_paths(board))[:50] or [tuple(known)]))
    picked = set(some) ^ data.draw(st.sets(st.sampled_from(known), max_size=2))
    chosen = [tile for tile in board.tiles if tile.key in picked]

    assert finished(board, picked) is is_path(board, chosen)


@quick
@given(boards, st.data())
def test_a_reason_is_true_by_itself(board, data):
    """A named rule is broken by the picks, the musts and the tile alone."""
    picked = data.draw(st.sets(st.sampled_from([tile.key for tile in board.tiles]), max_size=3))

    for shut in next_tiles(board, picked).shut:
        held = [t for t in board.tiles if t.key in picked or t.is_must or t.key == shut.tile]
        if shut.why == Why.KIND_FULL:
            assert sum(shut.rule in tile.kinds for tile in held) > shut.most
        if shut.why == Why.MINUTES:
            assert sum(min(tile.minutes) for tile in held) > shut.most == board.rules.minutes
        if shut.why == Why.ALL_PICKED:
            assert sum(not tile.is_must for tile in held) > shut.most == board.rules.pick
        if shut.why == Why.SECTION_FULL:
            mays = [tile for tile in held if not tile.is_must]
            named = {course.section for course in board.rules.courses}
            where = [tile.section == shut.rule for tile in mays]
            assert sum(where) > shut.most or any(tile.section not in named for tile in mays)


@quick
@given(boards, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(board, random):
    def shuffled(rows):
        return tuple(random.sample(rows, len(rows)))

    mixed = replace(
        board,
        tiles=tuple(replace(t, kinds=shuffled(t.kinds)) for t in shuffled(board.tiles)),
        rules=replace(
            board.rules,
            at_most=shuffled(board.rules.at_most),
            courses=shuffled(board.rules.courses),
        ),
    )
    picked = [tile.key for tile in board.tiles[:2]]

    assert list(paths(mixed)) == list(paths(board))
    assert next_tiles(mixed, picked[::-1]) == next_tiles(board, picked)


@quick
@given(grids(most_tiles=8), st.integers(0, 4), st.data())
def test_one_more_tile_never_takes_a_path_away_under_k_of_n(board, pick, data):
    board = replace(board, rules=replace(board.rules, pick=pick))
    empty = set(range(1, board.rows * board.columns + 1)) - {t.position for t in board.tiles}
    if not empty:
        return
    more = replace(data.draw(tile_at(data.draw(st.sampled_from(sorted(empty))))), is_must=False)

    assert set(paths(board)) <= set(paths(replace(board, tiles=(*board.tiles, more))))


@quick
@given(boards, st.data())
def test_a_tighter_rule_never_adds_a_path(board, data):
    before, now = board.rules, {}
    least = before.minutes if before.minutes is not None else 200
    now["minutes"] = data.draw(st.integers(0, least))
    tighter = tuple(replace(r, most=data.draw(st.integers(0, r.most))) for r in before.at_most)
    now["at_most"] = (*tighter, AtMost("read", data.draw(st.integers(0, 3))))
    if board.shape == Shape.GRID and before.pick is not None:
        now["line"] = before.line or data.draw(st.booleans())

    tightened = replace(board, rules=replace(before, **now))

    assert set(paths(tightened)) <= set(paths(board))


def test_three_by_three_has_8_lines_and_84_ways_to_pick_any_three():
    assert count(sheet(line=True)) == len(list(paths(sheet(line=True)))) == 8
    assert count(sheet(pick=3)) == len(list(paths(sheet(pick=3)))) == 84
    assert count(sheet(pick=3, line=True)) == 8


@pytest.mark.parametrize(
    ("rows", "columns", "lines"),
    [(2, 2, 0), (2, 3, 2), (3, 2, 2), (3, 4, 14), (4, 4, 24), (5, 5, 48)],
)
def test_a_grid_has_all_its_straight_lines_of_three(rows, columns, lines):
    assert count(sheet(rows, columns, line=True)) == lines


def test_three_picks_without_a_line_are_not_finished():
    assert finished(sheet(pick=3, line=True), ["t03", "t05", "t07"])
    assert not finished(sheet(pick=3, line=True), ["t01", "t02", "t04"])
    assert not finished(sheet(line=True), ["t01", "t02", "t04"])


def test_decisions_that_leave_the_same_are_one_state():
    reading = [Tile(f"t{n:02}", n, kinds=("read",)) for n in (1, 2, 3)]
    limited = sheet(5, 5, reading, pick=12, at_most=(AtMost("read", 2),))

    assert len(diagram(made_ready(sheet(5, 5, pick=12))).skip) == 181
    assert (
        len(diagram(made_ready(limited)).skip) == 171
    )  # nobody took all three: one fewer in ten layers


@quick
@given(boards)
def test_no_two_states_of_a_diagram_have_the_same_after_them(board):
    made = diagram(made_ready(board))
    for start, end in pairwise(made.starts):
        after = list(zip(made.skip[start:end], made.take[start:end], strict=True))
        assert len(set(after)) == len(after)


def test_an_empty_place_breaks_the_lines_through_it():
    assert count(sheet(line=True, without={5})) == 4


def test_a_must_may_be_one_of_the_three():
    center = Tile("t05", 5, is_must=True)

    assert count(sheet(tiles=[center], line=True)) == 8
    assert count(sheet(tiles=[center], line=True, pick=2)) == 4


def test_twelve_of_twenty_five_are_counted_and_the_first_is_there_at_once():
    board = sheet(5, 5, pick=12)

    assert count(board) == 5_200_300
    assert next(paths(board)) == tuple(f"t{place:02}" for place in range(1, 13))
    assert next(islice(paths(board), 1, None))[-1] == "t13"


def test_a_menu_takes_so_many_of_each_section():
    menu = [
        *(Tile(f"s{n}", n, section="starter") for n in (1, 2)),
        *(Tile(f"m{n}", n, section="main") for n in (3, 4, 5)),
        *(Tile(f"d{n}", n, section="dessert") for n in (6, 7)),
    ]
    one_each = (Course("starter"), Course("main"), Course("dessert"))
    board = strip(Shape.MENU, menu, courses=one_each)

    assert count(board) == 2 * 3 * 2
    assert next_tiles(board, ["m4"]).open == ("s1", "s2", "d6", "d7")
    assert Shut("m3", Why.SECTION_FULL, "main", 1) in next_tiles(board, ["m4"]).shut


def test_what_no_course_names_is_picked_only_where_the_number_leaves_room():
    menu = [Tile("s1", 1, section="starter"), Tile("x2", 2, section="extra")]
    only = strip(Shape.MENU, menu, courses=(Course("starter"),))
    both = strip(Shape.MENU, menu, courses=(Course("starter"),), pick=2)

    assert list(paths(only)) == [("s1",)]
    assert list(paths(both)) == [("s1", "x2")]
    assert next_tiles(only, ["s1"]).shut[1] == Shut("x2", Why.SECTION_FULL, "", 0)


def test_a_list_without_a_number_is_done_from_end_to_end():
    assert list(paths(strip(Shape.LIST, [Tile("b", 2), Tile("a", 1)]))) == [("a", "b")]


def test_a_playlist_goes_on_with_what_comes_after_and_never_past_a_must():
    tiles = [Tile("a", 1), Tile("b", 2), Tile("c", 3, is_must=True), Tile("d", 4)]
    board = strip(Shape.PLAYLIST, tiles, pick=1)

    assert next_tiles(board, []).open == ("a", "b", "c")
    assert next_tiles(board, ["b"]).open == ("c",)
    assert next_tiles(board, ["b"]).shut[0] == Shut("a", Why.OUT_OF_ORDER)
    assert next_tiles(board, ["c"]).open == ("d",)
    assert next_tiles(board, []).shut == (Shut("d", Why.OUT_OF_ORDER),)


def test_each_reason_is_given_where_it_is_the_one():
    long = Tile("t09", 9, minutes=(40, 20))
    reading = [Tile(f"t{n:02}", n, kinds=("read",)) for n in (1, 2)]
    board = sheet(tiles=[long, *reading], pick=3, minutes=40, at_most=(AtMost("read", 1),))
    shut = {each.tile: each for each in next_tiles(board, ["t01", "t04"]).shut}

    assert shut["t01"].why == Why.ALREADY
    assert shut["t02"] == Shut("t02", Why.KIND_FULL, "read", 1)
    assert shut["t09"] == Shut("t09", Why.MINUTES, "", 40)
    assert next_tiles(sheet(line=True), ["t01"]).shut[-2:] == (
        Shut("t06", Why.LINE_BROKEN, "", 3),
        Shut("t08", Why.LINE_BROKEN, "", 3),
    )
    all_picked = next_tiles(sheet(pick=1), ["t01"]).shut[-1]
    assert all_picked == Shut("t09", Why.ALL_PICKED, "", 1)


def test_a_tile_that_only_several_rules_together_shut_goes_with_no_path():
    """Two more tiles of five minutes or more do not fit beside it."""
    board = sheet(tiles=[Tile("t09", 9, minutes=(20,))], pick=3, minutes=45)

    assert next_tiles(board, []).shut == (Shut("t09", Why.NO_PATH),)


def test_a_picked_tile_counts_with_the_minutes_of_the_level_that_was_chosen():
    tiles = [Tile("a", 1, minutes=(10, 20)), Tile("b", 2, minutes=(10,))]
    board = strip(Shape.LIST, tiles, pick=2, minutes=20)
    slower = replace(board, tiles=(replace(tiles[0], minutes=(20,)), tiles[1]))

    assert next_tiles(board, ["a"]).open == ("b",)
    assert next_tiles(slower, ["a"]).open == ()


def test_nothing_is_legal_on_an_empty_board_but_nothing():
    assert list(paths(Sheet((), Rules(pick=0)))) == [()]
    assert count(Sheet((), Rules(pick=1))) == 0
    assert next_tiles(Sheet((), Rules(pick=1)), []).open == ()


TANGLED = sheet(
    5,
    5,
    [
        Tile(f"t{n:02}", n, kinds=tuple(f"k{(n * step + step) % 11}" for step in (1, 3, 4)))
        for n in range(1, 26)
    ],
    pick=8,
    line=True,
    at_most=tuple(AtMost(f"k{n}", 4) for n in range(11)),
)


def test_rules_too_tangled_for_an_exact_answer_say_so():
    with pytest.raises(TooHard):
        count(TANGLED)
    with pytest.raises(TooHard):
        paths(TANGLED)


def test_rules_too_tangled_turn_nobody_away_wrongly():
    found = next_tiles(TANGLED, ["t01"])

    assert not found.is_exact
    assert len(found.open) == 24
    assert finished(TANGLED, ["t01"]) is False


@quick
@given(boards, st.data())
def test_what_is_shut_without_a_search_is_shut_by_every_path(board, data):
    """So past the bound nobody is turned away wrongly."""
    known = [tile.key for tile in board.tiles]
    picked = data.draw(st.sets(st.sampled_from(known), max_size=2))
    ready = made_ready(board)

    unstopped = ready.path(Stops(ready).unstopped(ready.bits(frozenset(picked))))

    assert set(slow_next(board, picked)) <= set(unstopped)


@pytest.mark.parametrize(
    ("board", "where"),
    [
        (sheet(6, 3), "rows"),
        (sheet(3, 1), "columns"),
        (replace(sheet(), tiles=(Tile("a", 1), Tile("a", 2))), "tiles[1].key"),
        (replace(sheet(), tiles=(Tile("a", 1), Tile("b", 1))), "tiles[1].position"),
        (replace(sheet(), tiles=(Tile("a", 10),)), "tiles[0].position"),
        (replace(sheet(), tiles=(Tile("a", 0),)), "tiles[0].position"),
        (replace(sheet(), tiles=(Tile("a", 1, minutes=()),)), "tiles[0].minutes"),
        (replace(sheet(), tiles=(Tile("a", 1, minutes=(-5,)),)), "tiles[0].minutes"),
        (strip(Shape.LIST, [Tile("a", 1)], line=True), "rules.line"),
        (strip(Shape.LIST, [Tile(f"t{n}", n) for n in range(1, 42)]), "tiles"),
        (sheet(pick=-1), "rules.pick"),
        (sheet(minutes=-1), "rules.minutes"),
        (sheet(at_most=(AtMost("read", -1),)), "rules.at_most[0].most"),
        (sheet(courses=(Course("main", -1),)), "rules.courses[0].pick"),
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused_by_name(board, where):
    with pytest.raises(BadSheet) as caught:
        count(board)
    assert caught.value.where == where


def test_the_package_has_no_other_names():
    with pytest.raises(AttributeError, match="no attribute lines"):
        rules_package.lines  # noqa: B018


def test_a_pick_that_is_not_on_the_sheet_is_refused():
    for ask in (next_tiles, finished):
        with pytest.raises(BadSheet, match="picked: there is no tile t10"):
            ask(sheet(pick=3), ["t01", "t10"])
