"""What would help when somebody does not fit: each way out is planned again."""

from checkins.planner import (
    RepairKind,
    Room,
    Span,
    plan,
    repairs,
    replan,
    validate,
)
from tests.checkins.planner_cases import block, crowd, problem, published, request


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
