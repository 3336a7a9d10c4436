"""Six weeks of check-ins: what was planned in each class, what was held, who was overlooked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from checkins.models import CheckIn, CheckInNote, Outcome, Plan, Slot, Topic, Window
from lessons.demo.school import Cast
from plc.frozen import frozen
from students.models import Section, Student

WEEKS = 6
FIRST_AT = time(10, 0)
EACH = timedelta(minutes=4)


@frozen
class Habit:
    """How a class goes about check-ins: how many a day, and how often they come about."""

    a_day: int
    held: float
    skips: tuple[str, ...] = ()  # home languages that are often put off
    overlooks: int = 0  # children whom nobody plans after the first day


_USUAL = Habit(a_day=4, held=0.93)
_HABITS = {
    "Room 2": Habit(a_day=4, held=0.96),
    "Room 4": Habit(a_day=4, held=0.78),
    "Room 7": Habit(a_day=4, held=0.6, skips=("Somali",), overlooks=3),
    "Room 13": Habit(a_day=3, held=0.5, skips=("Somali", "Arabic"), overlooks=4),
}
# Room 12, in days since the last check-in; a child not named here was met in the last 12 days.
_WAITED = {
    "Chloe": 34,
    "Noah": 32,
    "Minh Anh": None,
    **dict.fromkeys(("Seun", "Hana", "Tomás", "Zoë", "Beatriz", "Daniyar", "Emeka"), 16),
}
_NOTES = (
    "Drew the problem before solving it. Said “oh, it’s the same piece!”",
    "Stuck at the start. The step card helped.",
    "Explained the steps to me without looking at the page.",
    "Wants to show the idea to the class on Friday.",
    "Read the directions twice, then asked a good question.",
    "Needs the next problem with a picture.",
    "Proud of the second draft. We agreed on one change.",
    "Works well beside a partner who waits.",
)


def fill_history(cast: Cast, rng: Random, *, day: date) -> None:
    """Plans, slots and check-ins of each class on each school day of the six weeks before."""
    calendar = cast.school.calendar()
    days = list(calendar.open_days(day - timedelta(weeks=WEEKS), day - timedelta(days=1)))
    for section in cast.sections:
        turns = _room_12_turns if section == cast.room_12 else _turns
        planned = {on: list(rows) for on, rows in turns(cast, section, days, rng)}
        _write(cast, section, {on: rows for on, rows in planned.items() if rows}, rng)


Turns = Iterator[tuple[date, list[tuple[Student, bool]]]]


def _turns(cast: Cast, section: Section, days: list[date], rng: Random) -> Turns:
    """Each day's children, longest wait first, and whether the check-in came about."""
    habit = _HABITS.get(section.name, _USUAL)
    children = list(cast.students[section.pk])
    rng.shuffle(children)
    overlooked = {child.pk for child in children[: habit.overlooks]}
    met: dict[int, date] = {}
    for place, on in enumerate(days):
        asked = [child for child in children if place == 0 or child.pk not in overlooked]
        asked.sort(key=lambda child: met.get(child.pk, date.min))
        rows = [(child, _comes_about(child, habit, rng)) for child in asked[: habit.a_day]]
        if place == 0:  # the overlooked were met, once, at the start
            rows = [(child, True) for child in children[: habit.overlooks]] + rows[
                habit.overlooks :
            ]
        met |= {child.pk: on for child, held in rows if held}
        yield on, rows


def _comes_about(child: Student, habit: Habit, rng: Random) -> bool:
    chance = habit.held * (0.4 if child.home_language in habit.skips else 1)
    return rng.random() < chance


def _room_12_turns(cast: Cast, section: Section, days: list[date], rng: Random) -> Turns:
    """Room 12 is told child by child, so that each has the wait the day's plan speaks of."""
    by_day: dict[date, list[tuple[Student, bool]]] = defaultdict(list)
    calendar, tomorrow = cast.school.calendar(), days[-1] + timedelta(days=1)
    lately = iter(range(1, 100))
    for child in cast.students[section.pk]:
        waited = _WAITED.get(child.called, next(lately) % 12 + 1)
        if waited is None:
            continue
        last = calendar.last_open(tomorrow - timedelta(days=waited))
        before = [on for on in days if on < last]
        for on in {*rng.sample(before, k=min(3, len(before))), max(last, days[0])}:
            by_day[on].append((child, True))
    for on in days:
        yield on, by_day[on]


def _write(
    cast: Cast, section: Section, planned: dict[date, list[tuple[Student, bool]]], rng: Random
) -> None:
    teacher = cast.teachers[section.pk]
    school = cast.school
    windows = Window.objects.bulk_create(
        Window(
            school=school,
            section=section,
            on=on,
            label="Independent work",
            starts_at=FIRST_AT,
            ends_at=time(10, 45),
        )
        for on in planned
    )
    plans = Plan.objects.bulk_create(
        Plan(school=school, section=section, on=on, state="ready", made_at=_at(cast, on, time(8)))
        for on in planned
    )
    slots = Slot.objects.bulk_create(
        Slot(
            school=school,
            plan=plan,
            window=window,
            student=child,
            starts_at=(datetime.combine(plan.on, FIRST_AT) + EACH * place).time(),
            state=Slot.State.DONE if held else Slot.State.PLANNED,
            detail={"days": 7 + place},
        )
        for plan, window in zip(plans, windows, strict=True)
        for place, (child, held) in enumerate(planned[plan.on])
    )
    held = CheckIn.objects.bulk_create(
        CheckIn(
            school=school,
            section=section,
            student_id=slot.student_id,
            slot=slot,
            teacher=teacher,
            held_on=slot.plan.on,
            held_at=_at(cast, slot.plan.on, slot.starts_at),
            minutes=rng.choice((3, 3, 3, 4, 5)),
            topic=rng.choice(Topic.values),
            outcomes=rng.sample(Outcome.values, k=rng.choice((1, 1, 2))),
        )
        for slot in slots
        if slot.state == Slot.State.DONE
    )
    CheckInNote.objects.bulk_create(
        CheckInNote(
            school=school,
            student_id=checkin.student_id,
            checkin=checkin,
            author=teacher,
            text=rng.choice(_NOTES),
        )
        for checkin in held
        if section == cast.room_12 or rng.random() < 0.3
    )


def _at(cast: Cast, on: date, clock_time: Any) -> datetime:
    return cast.school.at(on, clock_time)
