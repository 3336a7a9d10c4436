"""The class's first page: what to do before January 21, and who was met lately.

Held to 8 queries and to the CPU of a small page (tests/lessons/test_today.py): reads rows as
tuples, and its template writes the loops by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from checkins.board import Glance, glance
from lessons.hero import hero
from lessons.models import LessonPlan
from lessons.occasion import Occasion, countdown, upcoming
from lessons.readiness import BlockRow, figures, steps
from plc.access import staff_only
from plc.htmx import render_page
from plc.prepared import prepared
from students.classroom import Classroom, classroom


@staff_only
@require_safe
def today(request: HttpRequest, class_key: str) -> HttpResponse:
    """What to do next for the day, and the class at a glance."""
    room = classroom(request, class_key)
    students = glance(room.section, room.today)
    day = _the_day(room, len(students)) if students else {}
    before_key, after_key = reverse("learner", args=["KEY"]).split("KEY")
    context = room.page(
        "today",
        students=students,
        faces=[_face(student) for student in students],
        legend=[(state, _lens(state), words) for state, words in _LEGEND],
        before_key=before_key,
        after_key=after_key,
        **_met(students),
        **day,
    )
    return render_page(request, "lessons/today.html", context)


def _face(student: Glance) -> tuple[str, ...]:
    """What the loop over the faces writes out, in its order."""
    look = _LOOKS.get(student.state, "")
    return (
        student.key,
        look,
        student.tint,
        student.picture,
        _lens(student.state),
        student.called,
        student.words,
    )


_LEGEND = (
    ("met", _("Met")),
    ("now", _("Planned")),
    ("planned", _("Not yet")),
    ("missed", _("3 weeks or more")),
)
_LOOKS = {"met": "d", "missed": "a"}  # classes of plc.css


@cache
def _lens(state: str) -> str:
    """The two circles of a state, drawn once a process."""
    return mark_safe(render_to_string("ui/lens.html", {"state": state}).strip())  # noqa: S308


def _the_day(room: Classroom, students: int) -> dict[str, Any]:
    """The day that comes next: today if it is planned, else January 21."""
    occasion = upcoming(room.today, room.school.calendar())
    plans = _plans(room, occasion)
    days = countdown(occasion, room.today, plans)
    day = room.today if room.today in plans else days.day
    found = figures(room.section, day, room.today)
    made = steps(room.section, day, plans.get(day, ()), found, students)
    return {
        "day": day,
        "steps": made,
        "done": sum(step.is_done for step in made),
        "hero": hero(room, days=days, day=day, found=found, steps=made, students=students),
    }


def _plans(room: Classroom, occasion: Occasion) -> dict[date, list[BlockRow]]:
    """The blocks of the plans for today and for the days offered for January 21 (one query)."""
    first, *_others, last = occasion.days * 2  # one day or two
    plans: dict[date, list[BlockRow]] = {}
    for on, kind, *block in _blocks(room.section.pk, room.today, first, last):
        plans.setdefault(on, [])
        if kind:
            plans[on].append(BlockRow(kind, *block))
    return plans


@prepared
def _blocks(section_id: int, today: date, first: date, last: date) -> QuerySet[Any, Any]:
    return (
        LessonPlan.objects.filter(section=section_id, on__in=(today, first, last))
        .order_by("on", "blocks__starts_at")
        .values_list("on", "blocks__kind", "blocks__key", "blocks__title", "blocks__details")
    )


def _met(students: Sequence[Glance]) -> dict[str, int]:
    """Who was met lately and who waits long, in figures."""
    states = [student.state for student in students]
    return {"met": states.count("met"), "missed": states.count("missed")}
