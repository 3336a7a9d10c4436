"""Planning the rest of the day again: what stays, what moves, what cannot be kept."""

from dataclasses import replace

import pytest

from checkins.planner import (
    BadProblem,
    CheckIn,
    LockedConflict,
    Previous,
    Score,
    Span,
    Teacher,
    Wish,
    plan,
    replan,
)
from tests.checkins.planner_cases import block, causes, crowd, problem, published, request


def test_a_cancelled_student_gets_the_old_place_back():
    case = problem([block("a", places=3)], crowd(3))
    first = plan(case)
    without = replace(published(case, first), requests=case.requests[1:])
    second = replan(without)

    back = replan(published(case, first))

    assert second.of("r0") is None
    assert back.of("r0") == first.of("r0")


def test_a_more_needed_newcomer_takes_one_place_and_moves_nobody_else():
    case = problem([block("a", places=3)], crowd(3))
    first = plan(case)
    news = replace(published(case, first), requests=(*case.requests, request("new", need=9)))

    found = replan(news)

    assert causes(found) == {"r2": "full"}
    assert found.of("new").start == first.of("r2").start
    assert found.score == Score(unmet_need=1, changes=1)


def test_nobody_moves_for_a_wish_once_the_plan_is_published():
    case = problem([block("a"), block("b", 700)], [request("r", "ab")])
    first = plan(case)
    wish = replace(case.requests[0], prefer=Wish(blocks=("b",)))
    news = replace(published(case, first), requests=(wish,))

    assert plan(replace(case, requests=(wish,))).of("r").block == "b"
    assert replan(news).checkins == first.checkins
    assert replan(news).score == Score(preference_misses=1)


@pytest.mark.parametrize(("tolerance", "changes"), [(5, 1), (6, 0)])
def test_a_small_move_inside_the_block_is_no_change(tolerance, changes):
    case = problem([block("a"), block("b", 700)], [request("r", "ab")])
    away = replace(case.requests[0], away=(Span(0, 540, 545),))
    news = replace(published(case, plan(case), tolerance=tolerance), requests=(away,))

    found = replan(news)

    assert found.score == Score(changes=changes)
    assert tolerance == 5 or found.of("r").start == 546


@pytest.mark.parametrize("starts", [(540, 546), (546, 540)])
def test_of_two_equally_good_plans_the_published_one_stays(starts):
    early = Wish(windows=(Span(0, 540, 545),))
    case = problem(
        [block("a"), block("b", teacher="u")],
        [
            request("r", "a", student="p", prefer=early),
            request("q", "b", student="p", prefer=early),
        ],
    )
    r, q = starts
    checkins = (CheckIn(0, r, 5, "a", "t", "r"), CheckIn(0, q, 5, "b", "u", "q"))
    news = replace(case, previous=Previous((0, 0), checkins, tolerance=6))

    found = replan(news)

    assert set(found.checkins) == set(checkins)
    assert found.score == Score(preference_misses=1)
    assert found.optimal


def test_a_check_in_about_to_begin_may_still_move():
    case = problem([block("a")], [request("r")])
    away = replace(case.requests[0], away=(Span(0, 540, 545),))
    news = replace(published(case, plan(case), now=(0, 540)), requests=(away,))

    assert replan(news).of("r").start == 546


def test_planning_again_needs_the_published_plan():
    with pytest.raises(BadProblem) as wrong:
        replan(problem([block("a")], crowd(1)))

    assert wrong.value.where == "previous"


def test_a_begun_check_in_that_runs_over_takes_the_next_place():
    case = problem([block("a", places=3)], crowd(2))
    first = plan(case)
    longer = replace(case.requests[0], minutes=9)
    news = replace(published(case, first, now=(0, 541)), requests=(longer, case.requests[1]))

    found = replan(news)

    assert found.of("r0") == replace(first.of("r0"), minutes=9)
    assert found.of("r1").start == 552


PROMISE = CheckIn(0, 546, 5, "a", "t", "r")
BROKEN_PROMISES = {
    "not open": problem([block("b")], [request("r", "b")]),
    "moved to another teacher": problem(
        [block("a", teacher="u")], [request("r")], teachers=(Teacher("t"), Teacher("u"))
    ),
    "outside block": problem([replace(block("a"), end=550)], [request("r")]),
    "no such start": problem([replace(block("a"), slots=(540,))], [request("r")]),
    "is away": problem([block("a")], [request("r", away=(Span(0, 550, 560),))]),
}


@pytest.mark.parametrize("words", BROKEN_PROMISES)
def test_a_promise_that_cannot_be_kept_says_why(words):
    case = replace(
        BROKEN_PROMISES[words], previous=Previous((0, 0), (PROMISE,), locked=frozenset({"r"}))
    )

    with pytest.raises(LockedConflict, match=words) as conflict:
        replan(case)

    assert conflict.value.request == "r"


def test_two_promises_for_one_time_are_a_conflict():
    twice = (PROMISE, replace(PROMISE, request="q"))
    previous = Previous((0, 0), twice, locked=frozenset({"r", "q"}))
    case = problem([block("a")], [request("r"), request("q")], previous=previous)

    with pytest.raises(LockedConflict, match="clashes with the check-in of q"):
        replan(case)
