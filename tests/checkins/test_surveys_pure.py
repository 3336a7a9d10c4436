"""Scoring with reverse items, the shipped scales, and hiding small groups: without a database."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.coverage import SMALLEST_GROUP
from checkins.library import Band, Item, parsed, scales
from checkins.models import Scale
from checkins.surveys.asking import POINTS, asked_items
from checkins.surveys.figures import Sum, Window, mean, school_table
from checkins.surveys.scoring import fewest, rounded, score
from checkins.surveys.suppress import shown
from tests.factories import TODAY

FOUR = Band(
    "3-5", 5, (Item("a", "A"), Item("b", "B"), Item("c", "C"), Item("d", "D", reverse=True))
)
FACES = Band("K-2", 3, (Item("a", "A"), Item("b", "B"), Item("c", "C"), Item("d", "D", True)))
BANDS = [(scale, band) for scale in scales().values() for band in scale.bands]
GRADES = ["PK", "K", *map(str, range(1, 13))]


# --- scoring --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "points"),
    [
        ({"a": 5, "b": 5, "c": 5, "d": 1}, 100),
        ({"a": 1, "b": 1, "c": 1, "d": 5}, 0),
        ({"a": 5, "b": 5, "c": 5, "d": 5}, 75),  # agreeing with everything is not full marks
        ({"a": 3, "b": 3, "c": 3, "d": 3}, 50),
        ({"a": 4, "b": 4, "c": 4, "d": 2}, 75),
        ({"a": 5, "b": 5, "d": 1}, 100),
        ({"a": 5, "b": 4, "c": 4}, 83),
        ({"a": 5, "b": 5}, None),
        ({}, None),
        ({"a": 9, "b": 0, "c": 5, "d": 1}, None),
    ],
)
def test_reverse_items_are_turned_round_and_three_of_four_are_enough(said, points):
    assert score(FOUR, said) == points


def test_three_faces_reach_from_0_to_100_as_well():
    assert score(FACES, {"a": 3, "b": 3, "c": 3, "d": 1}) == 100
    assert score(FACES, {"a": 1, "b": 1, "c": 1, "d": 3}) == 0
    assert score(FACES, {"a": 2, "b": 2, "c": 2, "d": 2}) == 50


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 5), min_size=3))
def test_turning_every_item_round_turns_the_score_round(said):
    other = Band("3-5", 5, tuple(Item(i.code, i.text, not i.reverse) for i in FOUR.items))
    both = (score(FOUR, said) or 0) + (score(other, said) or 0)
    assert both in {100, 101}  # a half is rounded up on both sides


@given(st.dictionaries(st.sampled_from("abc"), st.integers(1, 4), min_size=3), st.integers(1, 5))
def test_agreeing_more_never_scores_less_and_with_a_reverse_item_never_more(said, last):
    low = score(FOUR, said | {"d": last})
    for code in said:
        assert score(FOUR, said | {"d": last, code: said[code] + 1}) >= low
    if last < 5:
        assert score(FOUR, said | {"d": last + 1}) <= low


def test_three_quarters_is_rounded_up():
    assert [fewest(items) for items in (1, 2, 3, 4, 5, 8)] == [1, 2, 3, 3, 4, 6]


@given(st.integers(0, 10**6), st.integers(1, 10**4))
def test_a_half_is_rounded_up_on_every_machine(total, count):
    assert rounded(total, count) == int(Fraction(total, count) + Fraction(1, 2))


# --- the scales we ship ---------------------------------------------------------------------------


def test_there_are_three_scales_and_the_database_knows_them():
    assert list(scales()) == Scale.values
    assert [scale.title for scale in scales().values()] == [str(label) for label in Scale.labels]


@pytest.mark.parametrize("grade", GRADES)
def test_every_grade_has_exactly_one_band(grade):
    for scale in scales().values():
        assert sum(band.has(grade) for band in scale.bands) == 1


def test_who_has_no_grade_gets_the_middle_band():
    assert scales()["belonging"].band("").grades == "3-5"


@pytest.mark.parametrize(("scale", "band"), BANDS, ids=lambda x: getattr(x, "grades", "") or x.name)
def test_a_scale_has_four_or_five_short_sentences_and_some_are_turned_round(scale, band):
    assert len(band.items) in {4, 5}
    assert 1 <= sum(item.reverse for item in band.items) < len(band.items) / 2
    assert len({item.code for item in band.items}) == len(band.items)
    assert max(len(item.text.split()) for item in band.items) <= 8
    assert all(item.text.endswith(".") for item in band.items)
    assert band.points == (3 if band.grades == "K-2" else 5)


def test_the_scales_take_turns_so_that_no_two_turned_sentences_stand_in_a_row_of_one_scale():
    for grades in ("K-2", "3-5", "6-12"):
        names = [name for name, _item in asked_items(grades)]
        assert all(one != other for one, other in pairwise(names))
        codes = [item.code for _name, item in asked_items(grades)]
        assert len(set(codes)) == len(codes)


def test_what_a_student_taps_has_few_words():
    words = [str(word) for points in POINTS.values() for _point, word, _face in points]
    assert max(len(word.split()) for word in words) <= 3
    assert all(face for _point, _word, face in POINTS[3])


def test_an_unknown_line_in_a_file_is_named():
    with pytest.raises(TypeError, match="colour"):
        parsed(
            "x", 'title="X"\nabout="x"\ncolour="red"\n[[band]]\ngrades="K-2"\npoints=3\nitems=[]'
        )


# --- small groups ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "hidden", "total"),
    [
        ({}, set(), False),
        ({1: 10}, set(), True),
        ({1: 9}, {1}, False),
        ({1: 9, 2: 30, 3: 12}, {1, 3}, True),
        ({1: 3, 2: 4, 3: 30, 4: 20}, {1, 2, 4}, True),  # 7 together are too few
        ({1: 6, 2: 7, 3: 30}, {1, 2}, True),
        ({1: 9, 2: 0}, {1}, False),
        ({1: 9, 2: 30, 3: 0}, {1, 2}, True),
        ({1: 3, 2: 4}, {1, 2}, False),
        ({1: 0, 2: 0}, set(), False),
    ],
)
def test_a_small_group_is_hidden_and_who_would_give_it_away_too(sizes, hidden, total):
    found = shown(sizes)
    assert (found.hidden, found.total) == (frozenset(hidden), total)


GROUPS = st.dictionaries(st.integers(1, 12), st.integers(0, 40), max_size=9)


def can_be_worked_out(known, wanted):
    """Whether `wanted` is a sum of multiples of the rows in `known`: exact elimination."""
    rows = [list(map(Fraction, row)) for row in known]
    target = list(map(Fraction, wanted))
    for column in range(len(target)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        for row in [*rows, target]:
            factor = row[column] / pivot[column]
            row[:] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
    return not any(target)


@given(GROUPS)
def test_no_small_group_can_be_worked_out_from_what_is_shown(sizes):
    """The figures shown and the total are linear: sums of the unknown sums of each group. No
    group under ten, alone or together with others that make fewer than ten, follows from them."""
    found = shown(sizes)
    names = [name for name, size in sizes.items() if size]
    unit = {name: [int(name == other) for other in names] for name in names}
    known = [unit[name] for name in names if name not in found.hidden]
    if found.total:
        known.append([1] * len(names))
    small = [name for name in names if sizes[name] < SMALLEST_GROUP]
    assert set(small) <= found.hidden
    assert not any(can_be_worked_out(known, unit[name]) for name in found.hidden)
    for mask in range(1, 2 ** min(len(names), 9)):
        some = [name for place, name in enumerate(names) if mask >> place & 1]
        if sum(sizes[name] for name in some) < SMALLEST_GROUP:
            together = [int(name in some) for name in names]
            assert not can_be_worked_out(known, together)


@given(GROUPS)
def test_no_more_is_hidden_than_must_be(sizes):
    found = shown(sizes)
    if not any(0 < size < SMALLEST_GROUP for size in sizes.values()):
        assert found.hidden == frozenset()
    for name in found.hidden:
        if sizes[name] < SMALLEST_GROUP:
            continue
        others = [sizes[other] for other in found.hidden if other != name]
        smaller = [size for size in others if size <= sizes[name]]
        assert len(smaller) < 2 or sum(smaller) < SMALLEST_GROUP or len(others) < 2


@given(st.dictionaries(st.integers(1, 8), st.tuples(st.integers(0, 30), st.integers(0, 100))))
def test_the_table_shows_the_mean_of_what_is_not_hidden_and_nothing_else(groups):
    window = Window(1, "Winter", TODAY, TODAY)
    sums = {(1, pk): Sum(count, count * worth) for pk, (count, worth) in groups.items()}
    counts = {place: found.count for place, found in sums.items()}
    table = school_table(
        [window], {pk: f"Room {pk}" for pk in groups}, scores=sums, answered=counts, students=counts
    )
    hidden = shown({pk: count for pk, (count, _worth) in groups.items()}).hidden
    for line, (pk, (count, worth)) in zip(table.lines, groups.items(), strict=True):
        (cell,) = line.cells
        assert cell.is_hidden is (pk in hidden)
        assert cell.value == (worth if count and pk not in hidden else None)
        assert cell.answered == (None if pk in hidden else count)


def test_a_mean_of_nobody_is_none():
    assert mean(Sum()) is None
