"""Coverage for those who run a district: figures of whole schools, no child's name."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from checkins.coverage import DistrictCoverage, Span, district_coverage, rules
from checkins.coverage import school_coverage as coverage_of_school
from checkins.forms.coverage import DistrictForm
from plc import clock
from plc.access import user_of
from plc.htmx import render_page
from students.access import district_admins_only
from students.models import School, calendars
from students.office import Post


def district_page(request: HttpRequest, mine: Sequence[Post]) -> HttpResponse:
    """Every school's share of students met."""
    schools = schools_of(request)
    form = district_form(request, schools)
    figures = figures_of(schools, form) if schools and form.is_valid() else None
    return render_page(
        request,
        "checkins/district.html",
        {"form": form, "figures": figures, "schools": schools, "here": "coverage"}
        | {"posts": mine}
        | {"rules": rules(figures.span) if figures else ()},
        partials={"coverage"},
        status=422 if form.errors else 200,
    )


@district_admins_only
@require_safe
def school_coverage(request: HttpRequest, school_key: str) -> HttpResponse:
    """One school's figures: by week, and where groups are asked for, by group."""
    schools = schools_of(request)
    school = get_object_or_404(School.objects.overseen_by(user_of(request)), key=school_key)
    form = district_form(request, schools)
    figures = school_figures(school, schools, form) if form.is_valid() else None
    return render_page(
        request,
        "checkins/school_coverage.html",
        {"form": form, "figures": figures, "school": school, "here": "coverage"}
        | {"rules": rules(figures.span) if figures else ()},
        partials={"coverage"},
        status=200 if figures else 422,
    )


def schools_of(request: HttpRequest) -> list[School]:
    """The schools of the signed-in admin's district, by name."""
    return list(School.objects.overseen_by(user_of(request)))


def district_form(request: HttpRequest, schools: Sequence[School]) -> DistrictForm:
    """What is asked; "today" is the day of the first school."""
    today = schools[0].today(clock.now()) if schools else clock.today()
    return DistrictForm(request.GET, today=today)


def spans_of(schools: Sequence[School], form: DistrictForm) -> dict[int, Span]:
    """Each school's own days and promise."""
    days = calendars(schools)
    return {school.pk: form.span(days[school.pk], school.promise_days) for school in schools}


def figures_of(schools: Sequence[School], form: DistrictForm) -> DistrictCoverage:
    """The figures of all schools that the form asks for."""
    spans = spans_of(schools, form)
    return district_coverage(schools, spans, today=form.today, axis=form.cleaned_data["axis"])


def school_figures(
    school: School, schools: Sequence[School], form: DistrictForm
) -> DistrictCoverage:
    """The figures of one school; a school too small to show is no such page."""
    axis = form.cleaned_data["axis"] if form.cleaned_data["by"] else None
    spans = spans_of(schools if axis else [school], form)
    figures = coverage_of_school(school, schools, spans, today=form.today, axis=axis)
    if figures is None:
        raise Http404
    return figures
