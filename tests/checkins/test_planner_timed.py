"""Blocks without starts: a check-in of 3 to 10 minutes may begin on any minute."""

import json
from dataclasses import astuple, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkins.planner import (
    Block,
    CheckIn,
    LockedConflict,
    Previous,
    Problem,
    RepairKind,
    Request,
    Room,
    Score,
    Span,
    Teacher,
    Wish,
    capacity,
    explain,
    measure,
    plan,
    read_problem,
    repairs,
    replan,
    validate,
    verdict,
    write_plan,
)
from checkins.planner import timed as search
from tests.checkins.planner_cases import (
    KIT,
    best_score,
    causes,
    kit,
    problem,
    published,
    timed_problems,
    timed_replans,
)

INSTANCES = sorted(KIT.glob("instances/*timed*.json")) + sorted(KIT.glob("instances/*28x5.json"))
quick = settings(max_examples=60, deadline=None)


def free(id_="a", start=540, minutes=20, **more):
    """A block without slots."""
    return Block(id_, more.pop("teacher", "t"), more.pop("day", 0), start, start + minutes, **more)


def ask(id_, minutes, need=1, blocks="a", **more):
    return Request(id_, more.pop("student", id_), minutes, need, blocks=tuple(blocks), **more)


def starts(found):
    return [(c.request, c.start) for c in found.checkins]


def test_check_ins_of_different_lengths_fill_a_block_to_the_last_minute():
    case = problem([free(minutes=20)], [ask("r", 3), ask("q", 7), ask("x", 8)])

    found = plan(case)

    assert sum(c.minutes for c in found.checkins) == 18
    assert found.checkins[-1].end == 560
    assert found.optimal


def test_two_short_check_ins_are_worth_more_than_a_long_one():
    case = problem([free(minutes=9)], [ask("long", 9, 5), ask("r", 4, 3), ask("q", 4, 3)])

    found = plan(case)

    assert [c.request for c in found.checkins] == ["q", "r"]
    assert found.score == Score(unmet_need=5)


def test_a_must_comes_before_any_need():
    case = problem([free(minutes=9)], [ask("long", 9, 1, must=True), ask("r", 4, 30)])

    assert [c.request for c in plan(case).checkins] == ["long"]


def test_a_check_in_waits_until_the_student_is_back():
    case = problem([free(minutes=13)], [ask("r", 5, away=(Span(0, 530, 547),)), ask("q", 7)])

    assert starts(plan(case)) == [("q", 540), ("r", 548)]
    assert plan(case).optimal


def test_a_wish_is_met_where_it_costs_nobody_a_place():
    wish = Wish(windows=(Span(0, 551, 560),))
    case = problem(
        [free(minutes=20), free("b", 600, 10)],
        [
            ask("r", 5, prefer=wish),
            ask("q", 5, prefer=Wish(not_first=True)),
            ask("x", 5, blocks="ab", prefer=Wish(blocks=("b",))),
        ],
    )

    found = plan(case)

    assert found.score == Score()
    assert found.of("x").block == "b"
    assert found.optimal


def test_a_wish_never_costs_a_place():
    late = Wish(windows=(Span(0, 552, 560),))
    case = problem([free(minutes=20)], [ask(f"r{n}", 6, prefer=late) for n in range(3)])

    found = plan(case)

    assert found.score == Score(preference_misses=2)
    assert found.optimal


def test_blocks_with_and_without_starts_are_planned_together():
    slotted = Block("s", "t", 0, 600, 611, (600, 606))
    requests = [ask(f"r{n}", 5, blocks=("a", "s")) for n in range(4)]
    case = problem([free(minutes=11), slotted], requests)

    found = plan(case)

    assert [c.start for c in found.checkins] == [540, 546, 600, 606]
    assert found.optimal


def test_nobody_to_meet_and_no_minutes_are_plans_too():
    assert plan(problem([free()], [])).optimal
    nobody = plan(problem([free(minutes=2)], [ask("r", 3)]))
    assert causes(nobody) == {"r": "too_long"}
    assert nobody.optimal


# Why somebody is left out.

CUT = problem(
    [free(minutes=11)],
    [
        ask("r", 5, 2, away=(Span(0, 545, 546),)),
        ask("q", 5, 3, away=(Span(0, 540, 543), Span(0, 548, 551))),
    ],
)
"""Minutes enough for two, but one can come only in the middle."""


