"""Surveys of a district's schools, for who oversees them: figures of whole schools alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from checkins.forms.surveys import TrendForm
from checkins.library import scales
from checkins.surveys.district import district_trend
from checkins.views.coverage_district import schools_of
from plc import clock
from plc.access import user_of
from plc.htmx import render_page
from students.access import district_admins_only


@district_admins_only
@require_safe
def district_surveys(request: HttpRequest) -> HttpResponse:
    """A scale's trend by school; small schools are hidden, and no class is told apart."""
    schools = schools_of(request)
    today = schools[0].today(clock.now()) if schools else clock.today()
    scale = TrendForm(request.GET).shown()
    table = district_trend(schools, scale, reader=user_of(request), today=today)
    context = {
        "here": "surveys",
        "scale": scales()[scale],
        "scales": scales().values(),
        "table": table,
    }
    return render_page(request, "checkins/district_surveys.html", context)
