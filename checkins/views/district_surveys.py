"""Surveys of a district's schools, for who oversees them: figures of whole schools alone."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from checkins.forms.surveys import TrendForm
from checkins.library import scales
from checkins.surveys.district import district_trend
from checkins.surveys.figures import Table
from checkins.views.coverage_district import schools_of
from checkins.views.survey_files import Labels, survey_file
from plc import clock
from plc.access import user_of
from plc.htmx import render_page
from students.access import district_admins_only


@district_admins_only
@require_safe
def district_surveys(request: HttpRequest) -> HttpResponse:
    """A scale's trend by school; small schools are hidden, and no class is told apart."""
    scale = TrendForm(request.GET).shown()
    table, _today = _trend(request, scale)
    context = {
        "here": "surveys",
        "scale": scales()[scale],
        "scales": scales().values(),
        "table": table,
    }
    return render_page(request, "checkins/district_surveys.html", context)


@district_admins_only
@require_safe
def district_surveys_csv(request: HttpRequest) -> HttpResponse:
    """The table on the screen, as a file, with the same figures hidden; it is written down."""
    scale = TrendForm(request.GET).shown()
    table, today = _trend(request, scale)
    return survey_file(
        request,
        table,
        Labels(_("School"), _("District")),
        name=f"district-survey-{scale}",
        today=today,
        detail=f"survey figures of the district: {scale}",
    )


def _trend(request: HttpRequest, scale: str) -> tuple[Table, date]:
    """The table, and the day it is of: that of the first school."""
    schools = schools_of(request)
    today = schools[0].today(clock.now()) if schools else clock.today()
    return district_trend(schools, scale, reader=user_of(request), today=today), today
