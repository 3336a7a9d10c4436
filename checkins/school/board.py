"""What each class is short of on a day, in minutes, with the sum said in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from checkins.causes import sum_in_words
from checkins.models import Offer, Slot, Window
from checkins.places import fits, minute_of, places_of
from checkins.school.facts import SchoolFacts
from plc.frozen import frozen
from students.models import Section, Student

MINUTES, GAP = 3, 1  # of a class without a plan, as a new plan has them


@frozen
class ClassRow:
    """A class's day. `short` is minutes; `others` are those whom another class has planned."""

    section: Section
    teacher: str
    to_meet: int
    placed: int
    not_placed: tuple[Student, ...]
    others: int
    needed: int
    available: int
    short: int
    needs: str
    has: str
    offers: tuple[Offer, ...]

    @property
    def name(self) -> str:
        return self.section.name


@frozen
class SchoolBoard:
    """A day of the school; a student of several classes counts once."""

    on: date
    rows: tuple[ClassRow, ...]
    students: int
    placed: int
    short: int
    version: int  # of the plan that was published, 0 without one

    @property
    def classes_short(self) -> int:
        return sum(row.short > 0 for row in self.rows)

    @property
    def not_placed(self) -> int:
        return self.students - self.placed


def school_board(facts: SchoolFacts) -> SchoolBoard:
    """The figures of a day."""
    seats = _seats(facts)
    rows = tuple(_row(facts, section, seats) for section in facts.sections)
    here = facts.here
    return SchoolBoard(
        on=facts.day,
        rows=rows,
        students=len(here),
        placed=sum(pk in seats or pk in facts.met for pk in here),
        short=sum(row.short for row in rows),
        version=facts.published.version if facts.published else 0,
    )


def class_row(facts: SchoolFacts, section: Section) -> ClassRow:
    """The line of one class."""
    return _row(facts, section, _seats(facts))


def _seats(facts: SchoolFacts) -> dict[int, set[int]]:
    """In which classes each student is met or has a place that still lies in its window."""
    windows = {w.pk: w for of_class in facts.windows.values() for w in of_class}
    plans = {plan.pk: plan for plan in facts.plans.values()}
    found: dict[int, set[int]] = {}
    for slot in facts.slots:
        plan = plans[slot.plan_id]
        planned = slot.state == Slot.State.PLANNED
        is_in = planned and fits(slot, windows.get(slot.window_id or 0), plan.minutes)
        if is_in or slot.state == Slot.State.DONE:
            found.setdefault(slot.student_id, set()).add(plan.section_id)
    return found


def _row(facts: SchoolFacts, section: Section, seats: dict[int, set[int]]) -> ClassRow:
    here = facts.in_class.get(section.pk, ())
    placed = {pk for pk in here if section.pk in seats.get(pk, ())}
    others = {pk for pk in here if pk in seats or pk in facts.met} - placed
    waiting = tuple(facts.students[pk] for pk in here if pk not in placed and pk not in others)
    plan = facts.plans.get(section.pk)
    minutes, gap = (plan.minutes, plan.gap) if plan else (MINUTES, GAP)
    windows = facts.windows.get(section.pk, ())
    to_meet = len(here) - len(others)
    places = sum(_places(facts, window, minutes, gap, here) for window in windows)
    sums = _sums(to_meet, windows, places, minutes, gap)
    return ClassRow(
        section=section,
        teacher=facts.teachers.get(section.pk, (0, ""))[1],
        to_meet=to_meet,
        placed=len(placed),
        not_placed=waiting,
        others=len(others),
        offers=facts.offers.get(section.pk, ()),
        **sums,
    )


def _places(
    facts: SchoolFacts, window: Window, minutes: int, gap: int, students: Iterable[int]
) -> int:
    """Check-ins that fit a window; a specialist's only as many as she has students here."""
    places = len(places_of([window], minutes=minutes, gap=gap))
    if window.adult_id is None:
        return places
    return min(
        places, len(facts.cared_for.get(window.adult_id, frozenset()).intersection(students))
    )


def _sums(
    students: int, windows: Iterable[Window], places: int, minutes: int, gap: int
) -> dict[str, Any]:
    """The arithmetic: what is cut away by the ends of windows is missing too."""
    needed = students * (minutes + gap)
    available = sum(minute_of(w.ends_at) - minute_of(w.starts_at) for w in windows)
    short = max(0, students - places) * (minutes + gap)
    needs, _has = sum_in_words(
        students, minutes, gap, needed=needed, available=available, places=places
    )
    return {
        "needed": needed,
        "available": available,
        "short": short,
        "needs": needs,
        "has": _free_in_words(available, places, short),
    }


def _free_in_words(available: int, places: int, short: int) -> str:
    figures = {"available": available, "places": places, "short": short}
    if short:
        return (
            _("There are %(available)s free min with %(places)s places: %(short)s min too few.")
            % figures
        )
    return _("There are %(available)s free min with %(places)s places: enough.") % figures
