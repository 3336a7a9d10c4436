"""`validate` and the kit's checker say the same of plans that are right, and of what is made of
them by moving, swapping, dropping, doubling and renaming check-ins."""

from dataclasses import asdict, astuple, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkins.planner import measure, plan, validate, write_plan, write_problem
from tests.checkins.planner_cases import (
    KIT,
    kit,
    problems,
    replans,
    timed_problems,
    timed_replans,
)

pytestmark = pytest.mark.skipif(not KIT.exists(), reason="the kit is not beside this checkout")
cases = st.one_of(problems(), replans(), timed_problems(), timed_replans())
MINUTES = st.integers(-8, 8)


def moved(draw, checkins, n):
    checkins[n] = replace(checkins[n], start=checkins[n].start + draw(MINUTES))


def lengthened(draw, checkins, n):
    checkins[n] = replace(checkins[n], minutes=checkins[n].minutes + draw(MINUTES))


def swapped(draw, checkins, n):
    m = draw(st.integers(0, len(checkins) - 1))
    one, other = checkins[n], checkins[m]
    checkins[n] = replace(other, request=one.request)
    checkins[m] = replace(one, request=other.request)


def doubled(draw, checkins, n):
    checkins.append(replace(checkins[n], start=checkins[n].start + draw(MINUTES)))


def dropped(draw, checkins, n):
    del checkins[n]


def renamed(draw, checkins, n):
    field = draw(st.sampled_from(["request", "block", "teacher"]))
    checkins[n] = replace(
        checkins[n], **{field: draw(st.sampled_from(["r0", "r1", "a", "b", "u"]))}
    )


def on_another_day(draw, checkins, n):
    checkins[n] = replace(checkins[n], day=1 - checkins[n].day)


MUTATIONS = [moved, lengthened, swapped, doubled, dropped, renamed, on_another_day]


@settings(max_examples=200, deadline=None)
@given(cases, st.data())
def test_of_changed_plans_both_say_the_same(case, data):
    checkins = list(plan(case).checkins)
    for change in data.draw(st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=3)):
        if checkins:
            change(data.draw, checkins, data.draw(st.integers(0, len(checkins) - 1)))

    rows = {"checkins": [asdict(c) for c in checkins]}
    errors, score = kit("checker").check(write_problem(case), rows)
    mine = {broken.code for broken in validate(case, checkins)}

    # The kit looks for starts in the past only in plans that are otherwise right.
    assert {code for code, _ in errors} | ({"H10-past"} & mine) == mine
    if not errors:
        assert list(astuple(measure(case, checkins))) == score


@settings(max_examples=60, deadline=None)
@given(cases)
def test_every_plan_is_right_for_both(case):
    found = plan(case)

    assert validate(case, found) == ()
    assert kit("checker").check(write_problem(case), write_plan(found)) == (
        [],
        list(astuple(found.score)),
    )
