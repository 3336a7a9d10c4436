"""The sum before anything is planned, and why somebody does not fit."""

from dataclasses import replace

import pytest

from checkins.planner import (
    CheckIn,
    Previous,
    Span,
    Teacher,
    capacity,
    plan,
    replan,
    slots_between,
    validate,
)
from checkins.planner.grid import compile_problem
from checkins.planner.search import solve
from tests.checkins.planner_cases import block, causes, crowd, problem, request


def test_the_sum_is_said_before_anything_is_planned():
    blocks = [
        replace(block(name), end=540 + long, slots=slots_between(540, 540 + long, 3, 1), day=n)
        for n, (name, long) in enumerate([("a", 40), ("b", 40), ("c", 35)])
    ]
    case = problem(blocks, [replace(request(f"r{n}", "abc"), minutes=3) for n in range(28)])

    total = capacity(case)

    assert (total.students, total.minutes, total.gap) == (28, 3, 1)
    assert (total.needed, total.available, total.places) == (112, 115, 29)
    assert total.fits
    assert total.sentence.text == (
        "28 students × 3 min + 1 min to switch = 112 min. You have 115 min."
    )


def test_the_sum_says_how_much_is_missing():
    total = capacity(problem([block("a", places=2)], crowd(3)))

    assert not total.fits
    assert total.short == 7
    assert total.sentence.code == "sum_short"
    assert total.sentence.text.endswith("You have 11 min, 7 too few.")


def test_minutes_enough_but_cut_too_small_are_named():
    blocks = [replace(block(n, places=1, day=d), end=549) for d, n in enumerate("ab")]
    case = problem(blocks, [request(f"r{n}", "ab") for n in range(3)])

    total = capacity(case)

    assert total.short == 0
    assert total.sentence.text.endswith("they are cut so that only 2 check-ins fit.")


def test_mixed_lengths_are_summed():
    case = problem([block("a")], [request("r"), replace(request("q"), minutes=3)])

    total = capacity(case)

    assert (total.minutes, total.needed, total.sentence.code) == (None, 10, "mixed_fits")


def test_a_shortage_has_a_certificate():
    case = problem([block("a", places=2), block("b", 700)], [*crowd(3), request("x", "b")])

    (out,) = plan(case).left_out

    assert out.request == "r2"
    assert out.squeeze.requests == ("r0", "r1", "r2")
    assert (out.squeeze.places, out.squeeze.blocks) == (2, ("a",))
    assert out.cause.text.startswith("These 3 students can come only in 2 places")


def test_the_certificate_counts_who_competes_through_others():
    case = problem(
        [block("a", places=1), block("b", 700, places=1), block("c", 800)],
        [request("low", "a", 1), request("mid", "ab", 2), request("high", "b", 3)],
    )

    (out,) = plan(case).left_out

    assert out.squeeze.requests == ("high", "low", "mid")
    assert out.squeeze.places == 2


def test_a_teachers_most_a_day_is_a_shortage_too():
    case = problem([block("a", places=3)], crowd(3), teachers=(Teacher("t", None, 2),))

    (out,) = plan(case).left_out

    assert (out.squeeze.places, len(out.squeeze.requests)) == (2, 3)


def test_everyones_own_cause_is_named():
    blocks = [block("a"), replace(block("tiny", 700, places=1), end=704)]
    case = problem(
        blocks,
        [
            request("uninvited", ()),
            request("away", away=(Span(0, 0, 1440),)),
            request("late", due_day=-1),
            request("long", ("tiny",)),
        ],
    )

    assert causes(plan(case)) == {
        "uninvited": "no_block",
        "away": "away",
        "late": "day_window",
        "long": "too_long",
    }


def test_passed_and_promised_times_are_causes():
    promised = CheckIn(0, 546, 5, "a", "t", "kept")
    case = problem(
        [block("a"), block("early", 480)],
        [request("kept"), request("other"), request("gone", ("early",))],
        previous=Previous((0, 541), (promised,), locked=frozenset({"kept"})),
    )

    assert causes(replan(case)) == {"other": "promised_to_others", "gone": "past"}


def test_a_second_check_in_too_close_to_the_first_is_a_cause():
    blocks = [block("a", places=1), block("b", 542, places=1, teacher="u")]
    case = problem(blocks, [request("r", "a", 2, student="p"), request("q", "b", 1, student="p")])

    found = plan(case)

    assert found.optimal
    assert causes(found) == {"q": "other_checkin"}


def test_a_check_in_nobody_needs_does_not_crowd_a_teacher():
    case = problem([block("a")], [request("r", need=0)], teachers=(Teacher("t", 0),))

    assert causes(plan(case)) == {"r": "not_worth_it"}


def test_overlapping_starts_of_a_teacher_are_never_both_used():
    case = problem([block("a", 540), block("b", 543)], [request(f"r{n}", "ab") for n in range(4)])

    found = plan(case)

    assert validate(case, found) == ()
    assert found.optimal
    assert len(found.checkins) == 2


def test_an_unproven_plan_says_so_and_gives_the_bound():
    blocks = [block("a", 540), block("b", 543)]
    case = problem(blocks, [request(f"r{n}", "ab") for n in range(4)])
    grid = compile_problem(case)

    found = solve(grid, budget=5)

    assert not found.optimal
    assert grid.levels.score(found.bound) < grid.levels.score(found.net.cost())


def test_a_begun_check_in_keeps_the_student_from_being_seen_elsewhere_at_once():
    begun = CheckIn(0, 540, 5, "a", "t", "r")
    case = problem(
        [block("a"), block("b", 543, places=1, teacher="u")],
        [request("r", student="p"), request("q", "b", student="p")],
        previous=Previous((0, 541), (begun,)),
    )

    found = replan(case)

    assert found.of("q") is None
    assert found.optimal


def test_a_begun_check_in_stays_when_its_block_is_gone():
    begun = CheckIn(0, 540, 5, "gone", "t", "r")
    case = problem([block("a")], [request("r")], previous=Previous((0, 541), (begun,)))

    assert replan(case).checkins == (begun,)


def test_two_blocks_may_share_their_starts_but_not_a_check_in():
    case = problem([block("a"), block("b")], [request(f"r{n}", "ab") for n in range(4)])

    found = plan(case)

    assert [c.start for c in found.checkins] == [540, 546]
    assert validate(case, found) == ()


@pytest.mark.parametrize(("limit", "seen"), [(1, 1), (2, 2), (None, 2)])
def test_a_student_is_pulled_from_a_section_no_more_than_allowed(limit, seen):
    blocks = [block("a", section="s"), block("b", 700, teacher="u")]
    case = problem(
        blocks,
        [
            request("r", "a", 2, student="p"),
            request("q", "b", 1, student="p", pulled_from={"b": "s"}),
        ],
        max_pulls_per_section=limit,
    )

    found = plan(case)

    assert len(found.checkins) == seen
    assert found.of("r")
    assert found.optimal
    assert validate(case, found) == ()


def test_pulls_that_have_begun_count():
    blocks = [block("a", section="s"), block("b", 700, section="s"), block("c", 800, section="s")]
    names = [("r", "a"), ("q", "b"), ("x", "c")]
    case = problem(
        blocks,
        [request(id_, at, student="p") for id_, at in names],
        max_pulls_per_section=2,
        previous=Previous((0, 541), (CheckIn(0, 540, 5, "a", "t", "r"),)),
    )

    found = replan(case)

    assert len(found.checkins) == 2
    assert found.optimal
    assert validate(case, found) == ()
