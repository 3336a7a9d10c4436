"""Coverage of one class: the same page for the school's admins and for the class's own teachers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from checkins.coverage import Case, Coverage, cases_of, coverage, with_reasons
from checkins.forms.coverage import DrillForm, asked_school
from plc.access import staff_only
from plc.frozen import frozen
from plc.htmx import render_page
from students.access import school_admins_only
from students.classroom import classroom
from students.models import School, Section
from students.office import office


@frozen
class Drill:
    """The students behind one cell of the heat table."""

    start: date
    end: date
    cases: tuple[Case, ...]


@school_admins_only
@require_safe
def class_coverage(request: HttpRequest, class_key: str) -> HttpResponse:
    """The students of one class: when each was last met, and how long she waits."""
    desk = office(request, asked_school(request))
    section = get_object_or_404(desk.school.sections, key=class_key)
    context = desk.page("coverage", layout="layouts/admin.html")
    return _page(request, desk.school, section, desk.today, context, "class_csv")


@staff_only
@require_safe
def team_coverage(request: HttpRequest, class_key: str) -> HttpResponse:
    """What the school's admins see of this class, shown to its teachers."""
    room = classroom(request, class_key)
    context = room.page("checkins", layout="layouts/teacher.html")
    return _page(request, room.school, room.section, room.today, context, "team_csv")


def _page(
    request: HttpRequest,
    school: School,
    section: Section,
    today: date,
    context: dict[str, Any],
    file: str,
) -> HttpResponse:
    form = DrillForm(request.GET, today=today)
    figures = class_figures(school, section, form, today) if form.is_valid() else None
    drill = _drill(section, figures, form, today) if figures else None
    waits = with_reasons(figures.waits, figures.span.end, today) if figures else ()
    mine = {"form": form, "figures": figures, "drill": drill, "section_shown": section}
    return render_page(
        request,
        "checkins/class_coverage.html",
        context | mine | {"waits": waits, "file": reverse(file, args=[section.key])},
        partials={"drill"},
        status=200 if figures else 422,
    )


def class_figures(school: School, section: Section, form: DrillForm, today: date) -> Coverage:
    """The figures of one class that the form asks for."""
    span = form.span(school.calendar(), school.promise_days)
    return coverage(school, span, today=today, section=section)


def _drill(section: Section, figures: Coverage, form: DrillForm, today: date) -> Drill | None:
    """The week asked for, as much of it as the report covers."""
    span, week = figures.span, form.cleaned_data["week"]
    part = span.part_of(week) if week else None
    if part not in span.parts:
        return None
    start, end = max(part, span.start), min(span.part_ends(part), span.end)
    return Drill(start, end, cases_of(section, start, end, today))
