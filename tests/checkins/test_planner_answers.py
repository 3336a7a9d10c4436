"""What the planner says to people: the sum, who does not fit and why, what would help."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from checkins.planner import (
    BadProblem,
    CheckIn,
    LockedConflict,
    Previous,
    Reason,
    ReasonKind,
    RepairKind,
    Room,
    Score,
    Span,
    Teacher,
    Wish,
    capacity,
    explain,
    explanations,
    next_up,
    plan,
    read_checkins,
    read_problem,
    repairs,
    replan,
    slots_between,
    validate,
    write_plan,
    write_problem,
)
from checkins.planner.grid import compile_problem
from checkins.planner.search import solve
from tests.checkins.planner_cases import block, problem, published, request

INSTANCES = Path(__file__).resolve().parents[3] / "shared" / "planner" / "instances"


def crowd(count, **more):
    """Requests r0, r1, ... the first with the greatest need."""
    return [request(f"r{n}", need=count - n, **more) for n in range(count)]


def causes(found):
    return {out.request: out.cause.code for out in found.left_out}


# The sum


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


# Who does not fit


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


# What would help


def test_no_repair_is_offered_when_everybody_fits():
    case = problem([block("a")], crowd(2))

    assert repairs(case, plan(case)) == ()


def test_each_repair_is_planned_again_and_the_cheapest_comes_first():
    case = problem([block("a", places=3)], crowd(4))
    room = Room(
        spare=(block("s", 800, places=2),),
        later=(block("d1", day=1), block("d2", day=2)),
    )

    offers = repairs(case, plan(case), room)

    assert [(o.kind, o.cost) for o in offers] == [
        (RepairKind.LONGER, 6),
        (RepairKind.LATER, 6),
        (RepairKind.SHORTER, 8),
        (RepairKind.ADDED, 11),
    ]
    assert all(o.solves and validate(o.problem, o.plan) == () for o in offers)
    assert [o.sentence.text for o in offers] == [
        "Make block a 6 minutes longer.",
        "See 1 student later, by day 1.",
        "Make each check-in 3 minutes.",
        "Add 11 minutes: block s.",
    ]


def test_later_days_are_added_until_everybody_has_a_place():
    case = problem([block("a", places=1)], crowd(4))
    later = tuple(block(f"d{day}", places=2, day=day) for day in (1, 2, 3))

    offers = repairs(case, plan(case), Room(longest=0, shortest=5, later=later))

    assert [(o.sentence.params["count"], o.sentence.params["day"]) for o in offers] == [
        (3, 2),
        (2, 1),
    ]
    assert [o.solves for o in offers] == [True, False]


def test_shorter_check_ins_are_offered_even_when_they_help_only_some():
    case = problem([block("a", places=2)], crowd(6))

    (offer,) = repairs(case, plan(case), Room(longest=0, shortest=2))

    assert (offer.sentence.params["minutes"], len(offer.plan.left_out)) == (2, 2)


def test_a_repair_moves_nobody_it_need_not_move():
    case = problem([block("a", places=3)], crowd(4))
    before = plan(case)

    longer = repairs(case, before, Room(shortest=5))[0]

    assert set(before.checkins) < set(longer.plan.checkins)


def test_a_block_that_meets_the_next_cannot_grow():
    blocks = [block("a", places=1), block("b", 546, places=1)]
    case = problem(blocks, [request(f"r{n}", "a", n + 1) for n in range(2)])

    offers = repairs(case, plan(case), Room(shortest=5))

    assert offers == ()


def test_a_longer_block_skips_the_minutes_a_student_is_away():
    case = problem([block("a", places=1)], [*crowd(1), request("q", away=(Span(0, 0, 555),))])

    (offer,) = repairs(case, plan(case), Room(shortest=5))

    assert offer.cost == 18


def test_promised_check_ins_keep_their_length_when_others_get_shorter():
    case = problem([block("a", places=2)], crowd(3))
    first = plan(case)
    promised = published(case, first, locked=frozenset({"r0"}))

    offers = repairs(promised, replan(promised), Room(longest=0))

    assert [o.kind for o in offers] == [RepairKind.SHORTER]
    assert offers[0].plan.of("r0") == first.of("r0")
    assert validate(offers[0].problem, offers[0].plan) == ()


# Planning again


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


# The day


def test_a_late_student_keeps_the_turn():
    found = plan(problem([block("a", places=3)], crowd(3)))
    first, second, third = found.checkins

    late = next_up(found, now=(0, 549))
    later = next_up(found, now=(0, 549), done={first.request})
    early = next_up(found, now=(0, 530), done=[first.request])

    assert (late.current, late.following, late.behind) == (first, (second, third), 9)
    assert (later.current, later.behind) == (second, 3)
    assert (early.current, early.following, early.behind) == (None, (second, third), 0)
    assert next_up(found, now=(0, 549), teacher="u").following == ()
    assert next_up(found, now=(1, 0)).following == ()


def test_every_place_has_a_reason_and_the_strongest_comes_first():
    reasons = (
        Reason(ReasonKind.ASKED, 6),
        Reason(ReasonKind.DAYS_SINCE, 12, {"days": 12}),
    )
    case = problem(
        [block("a", places=3), block("b", 700)],
        [
            request("asked", "ab", reasons=reasons),
            request("one_place", away=(Span(0, 546, 600),)),
            request("one_block", "ab", away=(Span(0, 0, 600),)),
            request("wish", "ab", prefer=Wish(blocks=("b",))),
            request("away", away=(Span(0, 0, 1440),)),
        ],
    )
    found = plan(case)

    said = explanations(case, found)

    assert [r.text for r in said["asked"].reasons] == [
        "12 days since the last check-in",
        "Asked for help",
    ]
    assert {id_: e.time.code for id_, e in said.items()} == {
        "asked": "free_choice",
        "one_place": "only_place",
        "one_block": "only_block",
        "wish": "wish_met",
        "away": "away",
    }
    assert said["one_place"].reason.code == "only_fits_here"
    assert said["away"].reason is None
    assert explain(case, found, "wish") == said["wish"]


def test_an_unmet_wish_a_kept_and_a_changed_time_are_said():
    case = problem([block("a", places=1), block("b", 700)], [request("r", "ab")])
    first = plan(case)
    wished = replace(
        case, requests=(replace(case.requests[0], prefer=Wish(windows=(Span(0, 0, 9),))),)
    )
    kept = published(case, first)
    moved = published(case, first)
    taken = replace(moved, requests=(replace(case.requests[0], away=(Span(0, 0, 545),)),))
    begun = published(case, first, now=(0, 541))
    locked = published(case, first, locked=frozenset({"r"}))

    def time(case):
        return explain(case, plan(case), "r").time.code

    assert time(wished) == "wish_missed"
    assert time(kept) == "kept"
    assert time(replace(taken, blocks=(case.blocks[0], block("b", 700)))) == "only_block"
    assert time(begun) == "begun"
    assert time(locked) == "locked"


def test_a_changed_time_is_said():
    case = problem([block("a", places=2), block("b", 700)], [request("r", "ab")])
    away = replace(case.requests[0], away=(Span(0, 540, 546),))
    news = replace(published(case, plan(case)), requests=(away,))

    assert explain(news, replan(news), "r").time.code == "changed"


# Reading and writing


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


def test_a_block_without_starts_is_refused_in_words():
    case = problem([replace(block("a"), slots=None)], [request("r")])

    with pytest.raises(BadProblem, match="names no starts"):
        plan(case)


@pytest.mark.skipif(not INSTANCES.exists(), reason="the kit is not beside this checkout")
@pytest.mark.parametrize(
    "name", ["class-timed-fits", "replan-slotted-drill", "school-90-specialist"]
)
def test_the_kits_files_survive_reading_and_writing(name):
    case = read_problem(json.loads((INSTANCES / f"{name}.json").read_text()))

    assert read_problem(json.loads(json.dumps(write_problem(case)))) == case
