"""More problems of the kit's kinds: right for its checker, and proven where that is promised."""

from dataclasses import asdict, astuple

import pytest

from checkins.planner import plan, read_problem, replan, validate, write_plan
from tests.checkins.planner_cases import KIT, kit

pytestmark = pytest.mark.skipif(not KIT.exists(), reason="the kit is not beside this checkout")


def solved(data):
    """The plan, after both judges have looked at it."""
    case = read_problem(data)
    found = plan(case)
    assert validate(case, found) == ()
    assert kit("checker").check(data, write_plan(found)) == ([], list(astuple(found.score)))
    return found


KINDS = {
    "class": lambda make, seed: make.class_day(seed, n=24 + seed, slotted=4 + seed % 3, away=0.5),
    "teacher's week": lambda make, seed: make.teacher_week(seed, sections=2 + seed % 4),
    "busy teacher's week": lambda make, seed: make.teacher_week(seed, per=20, comfortable=9),
    "school": lambda make, seed: make.school_day(seed, students=150, teachers=9),
    "school with a specialist": lambda make, seed: make.school_day(
        seed, students=90, teachers=6, specialists=1, two=0.2
    ),
    "school with two specialists": lambda make, seed: make.school_day(
        seed, students=90, teachers=6, specialists=2, two=0.4
    ),
}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("kind", KINDS)
def test_a_plan_with_starts_is_proven(kind, seed):
    assert solved(KINDS[kind](kit("generate"), seed)).optimal


NEWS = {
    "absent": {"absent": 2},
    "drill": {"cut": ("b1", 14), "locked": 2},
    "overrun": {"overrun": 6},
    "all at once": {"absent": 1, "cut": ("b2", 8), "overrun": 3},
}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("slotted", [5, None], ids=["starts", "any minute"])
@pytest.mark.parametrize("news", NEWS)
def test_a_class_is_planned_again(news, slotted, seed):
    make = kit("generate")
    data = make.class_day(seed, n=26, slotted=slotted)
    published = [asdict(c) for c in plan(read_problem(data)).checkins]
    again = make.disturb(data, published, [0, 560], seed=seed, **NEWS[news])

    found = solved(again)

    assert found.optimal or slotted is None
    assert found == replan(read_problem(again))


@pytest.mark.parametrize("seed", range(3))
def test_a_school_is_planned_again_when_a_teacher_goes_home(seed):
    make = kit("generate")
    data = make.school_day(seed, students=200, teachers=12)
    published = [asdict(c) for c in plan(read_problem(data)).checkins]
    again = make.disturb(data, published, [0, 600], absent=6, seed=seed)
    gone = [b for b in again["blocks"] if b["teacher"] == "t05" and b["start"] >= 600]
    for block in gone:
        block["slots"] = []

    assert gone
    assert solved(again).optimal
