"""Small problems for the planner's tests, and the slow way to the best plan."""

import importlib.util
from dataclasses import replace
from itertools import product
from pathlib import Path

from hypothesis import strategies as st

from checkins.planner import (
    Block,
    CheckIn,
    Previous,
    Problem,
    Request,
    Score,
    Span,
    Teacher,
    Wish,
    measure,
    plan,
    slots_between,
    validate,
)

KIT = Path(__file__).resolve().parents[3] / "shared" / "planner"
MINUTES = 5
GAP = 1


def kit(name):
    """A module of the kit beside this checkout."""
    spec = importlib.util.spec_from_file_location(f"kit_{name}", KIT / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def block(id_, start=540, places=2, *, teacher="t", day=0, section=None):
    """A block with `places` starts six minutes apart."""
    end = start + places * (MINUTES + GAP) - GAP
    slots = slots_between(start, end, MINUTES, GAP)
    return Block(id_, teacher, day, start, end, slots, section)


def request(id_, blocks=("a",), need=1, **more):
    return Request(id_, more.pop("student", id_), MINUTES, need, blocks=tuple(blocks), **more)


def problem(blocks, requests, **more):
    teachers = more.pop("teachers", tuple(Teacher(t) for t in sorted({b.teacher for b in blocks})))
    return Problem(teachers, tuple(blocks), tuple(requests), gap=GAP, **more)


def published(case, plan, now=(0, 0), **more):
    """The same problem with `plan` published."""
    return replace(case, previous=Previous(now, plan.checkins, **more))


def crowd(count, **more):
    """Requests r0, r1, ... the first with the greatest need."""
    return [request(f"r{n}", need=count - n, **more) for n in range(count)]


def causes(found):
    return {out.request: out.cause.code for out in found.left_out}


def possible(case, wanted):
    """Every check-in that starts on a slot of an allowed block, and None for left out."""
    blocks = {b.id: b for b in case.blocks}
    return [None] + [
        CheckIn(blocks[b].day, s, wanted.minutes, b, blocks[b].teacher, wanted.id)
        for b in wanted.blocks
        for s in starts(blocks[b], wanted.minutes)
    ]


def starts(block, minutes):
    if block.slots is not None:
        return block.slots
    return range(block.start, block.end - minutes + 1)


def best_score(case) -> Score:
    """The least score over every plan there is."""
    scores = []
    for combination in product(*(possible(case, r) for r in case.requests)):
        checkins = [c for c in combination if c is not None]
        if not validate(case, checkins):
            scores.append(measure(case, checkins))
    return min(scores)


@st.composite
def problems(draw, most_requests=4, siblings=True):
    """A teacher or two, up to three blocks on up to two days, times away, wishes, limits."""
    small = st.integers(0, 3)
    teachers = tuple(
        Teacher(t, draw(st.none() | small), draw(st.none() | small))
        for t in "tu"[: draw(st.integers(1, 2))]
    )
    blocks = tuple(
        block(
            name,
            540 + 30 * draw(st.integers(0, 1)) + 60 * n * draw(st.booleans()),
            draw(st.integers(1, 2)),
            teacher=draw(st.sampled_from([t.id for t in teachers])),
            day=draw(st.integers(0, 1)),
            section=draw(st.sampled_from([None, "s"])),
        )
        for n, name in enumerate("abc"[: draw(st.integers(1, 3))])
    )
    students = "pqrs" if not siblings else "pppq"
    requests = tuple(
        _draw_request(draw, n, students, [b.id for b in blocks])
        for n in range(draw(st.integers(1, most_requests)))
    )
    return Problem(
        teachers,
        blocks,
        requests,
        gap=GAP,
        balance=draw(st.booleans()),
        max_pulls_per_section=draw(st.none() | st.integers(1, 2)),
        min_days_between=draw(st.integers(0, 1)),
    )


def _draw_request(draw, number, students, block_ids):
    away = st.builds(
        lambda day, start, long: Span(day, start, start + long),
        st.integers(0, 1),
        st.integers(535, 640),
        st.integers(1, 60),
    )
    wish = st.builds(
        Wish,
        blocks=st.lists(st.sampled_from(block_ids), max_size=1).map(tuple),
        windows=st.lists(away, max_size=1).map(tuple),
        not_first=st.booleans(),
    )
    return Request(
        id=f"r{number}",
        student=draw(st.sampled_from(students)) + ("" if "ppp" in students else str(number)),
        minutes=MINUTES,
        need=draw(st.integers(0, 4)),
        must=draw(st.booleans()),
        blocks=tuple(draw(st.lists(st.sampled_from(block_ids), unique=True, max_size=3))),
        away=tuple(draw(st.lists(away, max_size=1))),
        prefer=draw(st.none() | wish),
        due_day=draw(st.none() | st.just(0)),
    )


@st.composite
def replans(draw):
    """A plan of some problem is published; then some are called away and time passes."""
    case = draw(problems(siblings=draw(st.booleans())))
    checkins = plan(case).checkins
    now = draw(st.sampled_from([(0, 0), (0, 540), (0, 560), (1, 0)]))
    named = st.sets(st.sampled_from([c.request for c in checkins])) if checkins else st.just(set())
    locked, called = draw(named), draw(named)
    kept = locked | {c.request for c in checkins if (c.day, c.start) < now}
    gone = {
        c.request: Span(c.day, c.start, c.end)
        for c in checkins
        if c.request in called and c.request not in kept
    }
    requests = tuple(
        replace(r, away=(*r.away, gone[r.id])) if r.id in gone else r for r in case.requests
    )
    extra = block("z", 660, draw(st.integers(1, 2)), teacher=case.teachers[0].id)
    opened = tuple(replace(r, blocks=(*r.blocks, "z")) for r in requests)
    more = draw(st.booleans())
    return replace(
        case,
        blocks=(*case.blocks, extra) if more else case.blocks,
        requests=opened if more else requests,
        previous=Previous(now, checkins, draw(st.sampled_from([0, 6])), frozenset(locked)),
    )


@st.composite
def timed_problems(draw, most_requests=3, ties=False):
    """One class, or two teachers: short blocks without starts, and lengths by need."""
    teachers = tuple(
        Teacher(t, draw(st.none() | st.integers(1, 2)), draw(st.integers(0, 2)) if ties else None)
        for t in "tu"[: draw(st.integers(1, 2))]
    )
    blocks = tuple(
        Block(
            name,
            draw(st.sampled_from([t.id for t in teachers])),
            0,
            540 + 12 * n,
            540 + 12 * n + draw(st.integers(3, 9)),
            section=draw(st.sampled_from([None, "s"])),
        )
        for n, name in enumerate("ab"[: draw(st.integers(1, 2))])
    )
    requests = tuple(
        _draw_timed(draw, n, "pppq" if ties else "", [b.id for b in blocks])
        for n in range(draw(st.integers(1, most_requests)))
    )
    pulls = draw(st.none() | st.integers(1, 2)) if ties else None
    return Problem(teachers, blocks, requests, gap=GAP, max_pulls_per_section=pulls)


def _draw_timed(draw, number, students, block_ids):
    span = st.builds(
        lambda start, long: Span(0, start, start + long), st.integers(538, 560), st.integers(1, 8)
    )
    wish = st.builds(
        Wish,
        blocks=st.lists(st.sampled_from(block_ids), max_size=1).map(tuple),
        windows=st.lists(span, max_size=1).map(tuple),
        not_first=st.booleans(),
    )
    return Request(
        id=f"r{number}",
        student=draw(st.sampled_from(students)) if students else f"p{number}",
        minutes=draw(st.integers(2, 5)),
        need=draw(st.integers(0, 4)),
        must=draw(st.booleans()),
        blocks=tuple(draw(st.lists(st.sampled_from(block_ids), unique=True, max_size=2))),
        away=tuple(draw(st.lists(span, max_size=1))),
        prefer=draw(st.none() | wish),
    )


@st.composite
def timed_replans(draw):
    """A timed plan is published; then some are called away, one runs over, and time passes."""
    case = draw(timed_problems())
    checkins = plan(case).checkins
    now = draw(st.sampled_from([(0, 0), (0, 541), (0, 550)]))
    begun = [c for c in checkins if (c.day, c.start) < now]
    called = draw(st.sets(st.sampled_from("r0 r1 r2".split()))) - {c.request for c in begun}
    ends = {b.id: b.end for b in case.blocks}
    over = {c.request: draw(st.integers(0, min(3, ends[c.block] - c.end))) for c in begun[-1:]}
    requests = tuple(
        replace(
            r,
            away=(Span(0, 540, 552),) if r.id in called else r.away if r.id not in over else (),
            minutes=r.minutes + over.get(r.id, 0),
        )
        for r in case.requests
    )
    return replace(
        case,
        requests=requests,
        previous=Previous(now, checkins, draw(st.sampled_from([0, 2]))),
    )