def test_a_shortage_of_minutes_is_proven_in_words():
    case = problem([free(minutes=10)], [ask("r", 5, 1), ask("q", 5, 2), ask("x", 4, 3)])

    (out,) = plan(case).left_out

    assert out.request == "r"
    assert out.cause.text == (
        "These 3 students need 17 min with switching, their blocks hold 11 min, and leaving out "
        "somebody else would leave out no less need."
    )
    assert (out.squeeze.requests, out.squeeze.places) == (("q", "r", "x"), 2)
    assert out.squeeze.blocks == ("a",)


def test_minutes_cut_too_small_are_named():
    blocks = [free(minutes=9), free("b", 600, 9)]
    case = problem(blocks, [ask(f"r{n}", 6, blocks="ab") for n in range(3)])
    cut = plan(case)
    away = plan(CUT)
    assert [out.cause.code for out in (*cut.left_out, *away.left_out)] == [
        "minutes_short",
        "minutes_cut",
    ]
    assert cut.optimal
    assert away.optimal


def test_everyones_own_cause_is_named():
    case = problem(
        [free(), free("b", 700, 4)],
        [
            ask("uninvited", 3, blocks=""),
            ask("away", 3, away=(Span(0, 0, 1440),)),
            ask("late", 3, due_day=-1),
            ask("long", 5, blocks="b"),
        ],
    )

    assert causes(plan(case)) == {
        "uninvited": "no_block",
        "away": "away",
        "late": "day_window",
        "long": "too_long",
    }


def test_a_check_in_nobody_needs_fills_a_gap_and_costs_nobody_a_place():
    case = problem([free(minutes=11)], [ask("r", 5, 0), ask("q", 5), ask("x", 5, 0)])

    found = plan(case)

    assert len(found.checkins) == 2
    assert found.of("q")
    assert list(causes(found).values()) == ["not_worth_it"]


def test_an_unproven_plan_says_so_with_the_bound(monkeypatch):
    for name in ("FIRST_STEPS", "SECOND_STEPS"):
        monkeypatch.setattr(search, name, 0)

    found = plan(CUT)

    assert [c.request for c in found.checkins] == ["q"]
    assert (found.optimal, found.score, found.proof.bound) == (
        False,
        Score(unmet_need=2),
        Score(),
    )
    assert verdict(found).text == (
        "1 of 2 check-ins have a time. It was not proven that this is the best: 0 musts and 2 "
        "points of need are left out, and every plan leaves out at least 0 and 0."
    )
    assert causes(found) == {"r": "minutes_cut_unproven"}


# Rules that tie check-ins together.


def test_a_teachers_most_a_day_and_two_check_ins_of_one_student_are_kept():
    blocks = [free(minutes=30), free("b", 540, 30, teacher="u")]
    teachers = (Teacher("t", max_per_day=2), Teacher("u", max_per_day=1))
    requests = [ask(f"r{n}", 5, blocks="ab", student="pq"[n % 2]) for n in range(4)]
    case = problem(blocks, requests, teachers=teachers)

    found = plan(case)

    assert validate(case, found) == ()
    assert len(found.checkins) == 3
    assert not found.optimal


@pytest.mark.parametrize("count", [1, 3])
def test_a_teacher_who_takes_nobody_has_nobody(count):
    teachers = (Teacher("t", max_per_day=0), Teacher("u"))
    blocks = [free(minutes=30), free("b", 540, 11, teacher="u")]
    requests = [ask(f"r{n}", 5, blocks="ab") for n in range(count)]
    case = problem(blocks, requests, teachers=teachers)

    found = plan(case)

    assert validate(case, found) == ()
    assert len(found.checkins) == min(count, 2)


@pytest.mark.parametrize("most", [2, 3])
def test_begun_check_ins_count_towards_a_teachers_most_a_day(most):
    requests = [ask(f"r{n}", 5) for n in range(5)]
    first = problem([free(minutes=40)], requests, teachers=(Teacher("t", max_per_day=2),))
    begun = plan(first)
    case = replace(
        published(first, begun, now=(0, 555)), teachers=(Teacher("t", max_per_day=most),)
    )

    found = replan(case)

    assert validate(case, found) == ()
    assert len(found.checkins) == most


