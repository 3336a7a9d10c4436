"""Coverage for those who run a school: facts of check-ins, never their words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from checkins.coverage import Coverage, Wait, rules, with_reasons
from checkins.coverage import coverage as coverage_of
from checkins.forms.coverage import CoverageForm, WaitingForm, asked_school
from checkins.views.coverage_district import district_page
from plc.frozen import frozen
from plc.htmx import render_page
from students.access import admins_only, school_admins_only
from students.office import Office, Post, office, posts

SHOWN_WAITING = 5
A_PAGE = 50


@admins_only
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Who was met, by class and week; for a district admin, by school."""
    mine = posts(request)
    post = post_of(request, mine)
    if post.is_district:
        return district_page(request, mine)
    desk = office(request, post.key)
    form = CoverageForm(request.GET, today=desk.today)
    figures = figures_of(desk, form) if form.is_valid() else None
    context = desk.page(
        "coverage", form=form, figures=figures, longest=_longest(figures, desk.today), posts=mine
    )
    return render_page(
        request,
        "checkins/coverage.html",
        context | {"rules": rules(figures.span) if figures else ()},
        partials={"coverage"},
        status=200 if figures else 422,
    )


def post_of(request: HttpRequest, mine: Sequence[Post]) -> Post:
    """What the address asks for, or the first; what she does not run is no such page."""
    key = asked_school(request)
    found = next((post for post in mine if key in {"", post.key}), None)
    if found is None:
        raise Http404
    return found


def figures_of(desk: Office, form: CoverageForm) -> Coverage:
    """The figures that the form asks for."""
    school = desk.school
    return coverage_of(
        school,
        form.span(school.calendar(), school.promise_days),
        today=desk.today,
        axis=form.cleaned_data["axis"],
        grade=form.cleaned_data["grade"],
    )


def _longest(figures: Coverage | None, today: date) -> tuple[Wait, ...]:
    """The few who wait longest, with the reasons."""
    if figures is None:
        return ()
    return with_reasons(figures.waits[:SHOWN_WAITING], figures.span.end, today)


@school_admins_only
@require_safe
def coverage_waiting(request: HttpRequest) -> HttpResponse:
    """Students and their waits, the longest first: all, or those behind one figure."""
    desk = office(request, asked_school(request))
    form = WaitingForm(request.GET, today=desk.today)
    found = waiting_of(desk, form) if form.is_valid() else None
    page = Paginator(found.waits, A_PAGE).get_page(request.GET.get("page")) if found else None
    ended = found.figures.span.end if found else desk.today
    rows = with_reasons(tuple(page), ended, desk.today) if page else ()
    context = desk.page("coverage", form=form, found=found, page_of=page, rows=rows)
    return render_page(
        request,
        "checkins/coverage_waiting.html",
        context,
        partials={"waiting"},
        status=200 if found else 422,
    )


@frozen
class Waiting:
    """Some of a school's students, and the group they are of, if one was asked for."""

    figures: Coverage
    waits: tuple[Wait, ...]
    group: str


def waiting_of(desk: Office, form: WaitingForm) -> Waiting:
    """The students that the form asks for; a hidden group is as little there as an unknown one."""
    figures, asked = figures_of(desk, form), form.cleaned_data
    span, axis = figures.span, asked["axis"]
    waits = figures.waits
    if form.has_group:
        if asked["group"] not in {share.name for share in figures.groups if not share.is_hidden}:
            raise Http404
        waits = tuple(w for w in waits if axis.group_of(w, span.end) == asked["group"])
    wanted = {
        "late": lambda wait: wait.is_late,
        "soon": lambda wait: not wait.is_late and wait.due_on in span.ahead,
        "unmet": lambda wait: not wait.is_met,
    }.get(asked["show"], bool)
    waits = tuple(wait for wait in waits if wanted(wait))
    if asked["due"]:
        waits = tuple(wait for wait in waits if wait.due_on == asked["due"] and not wait.is_late)
    group = axis.label_of(asked["group"]) if form.has_group else ""
    return Waiting(figures, waits, group)
