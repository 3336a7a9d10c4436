"""`validate` finds what is wrong with a plan, and says the same as the kit's own checker."""

import importlib.util
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkins.planner import CheckIn, Previous, Span, Teacher, validate, write_problem
from tests.checkins.planner_cases import block, possible, problem, problems, replans, request

CHECKER = Path(__file__).resolve().parents[3] / "shared" / "planner" / "checker.py"


def at(start, wanted="r", block="a", *, minutes=5, teacher="t", day=0):
    return CheckIn(day, start, minutes, block, teacher, wanted)


def codes(case, *checkins):
    return sorted({b.code for b in validate(case, checkins)})


def test_a_right_plan_breaks_nothing():
    case = problem([block("a")], [request("r"), request("q")])

    assert codes(case, at(540), at(546, "q")) == []


PLANTED = {
    "H1-unknown": [at(540, "stranger")],
    "H1-twice": [at(540), at(546)],
    "H2-block": [at(540, block="nowhere")],
    "H2-allowed": [at(600, block="b")],
    "H6-length": [at(540, minutes=4)],
    "H9-slot": [at(541)],
    "H5-unavailable": [at(540, "ill")],
    "H11-day": [at(540, "early")],
}


@pytest.mark.parametrize("code", PLANTED)
def test_a_planted_breach_is_found(code):
    ill = request("ill", away=(Span(0, 544, 550),))
    early = request("early", earliest_day=1)
    case = problem([block("a"), block("b", 600)], [request("r"), ill, early])

    assert codes(case, *PLANTED[code]) == [code]


def test_a_check_in_that_leaves_its_block_is_found():
    case = problem([replace(block("a"), slots=None)], [request("r")])

    assert codes(case, at(550)) == ["H2-outside"]
    assert codes(case, at(539)) == ["H2-outside"]


def test_the_wrong_teacher_or_day_is_found():
    case = problem([block("a")], [request("r")], teachers=(Teacher("t"), Teacher("u")))

    assert codes(case, at(540, teacher="u")) == ["H2-block"]
    assert codes(case, at(540, day=1)) == ["H2-block"]


def test_a_start_that_is_no_number_is_found():
    case = problem([block("a")], [request("r")])

    assert codes(case, at("540")) == ["H6-length"]


def test_a_teacher_in_two_places_is_found():
    overlapping = [block("a"), block("b", 543)]
    case = problem(overlapping, [request("r"), request("q", "b")])

    assert codes(case, at(540), at(543, "q", "b")) == ["H3-teacher"]


def test_a_student_in_two_places_is_found():
    blocks = [block("a"), block("b", 545, teacher="u")]
    case = problem(blocks, [request("r", student="p"), request("q", "b", student="p")])

    assert codes(case, at(540), at(545, "q", "b", teacher="u")) == ["H4-student"]


def test_more_than_the_teachers_most_is_found():
    case = problem([block("a")], [request("r"), request("q")], teachers=(Teacher("t", None, 1),))

    assert codes(case, at(540), at(546, "q")) == ["H7-max"]


def test_one_pull_too_many_from_a_section_is_found():
    blocks = [block("a", section="s"), block("b", 600, teacher="u")]
    again = request("q", "b", student="p", pulled_from={"b": "s"})
    case = problem(blocks, [request("r", student="p"), again], max_pulls_per_section=1)

    assert codes(case, at(540), at(600, "q", "b", teacher="u")) == ["H8-pulls"]


def test_days_too_close_together_are_found():
    blocks = [block("a"), block("b", day=1)]
    requests = [request("r", student="p"), request("q", "b", student="p")]
    case = problem(blocks, requests, min_days_between=2)

    assert codes(case, at(540), at(540, "q", "b", day=1)) == ["H11-spacing"]


def test_what_has_begun_or_was_promised_stays():
    previous = Previous((0, 545), (at(540), at(552, "q")), locked=frozenset({"q"}))
    case = problem([block("a", places=3)], [request("r"), request("q")], previous=previous)

    assert codes(case, at(540), at(552, "q")) == []
    assert codes(case, at(552, "q")) == ["H10-frozen"]
    assert codes(case, at(540), at(546, "q")) == ["H10-frozen"]


def test_nothing_new_starts_before_now():
    case = problem([block("a")], [request("r")], previous=Previous((0, 541), ()))

    assert codes(case, at(540)) == ["H10-past"]
    assert codes(case, at(546)) == []


@pytest.mark.skipif(not CHECKER.exists(), reason="the kit is not beside this checkout")
@settings(max_examples=150, deadline=None)
@given(st.one_of(problems(), replans()), st.data())
def test_validate_and_the_kits_checker_agree(case, data):
    spec = importlib.util.spec_from_file_location("kit_checker", CHECKER)
    kit = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(kit)
    chosen = (data.draw(st.sampled_from(possible(case, r))) for r in case.requests)
    checkins = [c for c in chosen if c is not None]

    errors, _ = kit.check(write_problem(case), {"checkins": [asdict(c) for c in checkins]})
    mine = {b.code for b in validate(case, checkins)}

    # The kit looks for starts in the past only in plans that are otherwise right.
    assert {code for code, _ in errors} | ({"H10-past"} & mine) == mine
