"""Surveys of a whole school, for who runs it: figures of big groups, never a child's answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins.forms.surveys import OpenSurveyForm, TrendForm
from checkins.library import scales
from checkins.models import Survey
from checkins.services import surveys as services
from checkins.surveys.reading import school_trend
from checkins.views.survey_files import Labels, survey_file
from checkins.views.surveys import opened
from plc.access import user_of
from plc.htmx import render_page
from students.access import school_admins_only
from students.office import office


@school_admins_only
@require_http_methods(["GET", "HEAD", "POST"])
def surveys(request: HttpRequest) -> HttpResponse:
    """A scale's trend by class; on POST, open a survey of the whole school."""
    desk = office(request)
    data = request.POST if request.method == "POST" else None
    form = OpenSurveyForm(data, today=desk.today, initial={"starts_on": desk.today})
    if form.is_valid() and opened(request, form, desk.school, None):
        return redirect("surveys")
    scale = TrendForm(request.GET).shown()
    table = school_trend(desk.school, scale, reader=user_of(request), today=desk.today)
    context = desk.page(
        "surveys",
        form=form,
        scale=scales()[scale],
        scales=scales().values(),
        table=table,
        running=Survey.objects.of_school(desk.school).filter(
            closed_at=None, ends_on__gte=desk.today
        ),
    )
    status = 422 if form.errors else 200
    return render_page(request, "checkins/surveys.html", context, status=status)


@school_admins_only
@require_POST
def close_survey(request: HttpRequest, survey_key: str) -> HttpResponse:
    """Close a school's survey before its last day."""
    desk = office(request)
    survey = get_object_or_404(Survey.objects.of_school(desk.school), key=survey_key)
    services.close_survey(survey=survey, now=desk.now)
    return redirect("surveys")


@school_admins_only
@require_safe
def surveys_csv(request: HttpRequest) -> HttpResponse:
    """The table on the screen, as a file, with the same figures hidden; it is written down."""
    desk = office(request)
    scale = TrendForm(request.GET).shown()
    table = school_trend(desk.school, scale, reader=user_of(request), today=desk.today)
    return survey_file(
        request,
        table,
        Labels(_("Class"), _("School"), dated=True),
        name=f"survey-{scale}",
        today=desk.today,
        detail=f"survey figures: {scale}",
        school_key=desk.school.key,
    )
