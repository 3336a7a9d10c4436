"""The coverage pages as files: the rows and numbers of the screen, each export written down."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from checkins.coverage import Span, district_table, school_table, waits_table
from checkins.forms.coverage import (
    CoverageForm,
    DaysForm,
    DrillForm,
    WaitingForm,
    asked_school,
)
from checkins.views import coverage_district as district
from checkins.views.coverage import figures_of, post_of, waiting_of
from checkins.views.coverage_class import class_figures
from plc import audit
from plc.access import staff_only, user_of
from plc.models import AuditEntry
from students.access import admins_only, district_admins_only, school_admins_only
from students.classroom import classroom
from students.models import School, Section
from students.office import office, posts

Rows = Iterable[Iterable[object]]
Form = TypeVar("Form", bound=DaysForm)


@admins_only
@require_safe
def coverage_csv(request: HttpRequest) -> HttpResponseBase:
    """The page of a school or of a district."""
    post = post_of(request, posts(request))
    if post.is_district:
        return _district_csv(request)
    desk = office(request, post.key)
    form = _valid(CoverageForm(request.GET, today=desk.today))
    figures = figures_of(desk, form)
    rows = school_table(figures, desk.school)
    return _file(request, "coverage", figures.span, rows, desk.school.key)


def _district_csv(request: HttpRequest) -> HttpResponseBase:
    schools = district.schools_of(request)
    form = _valid(district.district_form(request, schools))
    if not schools:
        raise Http404
    figures = district.figures_of(schools, form)
    rows = district_table(figures, schools[0].district)
    return _file(request, "coverage", figures.span, rows)


@district_admins_only
@require_safe
def school_coverage_csv(request: HttpRequest, school_key: str) -> HttpResponseBase:
    """The page of one school for its district."""
    schools = district.schools_of(request)
    school = get_object_or_404(School.objects.overseen_by(user_of(request)), key=school_key)
    form = _valid(district.district_form(request, schools))
    figures = district.school_figures(school, schools, form)
    return _file(
        request, "coverage", figures.span, district_table(figures, school.name), school.key
    )


@school_admins_only
@require_safe
def waiting_csv(request: HttpRequest) -> HttpResponseBase:
    """The list of students, all pages of it."""
    desk = office(request, asked_school(request))
    form = _valid(WaitingForm(request.GET, today=desk.today))
    found = waiting_of(desk, form)
    span = found.figures.span
    rows = waits_table(found.waits, title=found.group or desk.school.name, span=span)
    return _file(request, "waiting", span, rows, desk.school.key)


@school_admins_only
@require_safe
def class_csv(request: HttpRequest, class_key: str) -> HttpResponseBase:
    """The students of one class."""
    desk = office(request, asked_school(request))
    section = get_object_or_404(desk.school.sections, key=class_key)
    return _class_file(request, desk.school, section, desk.today)


@staff_only
@require_safe
def team_csv(request: HttpRequest, class_key: str) -> HttpResponseBase:
    """The students of one's own class: the file that the school's admins get."""
    room = classroom(request, class_key)
    return _class_file(request, room.school, room.section, room.today)


def _class_file(
    request: HttpRequest, school: School, section: Section, today: date
) -> HttpResponseBase:
    form = _valid(DrillForm(request.GET, today=today))
    figures = class_figures(school, section, form, today)
    rows = waits_table(figures.waits, title=section.name, span=figures.span)
    return _file(request, "class", figures.span, rows, school.key)


def _valid(form: Form) -> Form:
    """A file has no place to say what is wrong."""
    if not form.is_valid():
        raise Http404
    return form


def _file(
    request: HttpRequest, name: str, span: Span, rows: Rows, school_key: str = ""
) -> HttpResponseBase:
    days = f"{span.start} to {span.end}"
    audit.record(
        AuditEntry.Action.EXPORTED,
        actor=user_of(request),
        school_key=school_key,
        detail=f"{name} {days}",
    )
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    file = f"{name}-{span.start}-{span.end}.csv"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


class _Echo:
    """What a csv writer writes to when each line is sent on at once."""

    def write(self, line: str) -> str:
        return line


def _lines(rows: Rows) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"  # so that a spreadsheet reads the accents
    for row in rows:
        yield writer.writerow([quoted(cell) for cell in row])


def quoted(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r\0") else cell
