"""Reading a plan: who is next, and why somebody is where they are."""

from dataclasses import replace

from checkins.planner import (
    Reason,
    ReasonKind,
    Span,
    Wish,
    explain,
    explanations,
    next_up,
    plan,
    replan,
)
from tests.checkins.planner_cases import block, crowd, problem, published, request


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
