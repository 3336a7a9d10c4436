"""The planner against the slow way, and against plans proven elsewhere."""

import json
from dataclasses import astuple, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkins.planner import measure, plan, read_problem, replan, validate
from checkins.planner.flow import fill, proves, settle
from checkins.planner.grid import compile_problem
from checkins.planner.network import Network
from tests.checkins.planner_cases import best_score, block, problem, problems, published, replans

INSTANCES = Path(__file__).resolve().parents[3] / "shared" / "planner" / "instances"
SLOTTED = sorted(
    path
    for path in INSTANCES.glob("*.json")
    if "timed" not in path.name and "28x5" not in path.name
)
quick = settings(max_examples=60, deadline=None)


@quick
@given(problems())
def test_a_plan_is_allowed_and_none_is_better(case):
    found = plan(case)

    assert validate(case, found) == ()
    assert found.score == measure(case, found.checkins) == best_score(case)
    assert found.proof.bound <= found.score
    starts = [(b.teacher, b.day, s) for b in case.blocks for s in b.slots]
    assert found.optimal or len(set(starts)) < len(starts)


@quick
@given(replans())
def test_a_new_plan_is_allowed_and_none_is_better(case):
    found = replan(case)

    assert validate(case, found) == ()
    assert found.score == measure(case, found.checkins) == best_score(case)


@quick
@given(problems(most_requests=12), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(case, random):
    def shuffled(rows):
        return tuple(random.sample(rows, len(rows)))

    mixed = replace(
        case,
        teachers=shuffled(case.teachers),
        blocks=shuffled(case.blocks),
        requests=tuple(replace(r, blocks=shuffled(r.blocks)) for r in shuffled(case.requests)),
    )

    assert plan(mixed) == plan(case)


@quick
@given(problems(most_requests=12), st.data())
def test_one_more_place_never_makes_it_worse(case, data):
    chosen = data.draw(st.sampled_from(case.blocks))
    start = chosen.end + case.gap
    longer = replace(chosen, end=start + 5, slots=(*chosen.slots, start))
    wider = replace(case, blocks=tuple(longer if b is chosen else b for b in case.blocks))

    assert plan(wider).score <= plan(case).score


@quick
@given(problems(most_requests=12), st.data())
def test_more_need_never_drops_a_student(case, data):
    chosen = data.draw(st.sampled_from(case.requests))
    needier = replace(chosen, need=chosen.need + data.draw(st.integers(1, 5)))
    more = replace(case, requests=tuple(needier if r is chosen else r for r in case.requests))

    if plan(case).of(chosen.id):
        assert plan(more).of(chosen.id)


@quick
@given(problems(most_requests=12), st.sampled_from([0, 6]), st.sampled_from([0, 545, 580]))
def test_a_new_plan_without_news_is_the_same_plan(case, tolerance, minute):
    first = plan(case)

    again = replan(published(case, first, now=(0, minute), tolerance=tolerance))

    assert [c.request for c in first.checkins if c not in again.checkins] == []


@quick
@given(problems(most_requests=8))
def test_students_with_two_check_ins_keep_their_times_without_news(case):
    first = plan(case)

    assert replan(published(case, first)).checkins == first.checkins


@quick
@given(problems(most_requests=12, siblings=False))
def test_the_potentials_prove_the_flow_and_nothing_less(case):
    grid = compile_problem(case)
    net = Network(grid, grid.options)
    fill(net, {})
    before = net.cost()

    labels = settle(net)

    assert proves(net, labels)
    assert net.cost() <= before


def test_potentials_do_not_prove_a_plan_that_can_be_better():
    case = problem([block("a", places=1)], [])
    case = read_problem(
        {
            "teachers": [{"id": "t"}],
            "blocks": [{"id": "a", "teacher": "t", "day": 0, "start": 0, "end": 5, "slots": [0]}],
            "requests": [
                {"id": n, "student": n, "minutes": 5, "need": need, "blocks": ["a"]}
                for n, need in (("low", 1), ("high", 2))
            ],
        }
    )
    grid = compile_problem(case)
    net = Network(grid, grid.options)
    fill(net, {})
    labels = settle(net)
    assert proves(net, labels)

    net.move({0: -1, 1: net.first_place})  # "low" takes the place of "high"

    assert not proves(net, labels)


@pytest.mark.skipif(not SLOTTED, reason="the kit's instances are not beside this checkout")
@pytest.mark.parametrize("path", SLOTTED, ids=lambda path: path.stem)
def test_an_instance_reaches_its_proven_optimum(path):
    data = json.loads(path.read_text())
    case = read_problem(data)

    found = plan(case)

    assert validate(case, found) == ()
    assert list(astuple(found.score)) == data["expect"]["optimum"]
    assert list(astuple(measure(case, found.checkins))) == data["expect"]["optimum"]
    assert found.optimal
