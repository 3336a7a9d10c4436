"""Problems and plans as JSON, and what is wrong with a file, in words."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from checkins.planner import (
    BadProblem,
    CheckIn,
    Previous,
    Reason,
    ReasonKind,
    Span,
    Teacher,
    Wish,
    plan,
    read_checkins,
    read_problem,
    write_plan,
    write_problem,
)
from tests.checkins.planner_cases import block, crowd, problem, request

INSTANCES = Path(__file__).resolve().parents[3] / "shared" / "planner" / "instances"


def test_a_problem_survives_writing_and_reading():
    reasons = (Reason(ReasonKind.NEW, 5, {"weeks": 3}),)
    wish = Wish(("a",), (Span(0, 540, 560),), not_first=True)
    full = request(
        "r",
        must=True,
        prefer=wish,
        away=(Span(0, 1, 2),),
        earliest_day=0,
        due_day=3,
        pulled_from={"a": "s"},
        reasons=reasons,
    )
    case = problem(
        [block("a", section="s"), replace(block("open", 700), slots=None)],
        [full, request("plain", need=0)],
        teachers=(Teacher("t", 3, 4),),
        balance=True,
        max_pulls_per_section=1,
        min_days_between=1,
    )
    case = replace(
        case, previous=Previous((0, 3), (CheckIn(0, 540, 5, "a", "t", "r"),), 4, frozenset({"r"}))
    )

    assert read_problem(json.loads(json.dumps(write_problem(case)))) == case


def test_a_plan_survives_writing_and_reading():
    found = plan(problem([block("a")], crowd(3)))

    data = json.loads(json.dumps(write_plan(found)))

    assert read_checkins(data) == found.checkins
    assert data["optimal"] is True
    assert data["left_out"][0]["cause"] == "full"


GOOD = {
    "teachers": [{"id": "t"}],
    "blocks": [{"id": "a", "teacher": "t", "day": 0, "start": 540, "end": 551, "slots": [540]}],
    "requests": [{"id": "r", "student": "p", "minutes": 5, "need": 1, "blocks": ["a"]}],
}


def spoilt(*path, value):
    """GOOD with one value changed, or taken away when `value` is None."""
    data = json.loads(json.dumps(GOOD))
    at = data
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return data


BAD = [
    ("schema", {"schema": "checkins/2"}),
    ("schema", []),
    ("blocks", spoilt("blocks", value=7)),
    ("gap", GOOD | {"gap": -1}),
    ("max_pulls_per_section", GOOD | {"max_pulls_per_section": 0}),
    ("teachers[1]", GOOD | {"teachers": [{"id": "t"}, {"id": "t"}]}),
    ("teachers[0].comfortable", spoilt("teachers", 0, "comfortable", value="few")),
    ("teachers[0]", spoilt("teachers", 0, "id", value=7)),
    ("blocks[0].end", spoilt("blocks", 0, "end", value=None)),
    ("blocks[0]", spoilt("blocks", 0, "end", value=500)),
    ("blocks[0]", spoilt("blocks", 0, "end", value=10**12)),
    ("blocks[0]", spoilt("blocks", 0, "start", value=-1)),
    ("blocks[0].teacher", spoilt("blocks", 0, "teacher", value="nobody")),
    ("blocks[0].slots", spoilt("blocks", 0, "slots", value=["9:00"])),
    ("requests[0].minutes", spoilt("requests", 0, "minutes", value=0)),
    ("requests[0].need", spoilt("requests", 0, "need", value=1.5)),
    ("requests[0].blocks", spoilt("requests", 0, "blocks", value=["z"])),
    ("requests[0].due_day", spoilt("requests", 0, "due_day", value="Friday")),
    ("requests[0]", spoilt("requests", 0, "unavailable", value=[[0, 9, 8]])),
    ("requests[0]", spoilt("requests", 0, "unavailable", value=[[0, 9]])),
    ("requests[0]", spoilt("requests", 0, "reasons", value=[{"kind": "gossip"}])),
    (
        "previous.locked",
        GOOD | {"previous": {"now": [0, 0], "locked": ["r"], "checkins": []}},
    ),
    ("previous.now", GOOD | {"previous": {"checkins": []}}),
]


@pytest.mark.parametrize(("where", "data"), BAD, ids=lambda x: x if isinstance(x, str) else "")
def test_a_bad_problem_says_where(where, data):
    with pytest.raises(BadProblem) as wrong:
        read_problem(data)

    assert wrong.value.where == where


@pytest.mark.skipif(not INSTANCES.exists(), reason="the kit is not beside this checkout")
@pytest.mark.parametrize(
    "name", ["class-timed-fits", "replan-slotted-drill", "school-90-specialist"]
)
def test_the_kits_files_survive_reading_and_writing(name):
    case = read_problem(json.loads((INSTANCES / f"{name}.json").read_text()))

    assert read_problem(json.loads(json.dumps(write_problem(case)))) == case
