"""A day of a class as the planner sees it: rows in, a pure `Problem` out, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from checkins.models import Absence, Away, Slot, Window
from checkins.places import minute_of, starts_of, stretches
from checkins.planner import (
    Block,
    CheckIn,
    Explanation,
    Plan,
    Previous,
    Problem,
    Request,
    Span,
    Teacher,
    explanations,
    plan,
)
from checkins.reasons import Because
from students.models import Section, Student

TEACHER = "teacher"  # a class's check-ins are held by one adult at a time
DAY = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What a day's planning rests on: who is in class, when there is time, who is away."""

    windows: tuple[Window, ...]
    students: tuple[Student, ...]  # in class that day and not absent
    away: Mapping[int, list[tuple[int, int]]]


def facts_of(section: Section, day: date) -> Facts:
    """Read a day (four queries)."""
    absent = set(
        Absence.objects.filter(student__in=section.students_on(day), on=day).values_list(
            "student", flat=True
        )
    )
    students = tuple(s for s in section.students_on(day) if s.pk not in absent)
    aways = Away.objects.on_day(day).filter(student__in=[student.pk for student in students])
    return Facts(tuple(section.windows.filter(on=day)), students, stretches(aways))


@dataclass(frozen=True, slots=True)
class Draft:
    """A problem and how its names lead back to rows."""

    problem: Problem
    student_of: Mapping[str, int]  # request id -> student
    windows: Mapping[str, Window]  # block id -> window


@dataclass(frozen=True, slots=True)
class Answer:
    """The planner's plan and why each student stands where she stands."""

    plan: Plan
    why: Mapping[str, Explanation] = field(default_factory=dict)


def draft(
    facts: Facts,
    because: Mapping[int, Because],
    *,
    minutes: int,
    gap: int,
    since: int = 0,
    published: Iterable[Slot] = (),
    taken: Iterable[int] = (),
) -> Draft:
    """The problem of those in `because`: places from minute `since` on, without those `taken`.

    `published` slots keep their place as far as they can; a fixed one always does. Requests are
    numbered by need, so that where the plan is free the most needed come first.
    """
    windows = {window.key: window for window in facts.windows}
    ranked = sorted(because, key=lambda pk: (not because[pk].must, -because[pk].need, pk))
    ids = {pk: f"{number:05}" for number, pk in enumerate(ranked)}
    problem = Problem(
        teachers=(Teacher(TEACHER),),
        blocks=tuple(_block(window, minutes, gap, frozenset(taken)) for window in facts.windows),
        requests=tuple(
            _request(ids[pk], because[pk], minutes, windows, facts.away.get(pk, ()))
            for pk in ranked
        ),
        gap=gap,
        previous=_previous(list(published), ids, facts.windows, minutes, since),
    )
    return Draft(problem, {key: pk for pk, key in ids.items()}, windows)


def _block(window: Window, minutes: int, gap: int, taken: frozenset[int]) -> Block:
    starts = starts_of(window, minutes=minutes, gap=gap)
    free = tuple(start for start in starts if start not in taken)
    return Block(
        window.key, TEACHER, DAY, minute_of(window.starts_at), minute_of(window.ends_at), free
    )


def _request(
    key: str,
    because: Because,
    minutes: int,
    windows: Mapping[str, Window],
    away: Iterable[tuple[int, int]],
) -> Request:
    return Request(
        id=key,
        student=key,
        minutes=minutes,
        need=because.need + 1,  # somebody met yesterday is still better met than not
        must=because.must,
        blocks=tuple(windows),
        away=tuple(Span(DAY, start, end) for start, end in away),
    )


def _previous(
    published: list[Slot],
    ids: Mapping[int, str],
    windows: Iterable[Window],
    minutes: int,
    since: int,
) -> Previous | None:
    if not published and not since:
        return None
    keys = {window.pk: window.key for window in windows}
    checkins = tuple(
        CheckIn(
            DAY,
            minute_of(slot.starts_at),
            minutes,
            keys[slot.window_id],
            TEACHER,
            ids[slot.student_id],
        )
        for slot in published
        if slot.student_id in ids and slot.window_id in keys and slot.starts_at
    )
    locked = frozenset(ids[s.student_id] for s in published if s.is_fixed and s.student_id in ids)
    return Previous((DAY, since), checkins, locked=locked & {c.request for c in checkins})


def solve(draft: Draft) -> Answer:
    """Plan, and explain. LockedConflict when a fixed time cannot stay."""
    best = plan(draft.problem)
    return Answer(best, explanations(draft.problem, best))
