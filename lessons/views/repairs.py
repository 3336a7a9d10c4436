"""Repairs of a day that does not hold everybody, and one step back."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from checkins.forms.plan import RepairForm, VersionForm
from checkins.refusals import NOT_TAKEN_BACK
from checkins.remedies import nobody_waits
from checkins.services import NoPlace, Stale
from checkins.views.plan import stale
from lessons.models import LessonPlan
from lessons.repairs import repair, undo, ways_out
from plc.access import staff_only
from plc.htmx import Request, render_page
from students.classroom import Classroom, classroom


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def repair_plan(request: Request, class_key: str, day: date) -> HttpResponse:
    """What would help whom the day does not hold; on POST, do one of it.

    Each way out is planned anew, which takes longer than a page should: the day's page asks for
    them once it is shown.
    """
    room = _open_day(request, class_key, day)
    lesson_plan = get_object_or_404(LessonPlan, section=room.section, on=day)
    lesson_plan.section = room.section
    plan = get_object_or_404(room.section.checkin_plans, on=day)
    plan.section = room.section
    if request.method != "POST":
        found = ways_out(lesson_plan, plan, room.school.calendar(), room.now)
        is_settled = not found and nobody_waits(plan)
        context = room.page("plan", day=day, plan=plan, remedies=found, is_settled=is_settled)
        return render_page(request, "lessons/repair_plan.html", context, partials={"ways-out"})
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
        found = ways_out(lesson_plan, plan, room.school.calendar(), room.now)
        wish = next((one.words for one in found if one.to == form.cleaned_data["to"]), "")
        return stale(request, room, day, wish)
    except NoPlace:
        messages.error(request, _("That does not help any more. Here is what does."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
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
        return stale(request, room, day, "")  # what she would undo now is somebody else's
    except NoPlace:
        messages.error(request, NOT_TAKEN_BACK)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
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
