"""Coverage for those who run a school or a district: facts of check-ins, never their words."""

from __future__ import annotations

import csv
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from checkins.coverage import Coverage, by_school
from checkins.coverage import coverage as coverage_of
from checkins.forms_coverage import CoverageForm
from plc import audit, clock
from plc.access import user_of
from plc.htmx import render_page
from plc.models import AuditEntry
from students.access import admins_only, school_admins_only
from students.models import School, Section
from students.office import Office, office

SHOWN_WAITING = 5


@admins_only
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Who was met, by class and week; for a district admin, by school."""
    if not School.objects.run_by(user_of(request)).exists():
        return _district(request)
    desk = office(request)
    form = CoverageForm(request.GET, today=desk.today)
    figures = _figures(desk, form) if form.is_valid() else None
    context = desk.page(
        "coverage", form=form, figures=figures, waiting=figures and figures.waits[:SHOWN_WAITING]
    )
    return render_page(
        request,
        "checkins/coverage.html",
        context,
        partials={"coverage"},
        status=200 if figures else 422,
    )


def _figures(desk: Office, form: CoverageForm) -> Coverage:
    sections = desk.school.sections.active()
    if grade := form.cleaned_data["grade"]:
        sections = sections.filter(grade=grade)
    return coverage_of(
        sorted(sections, key=Section.in_order),
        calendar=desk.school.calendar(),
        start=form.cleaned_data["start"],
        end=form.cleaned_data["end"],
        today=desk.today,
        overdue_after=desk.school.promise_days,
    )


def _district(request: HttpRequest) -> HttpResponse:
    """Each school's share of students met: no class, no child."""
    schools = list(School.objects.visible_to(user_of(request)))
    now = clock.now()
    form = CoverageForm(request.GET, today=schools[0].today(now) if schools else clock.today())
    if not form.is_valid():
        return render_page(request, "checkins/district.html", {"form": form}, status=422)
    start, end = form.cleaned_data["start"], form.cleaned_data["end"]
    rows = by_school(schools, start=start, end=end, grade=form.cleaned_data["grade"])
    context = {"form": form, "rows": rows, "start": start, "end": end, "here": "coverage"}
    return render_page(request, "checkins/district.html", context, partials={"coverage"})


@school_admins_only
@require_safe
def class_coverage(request: HttpRequest, class_key: str) -> HttpResponse:
    """The students of one class: when each was last met, and how long she waits."""
    desk = office(request)
    section = get_object_or_404(desk.school.sections, key=class_key)
    form = CoverageForm(request.GET, today=desk.today)
    figures = _of_class(desk, section, form) if form.is_valid() else None
    context = desk.page("coverage", form=form, figures=figures, section_shown=section)
    return render_page(
        request, "checkins/class_coverage.html", context, status=200 if figures else 422
    )


def _of_class(desk: Office, section: Section, form: CoverageForm) -> Coverage:
    found = coverage_of(
        [section],
        calendar=desk.school.calendar(),
        start=form.cleaned_data["start"],
        end=form.cleaned_data["end"],
        today=desk.today,
        overdue_after=desk.school.promise_days,
    )
    return replace(found, groups=())


@school_admins_only
@require_safe
def coverage_csv(request: HttpRequest) -> HttpResponse:
    """The table on the screen, as a file; the export is written down."""
    desk = office(request)
    form = CoverageForm(request.GET, today=desk.today)
    if not form.is_valid():
        raise Http404
    figures = _figures(desk, form)
    audit.record(
        AuditEntry.Action.EXPORTED,
        actor=user_of(request),
        school_key=desk.school.key,
        detail=f"coverage {figures.start} to {figures.end}",
    )
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"coverage-{figures.start}-{figures.end}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")  # so that a spreadsheet reads the accents
    csv.writer(response).writerows(_table(figures))
    return response


def _table(figures: Coverage) -> list[list[object]]:
    weeks = [_("Week of %(day)s") % {"day": week.isoformat()} for week in figures.weeks]
    rows: list[list[object]] = [
        [_("Grade"), _("Class"), _("Teacher"), *weeks, _("Students met"), _("Students")]
    ]
    for row in figures.rows:
        cells = [f"{cell.done} of {cell.planned}" if cell.planned else "" for cell in row.cells]
        names = [quoted(row.section.grade), quoted(row.section.name), quoted(row.teachers)]
        rows.append([*names, *cells, row.met, row.students])
    return rows


def quoted(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r\0" and text else text
