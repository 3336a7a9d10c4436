"""Surveys of a class, one student's answers for her team, and a student's own page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins.forms.surveys import MySurveyForm, OpenSurveyForm, SkipForm
from checkins.models import Survey, SurveyResponse
from checkins.services import surveys as services
from checkins.surveys.asking import class_for, grades_of, open_to
from checkins.surveys.reading import (
    MOST_WINDOWS,
    Turnout,
    answers_of,
    class_trend,
    who_answered,
)
from plc import clock
from plc.access import staff_only, user_of
from plc.htmx import render_page
from students.access import student_of, students_only
from students.classroom import Classroom, classroom
from students.learner import learner_page
from students.models import School, Section, Student


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def class_surveys(request: HttpRequest, class_key: str) -> HttpResponse:
    """The class's trend on each scale; on POST, open a survey of the class's own."""
    room = classroom(request, class_key)
    data = request.POST if request.method == "POST" else None
    form = OpenSurveyForm(data, today=room.today, initial={"starts_on": room.today})
    if form.is_valid() and opened(request, form, room.school, room.section):
        return redirect("class_surveys", class_key)
    mine = Survey.objects.for_class(room.section)
    latest = list(mine.filter(starts_on__lte=room.today)[:MOST_WINDOWS])
    trend = class_trend(room.section, latest[::-1], reader=user_of(request))
    context = room.page(
        "checkins",
        tab="surveys",
        form=form,
        scales=trend.scales,
        windows=[(_shown(row, room), trend.turnout.get(row.pk, Turnout())) for row in latest],
        planned=mine.filter(starts_on__gt=room.today, closed_at=None),
        class_size=room.section.students_on(room.today).count(),
    )
    status = 422 if form.errors else 200
    return render_page(request, "checkins/class_surveys.html", context, status=status)


def _shown(survey: Survey, room: Classroom) -> dict[str, Any]:
    return {
        "survey": survey,
        "is_over": survey.is_over(room.today),
        "is_own": survey.section_id is not None,
    }


def opened(
    request: HttpRequest, form: OpenSurveyForm, school: School, section: Section | None
) -> bool:
    """Whether the window could be opened; else the form says why."""
    said = form.cleaned_data
    try:
        services.open_survey(school=school, section=section, by=user_of(request), **said)
    except services.Overlaps as found:
        words = _("“%(name)s” is open in these days. Close it first, or choose later days.")
        form.add_error("starts_on", words % {"name": found.other.title})
        return False
    messages.success(request, _("Saved: %(name)s") % {"name": said["title"]})
    return True


@staff_only
@require_safe
def class_survey(request: HttpRequest, class_key: str, survey_key: str) -> HttpResponse:
    """Who of the class has answered: the fact alone."""
    room = classroom(request, class_key)
    survey = get_object_or_404(Survey.objects.for_class(room.section), key=survey_key)
    students = sorted(room.section.students_on(room.today), key=Student.in_order)
    told = who_answered(survey, students)
    context = room.page(
        "checkins",
        tab="surveys",
        rows=[(student, student.pk in told) for student in students],
        answered=len(told),
        shown=_shown(survey, room),
    )
    return render_page(request, "checkins/class_survey.html", context)


@staff_only
@require_POST
def close_class_survey(request: HttpRequest, class_key: str, survey_key: str) -> HttpResponse:
    """Close a survey of the class's own before its last day."""
    room = classroom(request, class_key)
    survey = get_object_or_404(room.section.surveys, key=survey_key)
    services.close_survey(survey=survey, now=room.now)
    return redirect("class_surveys", class_key)


@staff_only
@require_safe
def student_surveys(request: HttpRequest, student_key: str) -> HttpResponse:
    """What one student said in surveys, for her team: others get 404. Each look is written down."""
    context = learner_page(request, student_key, "checkins")
    if not context["is_team"]:
        raise Http404
    context["answered"] = answers_of(context["student"], reader=user_of(request))
    return render_page(request, "checkins/student_surveys.html", context)


@students_only
@require_http_methods(["GET", "HEAD", "POST"])
def my_survey(request: HttpRequest, survey_key: str) -> HttpResponse:
    """A student's own answers: any may be left out, and all of it may be skipped; once."""
    student, now = student_of(request), clock.now()
    today = student.school.today(now)
    survey = get_object_or_404(Survey.objects.visible_to(user_of(request)), key=survey_key)
    section = class_for(survey, student, today)
    if section is None:
        raise Http404
    is_open = _waits(survey, student, today)
    grades = grades_of(student, section)
    form = MySurveyForm(request.POST if request.method == "POST" else None, grades=grades)
    if is_open and form.is_valid():
        skip = SkipForm(request.POST)
        said = {} if skip.is_valid() and skip.cleaned_data["skip"] else form.said()
        services.answer_survey(
            survey=survey,
            student=student,
            section=section,
            grades=grades,
            said=said,
            today=today,
            now=now,
        )
        messages.success(request, _("Thank you. You are done."))
        return redirect("my_day")
    context = {"student": student, "here": "my_day", "form": form, "is_open": is_open}
    status = 422 if is_open and form.errors else 200
    return render_page(request, "checkins/my_survey.html", context, status=status)


def _waits(survey: Survey, student: Student, today: date) -> bool:
    mine = SurveyResponse.objects.filter(survey=survey, student=student)
    return open_to(student, today).filter(pk=survey.pk).exists() and not mine.exists()
