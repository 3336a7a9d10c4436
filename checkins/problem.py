"""A day of a class as the planner sees it: rows in, a pure `Problem` out, and back."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import field
from datetime import date

from checkins.bookings import elsewhere
from checkins.models import Absence, Away, Slot, Window
from checkins.places import Stretch, is_free, minute_of, starts_of, stretches
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
from plc.frozen import frozen
from students.models import Section, StaffRole, Student

TEACHER = "teacher"  # who holds a window that names no other adult
DAY = 0
# More than all reasons of one student together: everyone once before anyone twice.
FIRST_TURN = 1000


@frozen
class Facts:
    """What a day's planning rests on: who is in class, when there is time, who is away."""

    windows: tuple[Window, ...]
    students: tuple[Student, ...]  # in class that day and not absent
    away: Mapping[int, list[Stretch]]
    busy: Mapping[int, list[Stretch]] = field(default_factory=dict)  # by window, of its adult
    cared_for: Mapping[int, frozenset[int]] = field(default_factory=dict)  # by another adult


def facts_of(section: Section, day: date) -> Facts:
    """Read a day (five queries)."""
    absent = set(
        Absence.objects.filter(student__in=section.students_on(day), on=day).values_list(
            "student", flat=True
        )
    )
    students = tuple(s for s in section.students_on(day) if s.pk not in absent)
    ids = [student.pk for student in students]
    windows = tuple(Window.objects.filter(section=section, on=day))
    other = elsewhere(section, day, ids, windows)
    aways = [*Away.objects.on_day(day).filter(student__in=ids), *other.aways]
    students = tuple(student for student in students if student.pk not in other.settled)
    return Facts(windows, students, stretches(aways), other.busy, _cared_for(windows, day))


def _cared_for(windows: Iterable[Window], day: date) -> dict[int, frozenset[int]]:
    """Whom the adults who bring windows of their own are assigned to (no query without them)."""
    adults = {window.adult_id for window in windows if window.adult_id}
    if not adults:
        return {}
    found: dict[int, set[int]] = {}
    roles = StaffRole.objects.current(day).caring().filter(user__in=adults)
    for adult, student in roles.values_list("user", "student"):
        found.setdefault(adult, set()).add(student)
    return {adult: frozenset(students) for adult, students in found.items()}


@frozen
class Draft:
    """A problem and how its names lead back to rows."""

    problem: Problem
    student_of: Mapping[str, int]  # request id -> student
    windows: Mapping[str, Window]  # block id -> window


@frozen
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
    taken: Mapping[int | None, list[Stretch]] | None = None,
    lost: Iterable[Stretch] = (),
) -> Draft:
    """The problem of those in `because`: places from minute `since` on, without what is `taken`.

    `published` slots keep their place as far as they can; a fixed one always does, also where the
    day is cut anew. `taken` are the times of check-ins that stay, by the adult their window names;
    minutes that are `lost` give no place. Requests are numbered by turns and need, so that where
    the plan is free the most needed come first.
    """
    published, lost = list(published), list(lost)
    most = max((one.turns for one in because.values()), default=0)
    windows = {window.key: window for window in facts.windows}
    ranked = sorted(because, key=lambda pk: (*_rank(because[pk]), pk))
    ids = {pk: f"{number:05}" for number, pk in enumerate(ranked)}
    sitting = {(slot.window_id, slot.student_id) for slot in published}
    problem = Problem(
        teachers=tuple(Teacher(name) for name in sorted({TEACHER, *map(_holder, facts.windows)})),
        blocks=tuple(
            _block(
                window,
                _Cut(minutes, gap, [*_not_free(window, facts, taken or {}), *lost]),
                _fixed_starts(window, published, minutes, lost),
            )
            for window in facts.windows
        ),
        requests=tuple(
            _request(
                ids[pk],
                because[pk],
                minutes,
                tuple(w.key for w in facts.windows if _is_open(w, pk, facts, sitting)),
                facts.away.get(pk, ()),
                most=most,
            )
            for pk in ranked
        ),
        gap=gap,
        previous=_previous(published, ids, facts.windows, minutes, since),
    )
    return Draft(problem, {key: pk for pk, key in ids.items()}, windows)


def _holder(window: Window) -> str:
    return str(window.adult_id) if window.adult_id else TEACHER


def _not_free(
    window: Window, facts: Facts, taken: Mapping[int | None, list[Stretch]]
) -> list[Stretch]:
    return [*facts.busy.get(window.pk, ()), *taken.get(window.adult_id, ())]


def _is_open(
    window: Window, student_id: int, facts: Facts, sitting: Container[tuple[int | None, int]]
) -> bool:
    """Another adult meets those she is assigned to, and who was put there by hand."""
    return (
        window.adult_id is None
        or student_id in facts.cared_for.get(window.adult_id, ())
        or (window.pk, student_id) in sitting
    )


def _rank(because: Because) -> tuple[bool, int, int]:
    return (not because.must, because.turns, -because.need)


@frozen
class _Cut:
    """How a window is cut into places, and when none can be."""

    minutes: int
    gap: int
    taken: list[Stretch]


def _fixed_starts(
    window: Window, published: Iterable[Slot], minutes: int, lost: Iterable[Stretch]
) -> set[int]:
    """The starts in a window that are fixed for somebody, also off the window's own cut."""
    opens, closes = minute_of(window.starts_at), minute_of(window.ends_at)
    starts = {
        minute_of(slot.starts_at)
        for slot in published
        if slot.is_fixed and slot.starts_at and slot.window_id == window.pk
    }
    return {s for s in starts if opens <= s <= closes - minutes and is_free(lost, s, minutes)}


def _block(window: Window, cut: _Cut, fixed: set[int]) -> Block:
    step = cut.minutes + cut.gap
    grid = {
        start
        for start in starts_of(window, minutes=cut.minutes, gap=cut.gap)
        if start in fixed or all(abs(start - other) >= step for other in fixed)
    }
    return Block(
        window.key,
        _holder(window),
        DAY,
        minute_of(window.starts_at),
        minute_of(window.ends_at),
        tuple(s for s in sorted(grid | fixed) if is_free(cut.taken, s, cut.minutes)),
    )


def _request(
    key: str,
    because: Because,
    minutes: int,
    blocks: tuple[str, ...],
    away: Iterable[Stretch],
    *,
    most: int,
) -> Request:
    first = (most - because.turns) * FIRST_TURN
    return Request(
        id=key,
        student=key,
        minutes=minutes,
        need=first + because.need + 1,  # met yesterday, she is still better met than not
        must=because.must,
        blocks=blocks,
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
    by_pk = {window.pk: window for window in windows}
    checkins = tuple(
        CheckIn(
            DAY,
            minute_of(slot.starts_at),
            minutes,
            by_pk[slot.window_id].key,
            _holder(by_pk[slot.window_id]),
            ids[slot.student_id],
        )
        for slot in published
        if slot.student_id in ids and slot.window_id in by_pk and slot.starts_at
    )
    locked = frozenset(ids[s.student_id] for s in published if s.is_fixed and s.student_id in ids)
    return Previous((DAY, since), checkins, locked=locked & {c.request for c in checkins})


def solve(draft: Draft) -> Answer:
    """Plan, and explain. LockedConflict when a fixed time cannot stay."""
    best = plan(draft.problem)
    return Answer(best, explanations(draft.problem, best))
