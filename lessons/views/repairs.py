"""Repairs of a day that does not hold everybody, and one step back."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from checkins.forms import VersionForm
from checkins.forms_plan import RepairForm
from checkins.services import NoPlace, Stale
from lessons.models import LessonPlan
from lessons.repairs import repair, undo
from plc.access import staff_only
from plc.htmx import Request
from students.classroom import Classroom, classroom


@staff_only
@require_POST
def repair_plan(request: Request, class_key: str, day: date) -> HttpResponse:
    """Do one of the repairs that the page offered."""
    room = _open_day(request, class_key, day)
    lesson_plan = get_object_or_404(LessonPlan, section=room.section, on=day)
    lesson_plan.section = room.section
    plan = get_object_or_404(room.section.checkin_plans, on=day)
    plan.section = room.section
    form = _checked(RepairForm(request.POST))
    try:
        done = repair(
            lesson_plan=lesson_plan,
            plan=plan,
            calendar=room.school.calendar(),
            now=room.now,
            **form.cleaned_data,
        )
    except Stale:
        return _stale(request, class_key, day)
    except NoPlace:
        messages.warning(request, _("That does not help any more. Here is what does."))
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    else:
        messages.success(request, f"{done.words}: {done.places}")
    return redirect("plan_day", class_key, day)


@staff_only
@require_POST
def undo_plan(request: Request, class_key: str, day: date) -> HttpResponse:
    """Take back the last change of the day's check-ins, as long as it is the last."""
    room = _open_day(request, class_key, day)
    plan = get_object_or_404(room.section.checkin_plans, on=day)
    plan.section = room.section
    lesson_plan = room.section.lesson_plans.filter(on=day).first()
    form = _checked(VersionForm(request.POST))
    try:
        undo(lesson_plan=lesson_plan, plan=plan, version=form.cleaned_data["version"])
    except Stale:
        return _stale(request, class_key, day)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    else:
        messages.success(request, _("Taken back: the plan stands as before."))
    return redirect("plan_day", class_key, day)


def _open_day(request: Request, class_key: str, day: date) -> Classroom:
    """The class, unless the day has passed: what was is not repaired."""
    room = classroom(request, class_key)
    if day < room.today:
        raise Http404
    return room


def _checked(form: forms.Form) -> forms.Form:
    """A button's form: only a made-up request gets it wrong, so no page explains it."""
    if not form.is_valid():
        raise Http404
    return form


def _stale(request: Request, class_key: str, day: date) -> HttpResponse:
    messages.error(
        request,
        _(
            "This plan was changed meanwhile, so nothing of yours was saved. Here it is as it "
            "stands now: please look, and try again."
        ),
    )
    return redirect("plan_day", class_key, day)