@quick
@given(timed_problems(ties=True))
def test_a_plan_with_ties_is_allowed_and_its_bound_holds(case):
    found = plan(case)

    assert validate(case, found) == ()
    assert found.score == measure(case, found.checkins)
    assert found.proof.bound <= best_score(case)


# The optimum.


@quick
@given(timed_problems())
def test_a_small_plan_is_allowed_and_none_is_better(case):
    found = plan(case)

    assert validate(case, found) == ()
    assert found.score == measure(case, found.checkins) == best_score(case)
    assert found.proof.bound <= found.score


@quick
@given(timed_replans())
def test_a_small_new_plan_is_allowed_and_none_is_better(case):
    found = replan(case)

    assert validate(case, found) == ()
    assert found.score == measure(case, found.checkins) == best_score(case)
    assert found.proof.bound <= found.score


@pytest.mark.skipif(not INSTANCES, reason="the kit's instances are not beside this checkout")
@pytest.mark.parametrize("path", INSTANCES, ids=lambda path: path.stem)
def test_an_instance_reaches_its_proven_optimum(path):
    data = json.loads(path.read_text())
    case = read_problem(data)

    found = plan(case)

    assert validate(case, found) == ()
    assert kit("checker").check(data, write_plan(found)) == ([], list(astuple(found.score)))
    assert list(astuple(found.score)) == data["expect"]["optimum"]
    assert found.optimal


@pytest.mark.skipif(not KIT.exists(), reason="the kit is not beside this checkout")
def test_of_120_classes_little_need_is_left_out_beyond_what_must_be():
    check, make = kit("checker").check, kit("generate").class_day
    gaps = []
    for seed in range(120):
        data = make(seed)
        found = plan(read_problem(data))
        assert check(data, write_plan(found)) == ([], list(astuple(found.score)))
        assert found.score.unmet_must == found.proof.bound.unmet_must
        gaps.append(found.score.unmet_need / max(1, found.proof.bound.unmet_need) - 1)

    assert sum(gaps) / 120 < 0.005


# What must hold for every problem.


@quick
@given(timed_problems(most_requests=12), st.randoms(use_true_random=False))
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
@given(timed_problems(most_requests=4), st.integers(1, 4))
def test_more_minutes_never_make_it_worse(case, minutes):
    last = case.blocks[-1]
    wider = replace(case, blocks=(*case.blocks[:-1], replace(last, end=last.end + minutes)))

    assert plan(wider).score <= plan(case).score


def test_a_teacher_with_enough_gives_a_student_to_one_with_room():
    teachers = (Teacher("t", comfortable=1), Teacher("u"))
    blocks = (Block("a", "u", 0, 540, 543), Block("b", "t", 0, 552, 557))
    requests = (
        Request("r0", "p0", minutes=2, need=1, blocks=("b",)),
        Request("r1", "p1", minutes=2, need=0, must=True, blocks=("a", "b")),
    )

    found = plan(Problem(teachers, blocks, requests, gap=1))

    assert {c.request: c.block for c in found.checkins} == {"r0": "b", "r1": "a"}
    assert found.score == Score()


@quick
@given(timed_problems(most_requests=4), st.data())
def test_more_need_never_drops_a_student(case, data):
    chosen = data.draw(st.sampled_from(case.requests))
    needier = replace(chosen, need=chosen.need + data.draw(st.integers(1, 5)))
    more = replace(case, requests=tuple(needier if r is chosen else r for r in case.requests))

    if plan(case).of(chosen.id):
        assert plan(more).of(chosen.id)


@quick
@given(timed_problems(most_requests=4), st.sampled_from([0, 3]), st.sampled_from([0, 541, 555]))
def test_a_new_plan_without_news_is_the_same_plan(case, tolerance, minute):
    first = plan(case)

    again = replan(published(case, first, now=(0, minute), tolerance=tolerance))

    assert [c for c in first.checkins if c not in again.checkins] == []


# Planning again.


def test_an_overrun_moves_the_others_by_a_little_and_changes_nobody():
    case = problem([free(minutes=40)], [ask(f"r{n}", 5) for n in range(5)])
    first = plan(case)
    begun = first.checkins[0]
    longer = tuple(replace(r, minutes=8) if r.id == begun.request else r for r in case.requests)
    news = replace(published(case, first, now=(0, 541), tolerance=4), requests=longer)

    found = replan(news)

    assert validate(news, found) == ()
    assert found.score == Score()
    assert found.of(begun.request) == replace(begun, minutes=8)
    assert min(c.start for c in found.checkins[1:]) == 549


