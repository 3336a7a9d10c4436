"""The plan of a day: start it from a template, see it, mark it ready, print it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checkins import again
from checkins.places import clock_format
from lessons.dayplan import DayPlan, day_plan, kept_on, last_plan_as_template
from lessons.forms import DayForm, NewPlanForm, StateForm
from lessons.library import templates
from lessons.models import LessonPlan
from lessons.occasion import upcoming
from lessons.services import make_lesson_plan, set_state
from lessons.words import long_date, why_not_january_21
from plc.access import staff_only, user_of
from plc.htmx import render_page
from students.classroom import Classroom, classroom


def page_of(room: Classroom, plan: DayPlan, **context: object) -> dict[str, object]:
    """The context that every page around the timeline needs; `clock` is a time format."""
    clock = clock_format(room.school)
    return room.page("plan", **vars(plan), is_shown=plan.is_shown, clock=clock, **context)


@staff_only
@require_safe
def plan(request: HttpRequest, class_key: str) -> HttpResponse:
    """Go to the next day that is planned, or January 21; with ?on=, to that day."""
    room = classroom(request, class_key)
    asked = DayForm(request.GET)
    if asked.is_valid():
        return redirect("plan_day", class_key, asked.cleaned_data["on"])
    if "on" in asked.errors and request.GET.get("on"):
        messages.warning(request, str(asked.errors["on"][0]))
    nearest = room.section.lesson_plans.from_day(room.today).first()
    day = nearest.on if nearest else upcoming(room.today, room.school.calendar()).day
    return redirect("plan_day", class_key, max(day, room.today))


@staff_only
@require_safe
def plan_day(request: HttpRequest, class_key: str, day: date) -> HttpResponse:
    """The day drawn to scale, and beside it who is met when and why."""
    room = classroom(request, class_key)
    calendar = room.school.calendar()
    occasion = kept_on(day, calendar)
    found = day_plan(room.section, day, room.now)
    context = page_of(
        room,
        found,
        is_open=calendar.is_open(day),
        why_closed=calendar.why_closed(day),
        occasion=occasion,
        occasion_note=why_not_january_21(occasion) if occasion else "",
        days=DayForm(initial={"on": day}),
        came_second=again.take(request, room.section, day),
    )
    return render_page(request, "lessons/plan_day.html", context, partials={"plan-board"})


@staff_only
def new_plan(request: HttpRequest, class_key: str, day: date) -> HttpResponse:
    """Make the day's plan from a template; a day that has one already shows it."""
    room = classroom(request, class_key)
    usual = last_plan_as_template(room.section, day)
    offered = (*((usual,) if usual else ()), *templates())
    data = request.POST if request.method == "POST" else None
    initial = {"template": offered[0].name, "title": _title_for(room, day)}
    form = NewPlanForm(data, initial=initial, school=room.school, day=day, offered=offered)
    if form.is_valid():
        make_lesson_plan(
            section=room.section,
            on=day,
            title=form.cleaned_data["title"],
            template=form.cleaned_data["template"],
            blocks=form.cleaned_data["blocks"],
        )
        return redirect("plan_day", class_key, day)
    context = room.page("plan", day=day, form=form, offered=offered)
    status = 422 if form.errors else 200
    return render_page(request, "lessons/new_plan.html", context, status=status)


def _title_for(room: Classroom, day: date) -> str:
    is_the_day = kept_on(day, room.school.calendar()) is not None
    return _("Personalized Learning Day") if is_the_day else long_date(day)


@staff_only
@require_POST
def mark_ready(request: HttpRequest, class_key: str, day: date) -> HttpResponse:
    """Mark the day ready for students, or open it again."""
    room = classroom(request, class_key)
    lesson_plan = get_object_or_404(
        LessonPlan.objects.editable_by(user_of(request)), section=room.section, on=day
    )
    form = StateForm(request.POST)
    if form.is_valid():
        set_state(lesson_plan=lesson_plan, state=form.cleaned_data["state"])
    return redirect("plan_day", class_key, day)


@staff_only
@require_safe
def print_plan(request: HttpRequest, class_key: str, day: date) -> HttpResponse:
    """The timeline on one sheet of paper; who, when and why on the other."""
    room = classroom(request, class_key)
    found = day_plan(room.section, day, room.now)
    return render_page(request, "lessons/print_plan.html", page_of(room, found))
