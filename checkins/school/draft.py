"""One problem for a whole school: every student asks once, whatever number of classes she has."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from checkins.models import Slot, Window
from checkins.places import Stretch, fits, is_free, minute_of, starts_of
from checkins.planner import (
    Block,
    CheckIn,
    Previous,
    Problem,
    Request,
    Span,
    Teacher,
)
from checkins.reasons import Because
from checkins.school.crowding import uncrowded
from checkins.school.facts import SchoolFacts
from checkins.school.urgency import urgency
from plc.frozen import frozen

DAY = 0
PULLS = 1  # of one student, out of one class, on one day


@frozen
class Settings:
    """What an admin chooses: minutes each, minutes to switch, the most check-ins of an adult.

    `out` is the most students of one class who are with an adult at the same time.
    """

    minutes: int = 3
    gap: int = 1
    most: int | None = None
    out: int | None = None
    since: int = 0  # the minute from which places are given; before it, on the day, time is past


@frozen
class SchoolDraft:
    """The problem, how its names lead back to rows, and what it leaves alone."""

    problem: Problem
    student_of: Mapping[str, int]  # request -> student
    windows: Mapping[str, Window]  # block -> window
    because: Mapping[int, Because]
    kept: tuple[Slot, ...]  # held, begun, fixed, or a teacher's own
    movable: tuple[Slot, ...]  # published by the school, and free to be planned again
    apart: frozenset[int]  # classes whose own plan has another length: nothing is added there
    kept_back: int  # places that would take too many out of one class at once
    token: str  # changes with anything the plan rests on


def draft_school(facts: SchoolFacts, settings: Settings) -> SchoolDraft:
    """The problem of a day, without those who are met, absent, or placed by their teacher."""
    kept, movable = _divided(facts, settings)
    apart = _apart(facts, kept, settings)
    windows = {
        window.key: window
        for section in facts.sections
        if section.pk not in apart
        for window in facts.windows.get(section.pk, ())
    }
    taken = _taken(facts, kept)
    because = urgency(facts)
    ids = _ranked(facts, because, kept)
    blocks = _blocks_of(facts, windows.values(), movable)
    uncrowd = uncrowded(
        facts,
        (_block(facts, window, settings, taken) for window in windows.values()),
        windows,
        minutes=settings.minutes,
        limit=settings.out,
        kept=kept,
        movable=movable,
    )
    problem = Problem(
        teachers=_teachers(facts, windows.values(), kept, settings),
        blocks=uncrowd.blocks,
        requests=tuple(
            Request(
                name,
                name,
                settings.minutes,
                because[pk].need + 1,  # somebody met yesterday is still better met than not
                because[pk].must,
                blocks[pk],
                tuple(Span(DAY, start, end) for start, end in facts.away.get(pk, ())),
            )
            for pk, name in ids.items()
        ),
        gap=settings.gap,
        balance=True,
        max_pulls_per_section=PULLS,
        previous=_previous(facts, ids, movable, windows, settings),
    )
    return SchoolDraft(
        problem,
        {name: pk for pk, name in ids.items()},
        windows,
        because,
        kept,
        movable,
        apart,
        uncrowd.kept_back,
        _token(facts, problem),
    )


def _divided(facts: SchoolFacts, settings: Settings) -> tuple[tuple[Slot, ...], tuple[Slot, ...]]:
    """The slots that stay as they are, and those that may be planned again."""
    plans = {plan.pk: plan for plan in facts.plans.values()}
    windows = {w.pk: w for of_class in facts.windows.values() for w in of_class}
    kept, movable = [], []
    for slot in facts.slots:
        plan = plans[slot.plan_id]
        if slot.state == Slot.State.DONE:
            kept.append(slot)
        elif slot.state in {Slot.State.ABSENT, Slot.State.LATER} or slot.student_id in facts.absent:
            continue
        elif slot.starts_at is None and "dropped" in slot.detail:
            continue  # who was left out by hand stays so
        elif not fits(slot, windows.get(slot.window_id or 0), plan.minutes):
            movable.append(slot)
        elif slot.is_fixed or _began(slot, settings) or facts.is_its_teachers(plan):
            kept.append(slot)
        else:
            movable.append(slot)
    return tuple(kept), tuple(movable)


def _began(slot: Slot, settings: Settings) -> bool:
    return slot.starts_at is not None and minute_of(slot.starts_at) < settings.since


def _apart(facts: SchoolFacts, kept: Iterable[Slot], settings: Settings) -> frozenset[int]:
    plans = {plan.pk: plan for plan in facts.plans.values()}
    wanted = (settings.minutes, settings.gap)
    of_kept = (plans[slot.plan_id] for slot in kept)
    return frozenset(p.section_id for p in of_kept if (p.minutes, p.gap) != wanted)


def _taken(facts: SchoolFacts, kept: Iterable[Slot]) -> dict[str, list[Stretch]]:
    """When each adult holds a check-in that stays, or covers a class."""
    plans = {plan.pk: plan for plan in facts.plans.values()}
    windows = {w.pk: w for of_class in facts.windows.values() for w in of_class}
    taken: dict[str, list[Stretch]] = defaultdict(list)
    for slot in kept:
        window = windows.get(slot.window_id or 0)
        if window is not None and slot.starts_at is not None:
            start, plan = minute_of(slot.starts_at), plans[slot.plan_id]
            end = start + plan.minutes + plan.gap
            taken[facts.holder(window)].append((start - plan.gap, end))
    for adult, stretches in facts.covers.items():
        taken[str(adult)] += stretches
    return taken


def _ranked(
    facts: SchoolFacts, because: Mapping[int, Because], kept: Iterable[Slot]
) -> dict[int, str]:
    """Who asks, numbered by need, so that where the plan is free the most needed come first."""
    settled = {slot.student_id for slot in kept} | facts.met
    dropped = dropped_from(facts)
    asking = (
        pk
        for pk in facts.here
        if pk not in settled
        and any((section, pk) not in dropped for section in facts.classes_of[pk])
    )
    ranked = sorted(asking, key=lambda pk: (not because[pk].must, -because[pk].need, pk))
    return {pk: f"{number:05}" for number, pk in enumerate(ranked)}


def _teachers(
    facts: SchoolFacts, windows: Iterable[Window], kept: Iterable[Slot], settings: Settings
) -> tuple[Teacher, ...]:
    names = sorted({facts.holder(window) for window in windows})
    if settings.most is None:
        return tuple(Teacher(name) for name in names)
    by_pk = {w.pk: w for of_class in facts.windows.values() for w in of_class}
    held = [facts.holder(by_pk[s.window_id]) for s in kept if s.window_id in by_pk]
    return tuple(
        Teacher(name, max_per_day=max(0, settings.most - held.count(name))) for name in names
    )


def _block(
    facts: SchoolFacts, window: Window, settings: Settings, taken: Mapping[str, list[Stretch]]
) -> Block:
    holder = facts.holder(window)
    starts = starts_of(window, minutes=settings.minutes, gap=settings.gap)
    busy = taken.get(holder, [])
    return Block(
        id=window.key,
        teacher=holder,
        day=DAY,
        start=minute_of(window.starts_at),
        end=minute_of(window.ends_at),
        slots=tuple(start for start in starts if is_free(busy, start, settings.minutes)),
        section=str(window.section_id),
    )


def dropped_from(facts: SchoolFacts) -> frozenset[tuple[int, int]]:
    """Whom a teacher left out of her day by hand: class and student."""
    section_of = {plan.pk: plan.section_id for plan in facts.plans.values()}
    return frozenset(
        (section_of[slot.plan_id], slot.student_id)
        for slot in facts.slots
        if slot.starts_at is None and "dropped" in slot.detail
    )


def _blocks_of(
    facts: SchoolFacts, windows: Iterable[Window], movable: Iterable[Slot]
) -> dict[int, tuple[str, ...]]:
    """The windows open to each student: of all her classes, a specialist's if assigned to her."""
    of_class: dict[int, list[Window]] = defaultdict(list)
    for window in windows:
        of_class[window.section_id].append(window)
    dropped = dropped_from(facts)
    sitting = {(slot.window_id, slot.student_id) for slot in movable}
    return {
        pk: tuple(
            window.key
            for section in facts.classes_of[pk]
            if (section, pk) not in dropped
            for window in of_class.get(section, ())
            if window.adult_id is None
            or pk in facts.cared_for.get(window.adult_id, ())
            or (window.pk, pk) in sitting
        )
        for pk in facts.here
    }


def _previous(
    facts: SchoolFacts,
    ids: Mapping[int, str],
    movable: Iterable[Slot],
    windows: Mapping[str, Window],
    settings: Settings,
) -> Previous | None:
    by_pk = {window.pk: window for window in windows.values()}
    checkins = {
        ids[slot.student_id]: CheckIn(
            DAY,
            minute_of(slot.starts_at),
            settings.minutes,
            by_pk[slot.window_id].key,
            facts.holder(by_pk[slot.window_id]),
            ids[slot.student_id],
        )
        for slot in movable
        if slot.starts_at and slot.window_id in by_pk and slot.student_id in ids
    }
    if not checkins and not settings.since:
        return None
    return Previous((DAY, settings.since), tuple(sorted(checkins.values())))


def _token(facts: SchoolFacts, problem: Problem) -> str:
    """A fingerprint of the problem and of the plans it will be written into."""
    versions = sorted((plan.key, plan.version) for plan in facts.plans.values())
    return hashlib.sha256(repr((problem, versions)).encode()).hexdigest()[:32]