def test_nothing_new_begins_before_now_and_a_promise_stays():
    case = problem([free(minutes=30)], [ask("r", 5), ask("q", 5)])
    promised = CheckIn(0, 553, 5, "a", "t", "q")
    news = replace(case, previous=Previous((0, 551), (promised,), locked=frozenset({"q"})))

    found = replan(news)

    assert found.of("q") == promised
    assert found.of("r").start >= 559
    assert explain(news, found, "q").time.code == "locked"


def test_a_promise_that_cannot_be_kept_says_whose_it_is():
    promised = CheckIn(0, 553, 5, "a", "t", "q")
    case = problem(
        [free(minutes=15)],
        [ask("q", 5)],
        previous=Previous((0, 541), (promised,), locked=frozenset({"q"})),
    )

    with pytest.raises(LockedConflict, match="outside block a") as conflict:
        replan(case)

    assert conflict.value.request == "q"


def test_a_cancelled_student_gets_the_old_place_back():
    case = problem([free(minutes=23)], [ask(f"r{n}", 5) for n in range(4)])
    first = plan(case)
    without = replan(replace(published(case, first), requests=case.requests[1:]))

    back = replan(published(case, first))

    assert without.of("r0") is None
    assert back.of("r0") == first.of("r0")


# The sum and the ways out.


def test_the_sum_of_equal_lengths_counts_what_each_block_holds():
    blocks = [free(name, 500 + 60 * n, 23 + n // 4) for n, name in enumerate("abcdef")]
    total = capacity(problem(blocks, [ask(f"r{n}", 5, blocks="abcdef") for n in range(28)]))

    assert (total.needed, total.available, total.places) == (168, 140, 24)
    assert not total.fits
    assert total.sentence.code == "sum_short"


@pytest.mark.parametrize(("minutes", "fits"), [(14, True), (13, False)])
def test_the_sum_of_different_lengths_counts_minutes(minutes, fits):
    total = capacity(problem([free(minutes=minutes)], [ask("r", 3), ask("q", 5), ask("x", 4)]))

    assert total.fits is fits


def test_each_repair_is_planned_again_and_the_cheapest_comes_first():
    case = problem([free(minutes=20)], [ask(f"r{n}", 5, n + 1) for n in range(4)])
    room = Room(spare=(free("s", 700, 12),), later=(free("d", 540, 12, day=1),))

    offers = repairs(case, plan(case), room)

    assert [(o.kind, o.cost) for o in offers] == [
        (RepairKind.LONGER, 3),
        (RepairKind.SHORTER, 4),
        (RepairKind.LATER, 6),
        (RepairKind.ADDED, 12),
    ]
    assert all(o.solves and validate(o.problem, o.plan) == () for o in offers)
    assert offers[0].sentence.text == "Make block a 3 minutes longer."


def test_a_longer_block_waits_for_a_student_who_is_away():
    case = problem([free(minutes=5)], [ask("r", 5, 2), ask("q", 5, away=(Span(0, 0, 555),))])

    (longer,) = repairs(case, plan(case), Room(shortest=5))

    assert (longer.cost, longer.solves) == (15, True)


@pytest.mark.skipif(not INSTANCES, reason="the kit's instances are not beside this checkout")
@pytest.mark.parametrize("path", [p for p in INSTANCES if "short" in p.stem], ids=lambda p: p.stem)
def test_repairs_of_an_instance_are_the_proven_ones(path):
    data = json.loads(path.read_text())
    case, expect = read_problem(data), data["expect"]

    offers = repairs(case, plan(case))

    longer = {o.sentence.params["block"]: o for o in offers if o.kind is RepairKind.LONGER}
    shorter = next(o for o in offers if o.kind is RepairKind.SHORTER)
    assert (
        longer[expect["extend_last_block"]["block"]].cost
        == (expect["extend_last_block"]["minutes"])
    )
    assert shorter.sentence.params["minutes"] == expect["longest_cap_minutes"]
    assert sorted(out.request for out in shorter.plan.left_out) == expect["never_available"]
