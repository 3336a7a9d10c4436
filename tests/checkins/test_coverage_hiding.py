"""No figure of a small group can be seen, nor worked out from those around it."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checkins.coverage.fairness import Share, chance, is_behind, percent, shares
from plc.hiding import ALL, hidden_cells, hidden_groups

SIZES = st.integers(0, 60)
GROUPS = st.dictionaries(st.sampled_from("ABCDEFGH"), SIZES, max_size=8)
TABLES = st.dictionaries(st.tuples(st.sampled_from("RSTUV"), st.sampled_from("ABCDE")), SIZES)


def test_a_small_group_and_the_next_one_are_hidden():
    assert hidden_groups({"A": 40, "B": 12, "C": 3}) == {"B", "C"}


def test_two_small_groups_of_less_than_ten_together_hide_a_third():
    assert hidden_groups({"A": 40, "B": 30, "C": 3, "D": 2}) == {"B", "C", "D"}


def test_two_small_groups_of_ten_together_hide_each_other():
    assert hidden_groups({"A": 40, "B": 6, "C": 4}) == {"B", "C"}


def test_groups_of_ten_and_groups_of_nobody_are_not_hidden():
    assert hidden_groups({"A": 10, "B": 10, "C": 0}) == frozenset()


@given(GROUPS)
def test_what_is_hidden_is_never_the_difference_of_what_is_shown(sizes):
    hidden = hidden_groups(sizes)
    assert {name for name, size in sizes.items() if 0 < size < 10} <= hidden
    if hidden and any(size and name not in hidden for name, size in sizes.items()):
        assert len(hidden) >= 2
        assert sum(sizes[name] for name in hidden) >= 10


def follows(unknown, shown_lines):
    """Whether an unknown has one value only: elimination over the lines' equations."""
    rows = [[Fraction(value) for value in line] for line in shown_lines]
    pivots, width = {}, len(unknown)
    for column in range(width):
        row = next((r for r in range(len(pivots), len(rows)) if rows[r][column]), None)
        if row is None:
            continue
        at = len(pivots)
        rows[at], rows[row] = rows[row], rows[at]
        rows[at] = [value / rows[at][column] for value in rows[at]]
        for r, line in enumerate(rows):
            if r != at and line[column]:
                rows[r] = [a - line[column] * b for a, b in zip(line, rows[at], strict=True)]
        pivots[column] = at
    free = [column for column in range(width) if column not in pivots]
    return {unknown[column] for column, at in pivots.items() if not any(rows[at][c] for c in free)}


def worked_out(sizes, hidden):
    """The hidden figures that follow from the shown ones, totals down and across among them."""
    names = [sorted({cell[place] for cell in sizes if sizes[cell]}) for place in (0, 1)]
    unknown = sorted(hidden)
    rows, columns = ([*found, ALL] for found in names)
    lines = [[(row, column) for column in columns] for row in rows]
    lines += [[(row, column) for row in rows] for column in columns]
    signs = {cell: -1 if ALL in cell else 1 for cell in product(rows, columns)}
    return follows(
        unknown, [[signs[cell] if cell in line else 0 for cell in unknown] for line in lines]
    )


@example({("R", "A"): 3, ("R", "B"): 40, ("S", "A"): 30, ("S", "B"): 50})
@example({("R", "A"): 3, ("R", "B"): 4, ("S", "A"): 30, ("S", "B"): 50})
@given(TABLES)
def test_no_hidden_figure_of_a_table_follows_from_the_shown_ones(sizes):
    schools = {}
    for (row, _column), size in sizes.items():
        schools[row] = schools.get(row, 0) + size
    hidden = hidden_cells(sizes, hidden_groups(schools))
    if sum(sizes.values()) >= 10 and (ALL, ALL) not in hidden:
        assert worked_out(sizes, hidden) == set()
    assert {cell for cell, size in sizes.items() if 0 < size < 10} <= hidden


@given(TABLES)
def test_the_hidden_students_of_a_line_are_ten_or_more(sizes):
    schools = {}
    for (row, _column), size in sizes.items():
        schools[row] = schools.get(row, 0) + size
    hidden = hidden_cells(sizes, hidden_groups(schools))
    for row, total in schools.items():
        inside = [cell for cell in hidden if cell[0] == row and cell[1] != ALL]
        if inside and total >= 10 and (row, ALL) not in hidden:
            assert sum(sizes[cell] for cell in inside) >= 10


def test_the_check_itself_finds_what_can_be_worked_out():
    sizes = {("R", "A"): 3, ("R", "B"): 40, ("S", "A"): 30, ("S", "B"): 50}
    assert worked_out(sizes, {("R", "A")}) == {("R", "A")}
    assert worked_out(sizes, set(sizes)) == set()


def test_shares_name_hidden_groups_without_figures_and_put_them_last():
    assert shares({"A": (36, 40), "B": (6, 12), "C": (3, 3), "D": (0, 0)}) == (
        Share("A", 36, 40),
        Share("B", None, None),
        Share("C", None, None),
    )


def test_a_group_far_behind_is_marked_and_a_gap_of_two_children_is_not():
    assert is_behind(10, 20, 50, 60)
    assert not is_behind(8, 10, 90, 99)
    assert [share.is_behind for share in shares({"A": (40, 40), "B": (10, 20)})] == [False, True]


def test_the_chance_is_fishers_exact_test():
    # the lady tasting tea, turned round: at most 1 of 4 right, of 4 among 8
    assert chance(1, 4, 4, 8) == pytest.approx(17 / 70)
    assert chance(0, 10, 5, 20) == pytest.approx(252 / 15504)
    assert chance(4, 4, 4, 8) == pytest.approx(1)


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 0, 0), (0, 9, 0), (1, 900, 1), (899, 900, 99), (9, 9, 100)]
)
def test_nobody_is_rounded_away(part, whole, shown):
    assert percent(part, whole) == shown
