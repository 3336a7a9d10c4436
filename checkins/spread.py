"""Over several school days, when one does not hold everybody: who comes on which day.

Day by day, the nearest first: each takes whom it can hold, in the order of need, so who was left
out first comes first next day. A day's own windows count; a day without any may use the same ones
as the day that is full, as a suggestion.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from itertools import islice

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checkins.bookings import Elsewhere, days_booked, elsewhere
from checkins.models import Absence, Away, Plan, Slot, Window
from checkins.places import Stretch, minute_of, stretches
from checkins.planner import plan as best_plan
from checkins.problem import Facts, draft
from checkins.reasons import Because
from plc.frozen import frozen
from students.calendar import ONE_DAY, Calendar

MOST_DAYS = 10  # school days looked ahead


@frozen
class Place:
    """Where one student comes on a later day."""

    window: Window
    start: int


@frozen
class LaterDay:
    """A later day and who comes on it, by student. `is_suggested`: its windows are not made yet."""

    on: date
    is_suggested: bool
    places: Mapping[int, Place] = field(default_factory=dict)


@frozen
class Spread:
    """The later days that take somebody, and how many find no place on any of them."""

    days: tuple[LaterDay, ...] = ()
    left: int = 0

    @property
    def count(self) -> int:
        return sum(len(day.places) for day in self.days)

    @property
    def suggested(self) -> tuple[date, ...]:
        return tuple(day.on for day in self.days if day.is_suggested)


def spread(
    plan: Plan, because: Mapping[int, Because], calendar: Calendar, barred: Iterable[date] = ()
) -> Spread:
    """Place these students (each with her reason) on the school days after the plan's (7 queries,
    and one for each day that is tried and on which somebody is booked elsewhere).

    On the `barred` days no windows are suggested: they have a plan without any.
    """
    rows = _read(plan, because, calendar)
    waiting, days = dict(because), []
    for day in rows.days:
        here = {pk: one for pk, one in waiting.items() if rows.is_here(pk, day)}
        found = _placed(rows, day, here, frozenset(barred))
        if found.places:
            days.append(found)
            waiting = {pk: one for pk, one in waiting.items() if pk not in found.places}
        if not waiting:
            break
    return Spread(tuple(days), len(waiting))


@frozen
class _Rows:
    plan: Plan
    days: tuple[date, ...]
    calendar: Calendar
    windows: Mapping[date, tuple[Window, ...]]
    usual: tuple[Window, ...]
    slots: tuple[Slot, ...]
    plans: Mapping[date, Plan]
    aways: tuple[Away, ...]
    absent: frozenset[tuple[int, date]]
    enrolled: Mapping[int, tuple[date, date]]
    booked: frozenset[date]

    def is_here(self, student: int, day: date) -> bool:
        first, last = self.enrolled.get(student, (date.max, date.min))
        return first <= day <= last and (student, day) not in self.absent


def _read(plan: Plan, because: Mapping[int, Because], calendar: Calendar) -> _Rows:
    section = plan.section
    days = tuple(islice(_school_days(calendar, plan.on), MOST_DAYS))
    windows: dict[date, tuple[Window, ...]] = {}
    for window in section.windows.filter(on__in=(plan.on, *days)):
        windows[window.on] = (*windows.get(window.on, ()), window)
    aways = Away.objects.filter(student__in=because).filter(
        Q(on__in=days) | Q(weekday__isnull=False)
    )
    absent = Absence.objects.filter(student__in=because, on__in=days)
    enrolled = section.enrollments.filter(student__in=because)
    slots = Slot.objects.filter(plan__section=section, plan__on__in=days, starts_at__isnull=False)
    return _Rows(
        plan=plan,
        days=days,
        calendar=calendar,
        windows=windows,
        usual=windows.get(plan.on, ()),
        slots=tuple(slots.select_related("plan", "window")),
        plans={one.on: one for one in section.checkin_plans.filter(on__in=days)},
        aways=tuple(aways),
        absent=frozenset(absent.values_list("student", "on")),
        enrolled={
            pk: (first, last or date.max)
            for pk, first, last in enrolled.values_list("student", "starts_on", "ends_on")
        },
        booked=frozenset(days_booked(section, days, because)),
    )


def _school_days(calendar: Calendar, after: date) -> Iterator[date]:
    """The school days that follow; none any more once the school has closed for good."""
    day = after
    while True:
        following = calendar.next_open(day + ONE_DAY)
        if not calendar.is_open(following):
            return
        day = following
        yield day


def _placed(
    rows: _Rows, day: date, waiting: Mapping[int, Because], barred: frozenset[date]
) -> LaterDay:
    windows = rows.windows.get(day, ())
    may_suggest = day not in barred and not rows.calendar.is_half(day)
    is_suggested = not windows and may_suggest
    if is_suggested:
        windows = tuple(
            Window(
                section=rows.plan.section,
                on=day,
                label=window.label,
                starts_at=window.starts_at,
                ends_at=window.ends_at,
            )
            for window in rows.usual
            if window.adult_id is None
        )
    if not windows or not waiting:
        return LaterDay(day, is_suggested=False)
    like = rows.plans.get(day, rows.plan)
    there = [slot for slot in rows.slots if slot.plan.on == day]
    aways = [away for away in rows.aways if away.on == day or away.weekday == day.weekday()]
    other = _elsewhere(rows, day, waiting, windows)
    work = draft(
        Facts(windows, (), stretches([*aways, *other.aways]), other.busy),
        waiting,
        minutes=like.minutes,
        gap=like.gap,
        taken=_taken(there, like.minutes),
    )
    places = {
        work.student_of[checkin.request]: Place(work.windows[checkin.block], checkin.start)
        for checkin in best_plan(work.problem).checkins
    }
    return LaterDay(day, is_suggested, places)


def _elsewhere(
    rows: _Rows, day: date, waiting: Mapping[int, Because], windows: tuple[Window, ...]
) -> Elsewhere:
    if day not in rows.booked and not any(window.adult_id for window in windows):
        return Elsewhere()
    return elsewhere(rows.plan.section, day, list(waiting), windows)


def _taken(slots: Iterable[Slot], minutes: int) -> dict[int | None, list[Stretch]]:
    """The times that others have on a day, by the adult their window names."""
    found: dict[int | None, list[Stretch]] = {}
    for slot in slots:
        if slot.starts_at and slot.window:
            start = minute_of(slot.starts_at)
            found.setdefault(slot.window.adult_id, []).append((start, start + minutes))
    return found


def on_later_day(because: Because, days: int) -> Because:
    """The reason as it will read that many days later."""
    if "days" not in because.detail:
        return because
    detail = because.detail | {"days": because.detail["days"] + days}
    return replace(because, detail=detail, days=because.days + days)


def days_in_words(here: int, on: date, later: int, last: date) -> str:
    """ "12 on Jan 21, 16 by Jan 26"."""
    return _("%(here)s on %(day)s, %(later)s by %(last)s") % {
        "here": here,
        "day": date_format(on, "M j"),
        "later": later,
        "last": date_format(last, "M j"),
    }
