"""Goals: written by a teacher with the student, ticked by the student."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from goals import services
from goals.forms import (
    CloseGoalForm,
    GoalForm,
    MoodForm,
    StarterForm,
    TickForm,
    WonderForm,
)
from goals.growth import growth
from goals.models import MOST_OPEN, Goal, GoalStep
from goals.starters import by_domain, first_draft
from plc import clock
from plc.access import staff_only, user_of
from plc.htmx import Request, render_page
from students.access import student_of, students_only
from students.learner import learner_page
from students.models import Student

CLOSED_SHOWN = 30


# --- adults ---------------------------------------------------------------------------------------
@staff_only
@require_safe
def student_goals(request: Request, student_key: str) -> HttpResponse:
    """A student's open goals with their steps, and the closed ones below."""
    return _student_goals(request, student_key)


def _student_goals(request: Request, student_key: str) -> HttpResponse:
    page = _team_page(request, student_key)
    goals = Goal.objects.editable_by(user_of(request)).filter(student=page["student"])
    page["goals"] = goals.open().prefetch_related("steps")
    page["closed"] = goals.closed()[:CLOSED_SHOWN]
    page["may_add"] = len(page["goals"]) < MOST_OPEN
    page["growth"] = growth(GoalStep.objects.days_met(page["student"]), page["today"])
    parts = {"goal-list", "goal-summary"}
    return render_page(request, "goals/student_goals.html", page, partials=parts)


def _team_page(request: Request, student_key: str) -> dict[str, Any]:
    """The learner's page, for those who teach or care for the child; 404 for others."""
    page = learner_page(request, student_key, "goals")
    if not page["is_team"]:
        raise Http404
    return page


@staff_only
def new_goal(request: Request, student_key: str) -> HttpResponse:
    """Write a goal with a student, from a blank page or a starter; on POST, add it."""
    page = _team_page(request, student_key)
    today, student = page["today"], page["student"]
    data = request.POST if request.method == "POST" else None
    chosen = StarterForm(request.GET)
    slug = chosen.cleaned_data["starter"] if chosen.is_valid() else ""
    form = GoalForm(data, today=today, initial=first_draft(slug, today) | {"form_key": uuid4()})
    if form.is_valid() and _saved(request, form, student, today):
        return redirect("student_goals", student_key)
    page |= {"form": form, "starters": by_domain(), "chosen": slug}
    return render(request, "goals/new_goal.html", page, status=422 if form.errors else 200)


def _saved(request: Request, form: GoalForm, student: Student, today: date) -> bool:
    key, by = form.cleaned_data["form_key"], user_of(request)
    try:
        services.write_goal(student=student, draft=form.draft, by=by, today=today, form_key=key)
    except services.GoalRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The goal is written. The student sees it now."))
    return True


@staff_only
def edit_goal(request: Request, student_key: str, goal_key: str) -> HttpResponse:
    """Change an open goal; if somebody else did meanwhile, show both texts."""
    goals = Goal.objects.editable_by(user_of(request)).open()
    goal = get_object_or_404(goals, key=goal_key, student__key=student_key)
    page = learner_page(request, student_key, "goals")
    data = request.POST if request.method == "POST" else None
    form = GoalForm(data, instance=goal, today=page["today"], initial={"version": goal.version})
    if form.is_valid() and _changed(request, form, goal):
        return redirect("student_goals", student_key)
    page |= {"form": form, "goal": goal, "theirs": form.non_field_errors() and _fresh(goal)}
    return render(request, "goals/edit_goal.html", page, status=422 if form.errors else 200)


def _changed(request: Request, form: GoalForm, goal: Goal) -> bool:
    try:
        services.change_goal(goal=goal, draft=form.draft, version=form.cleaned_data["version"])
    except services.GoalRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The goal is changed."))
    return True


def _fresh(goal: Goal) -> Goal:
    return Goal.objects.prefetch_related("steps").get(pk=goal.pk)


@staff_only
@require_POST
def close_goal(request: Request, student_key: str, goal_key: str) -> HttpResponse:
    """End a goal, met or let go."""
    goals = Goal.objects.editable_by(user_of(request))
    goal = get_object_or_404(goals, key=goal_key, student__key=student_key)
    form = CloseGoalForm(request.POST)
    if form.is_valid():
        today = goal.student.school.today(clock.now())
        services.close_goal(goal=goal, state=form.cleaned_data["state"], today=today)
        messages.success(request, _("The goal is closed."))
    return redirect("student_goals", student_key)


@staff_only
@require_POST
def tick_step(request: Request, student_key: str, step_key: str) -> HttpResponse:
    """Tick a step for a student, or open it again."""
    steps = GoalStep.objects.filter(goal__in=Goal.objects.editable_by(user_of(request)).open())
    step = get_object_or_404(steps, key=step_key, goal__student__key=student_key)
    _tick(request, step)
    if request.htmx:
        return _student_goals(request, student_key)
    return redirect("student_goals", student_key)


# --- students -------------------------------------------------------------------------------------
@students_only
@require_safe
def my_goals(request: Request) -> HttpResponse:
    """My goals, with the steps I can tick, and those I met."""
    return _my_goals(request)


def _my_goals(request: Request) -> HttpResponse:
    student = student_of(request)
    goals = Goal.objects.filter(student=student)
    context = {
        "here": "my_goals",
        "student": student,
        "goals": goals.open().prefetch_related("steps"),
        "met": goals.met()[:CLOSED_SHOWN],
    }
    return render_page(request, "goals/my_goals.html", context, partials={"my-goals"})


@students_only
@require_POST
def tick_my_step(request: Request, step_key: str) -> HttpResponse:
    """I did it: tick a step of mine, or open it again."""
    mine = GoalStep.objects.filter(goal__in=student_of(request).goals.open())
    form = _tick(request, get_object_or_404(mine, key=step_key))
    if request.htmx:
        return _my_goals(request)
    return redirect(form.cleaned_data.get("back") or "my_goals")


def _tick(request: Request, step: GoalStep) -> TickForm:
    form = TickForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        today = step.goal.student.school.today(clock.now())
        services.tick_step(step=step, done=said["done"], how=said["how"], today=today)
    return form


@students_only
@require_POST
def my_mood(request: Request) -> HttpResponse:
    """How it is going: only my teacher sees it."""
    student, now = student_of(request), clock.now()
    form = MoodForm(request.POST)
    if form.is_valid():
        mood = form.cleaned_data["mood"]
        services.say_mood(student=student, mood=mood, on=student.school.today(now), now=now)
        messages.success(request, _("Saved. Only your teachers see it."))
    else:
        messages.error(request, _("Tap a face first."))
    return redirect("my_day")


@students_only
@require_POST
def my_wonder(request: Request) -> HttpResponse:
    """Keep what I learned or wonder."""
    form = WonderForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["words"]
        services.wonder(student=student_of(request), words=words, now=clock.now())
        messages.success(request, _("Saved. Your teacher reads it."))
        return redirect("my_day")
    context = {"form": form, "student": student_of(request), "here": "my_day"}
    return render(request, "goals/my_wonder.html", context, status=422)
