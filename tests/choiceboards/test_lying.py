"""Where tiles lie: the ways from a place, the free places, and a board that changes its shape."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from choiceboards.lying import MOST_TILES, Ground, moved_over

GRID = Ground("grid", 3, 3)
LIST = Ground("list")


def test_a_corner_has_two_ways_and_the_middle_four():
    assert GRID.beside(1, ()) == {"down": 4, "right": 2}
    assert GRID.beside(5, ()) == {"up": 2, "down": 8, "left": 4, "right": 6}
    assert Ground("grid", 2, 5).beside(10, ()) == {"up": 5, "left": 9}


def test_on_a_list_the_way_leads_to_the_next_tile_however_far_its_number_is():
    assert LIST.beside(4, [1, 2, 4, 9]) == {"up": 2, "down": 9}
    assert LIST.beside(1, [1]) == {}


def test_the_free_place_is_the_first_of_a_grid_and_the_last_of_a_list():
    assert GRID.free([1, 2, 4]) == 3
    assert GRID.free(range(1, 10)) is None
    assert LIST.free([1, 5]) == 6
    assert LIST.free(range(1, MOST_TILES + 1)) is None


def test_a_tile_keeps_its_row_and_column_on_another_grid():
    assert moved_over(GRID, Ground("grid", 4, 4), [1, 5, 9]) == {1: 1, 5: 6, 9: 11}


def test_a_tile_outside_a_smaller_grid_takes_a_place_that_is_left():
    assert moved_over(GRID, Ground("grid", 2, 2), [1, 3, 5, 9]) == {1: 1, 5: 4, 3: 2, 9: 3}


def test_a_grid_becomes_a_list_without_gaps():
    assert moved_over(GRID, LIST, [2, 5, 9]) == {2: 1, 5: 2, 9: 3}


sides = st.integers(2, 5)
grounds = st.builds(Ground, st.sampled_from(["grid", "menu", "list"]), sides, sides)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(grounds, grounds, st.sets(st.integers(1, 25), max_size=25))
def test_every_tile_gets_a_place_of_its_own_on_the_new_ground(old, new, taken):
    taken = {place for place in taken if place <= old.places}
    if len(taken) > new.places:
        return
    moved = moved_over(old, new, taken)
    assert set(moved) == taken
    assert len(set(moved.values())) == len(taken)
    assert all(1 <= place <= new.places for place in moved.values())


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(grounds, st.sets(st.integers(1, 25), min_size=1, max_size=25))
def test_whoever_goes_one_way_can_come_back(ground, taken):
    taken = {place for place in taken if place <= ground.places} or {1}
    back = {"up": "down", "down": "up", "left": "right", "right": "left"}
    for place in taken:
        for way, there in ground.beside(place, taken).items():
            assert ground.beside(there, taken).get(back[way]) == place


@pytest.mark.parametrize("ground", [GRID, LIST])
def test_the_free_place_is_free(ground):
    assert ground.free([1, 2]) not in {1, 2}
