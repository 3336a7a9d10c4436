"""A class's short checks: the list and what is due, writing one, opening and closing it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins.checks.listing import due_checks, listed
from checkins.checks.rhythm import next_due
from checkins.forms.checks import CheckForm, CheckStateForm, QuestionsForm, StartForm, written
from checkins.models import Check, CheckSeries
from checkins.services import checks as services
from plc.access import staff_only, user_of
from plc.htmx import render_page
from plc.models import FormKey
from students.calendar import Calendar
from students.classroom import Classroom, classroom

A_PAGE = 30


@staff_only
@require_safe
def checks(request: HttpRequest, class_key: str) -> HttpResponse:
    """The class's checks, newest first; above them what is due next."""
    room = classroom(request, class_key)
    page = Paginator(listed(room.section), A_PAGE).get_page(request.GET.get("page"))
    due = due_checks(room.section, calendar=room.school.calendar(), today=room.today)
    context = room.page("checkins", tab="checks", page=page, due=due)
    return render_page(request, "checkins/checks.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_check(request: HttpRequest, class_key: str) -> HttpResponse:
    """Write a check from scratch, or from an earlier one of this class."""
    room = classroom(request, class_key)
    source = _source(request, room)
    calendar = room.school.calendar()
    data = request.POST if request.method == "POST" else None
    series = source.series if source and source.series and not source.series.ended_on else None
    form = CheckForm(
        data,
        initial=_first(source, series, calendar, room.today),
        calendar=calendar,
        taken=series.checks.values_list("due_on", flat=True) if series else (),
    )
    questions = QuestionsForm(
        data, prefix="q", initial=written(source.items.all()) if source else []
    )
    if form.is_valid() and questions.is_valid():
        made = _made(request, room, form, questions, series)
        if made is not None:
            return redirect("check", class_key, made.key)
        form.add_error("title", _("A series of this name has a check on that day. Rename it."))
    return _check_page(request, room, form, questions, source=source)


def _source(request: HttpRequest, room: Classroom) -> Check | None:
    form = StartForm(request.GET)
    key = form.cleaned_data["start"] if form.is_valid() else ""
    return get_object_or_404(room.section.checks.select_related("series"), key=key) if key else None


def _first(
    source: Check | None, series: CheckSeries | None, calendar: Calendar, today: date
) -> dict[str, Any]:
    """What a new check begins with: the next day of its series, or the next school day."""
    if series is None:
        title = source.title if source else ""
        return {"title": title, "due_on": calendar.next_open(today)}
    last = series.checks.order_by("-due_on").values_list("due_on", flat=True).first()
    due_on = max(next_due(series.starts_on, last, calendar), calendar.next_open(today))
    return {"title": series.name, "due_on": due_on, "repeats": True}


def _made(
    request: HttpRequest,
    room: Classroom,
    form: CheckForm,
    questions: BaseFormSet,
    series: CheckSeries | None,
) -> Check | None:
    """The new check (on a second click, the first click's); None when its day is taken."""
    said, user = form.cleaned_data, user_of(request)
    try:
        with transaction.atomic():
            if not FormKey.objects.claimed(user=user, key=said["key"]):
                first = room.section.checks.filter(made_by=user, title=said["title"]).first()
                if first is not None:
                    return first
            return services.make_check(
                section=room.section,
                title=said["title"],
                due_on=said["due_on"],
                repeats=said["repeats"],
                questions=questions.questions,  # type: ignore[attr-defined]
                series=series,
                by=user,
                now=room.now,
            )
    except IntegrityError:  # another series of this name, or a co-teacher a moment before
        return None


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_check(request: HttpRequest, class_key: str, check_key: str) -> HttpResponse:
    """Change a check; what was answered already is marked again by the new right answers."""
    room = classroom(request, class_key)
    check = get_object_or_404(room.section.checks.select_related("series"), key=check_key)
    data = request.POST if request.method == "POST" else None
    others = check.series.checks.exclude(pk=check.pk) if check.series else Check.objects.none()
    form = CheckForm(
        data,
        instance=check,
        calendar=room.school.calendar(),
        taken=others.values_list("due_on", flat=True),
    )
    questions = QuestionsForm(data, prefix="q", initial=written(check.items.all()))
    if form.is_valid() and questions.is_valid() and _changed(room, check, form, questions):
        messages.success(request, _("Saved: %(name)s") % {"name": form.cleaned_data["title"]})
        return redirect("check", class_key, check_key)
    return _check_page(request, room, form, questions, check=check)


def _changed(room: Classroom, check: Check, form: CheckForm, questions: BaseFormSet) -> bool:
    """Whether it could be saved; else the form says why."""
    try:
        services.change_check(
            check=check,
            title=form.cleaned_data["title"],
            due_on=form.cleaned_data["due_on"],
            questions=questions.questions,  # type: ignore[attr-defined]
            today=room.today,
        )
    except services.QuestionInUse as used:
        words = _("Question %(number)s was answered. Reword it, but leave as many questions.")
        form.add_error(None, words % {"number": used.position})
        return False
    return True


def _check_page(
    request: HttpRequest,
    room: Classroom,
    form: CheckForm,
    questions: BaseFormSet,
    **context: Any,
) -> HttpResponse:
    wrong = bool(form.errors) or (questions.is_bound and not questions.is_valid())
    context = room.page("checkins", tab="checks", form=form, questions=questions, **context)
    return render_page(request, "checkins/check_form.html", context, status=422 if wrong else 200)


@staff_only
@require_POST
def set_check_state(request: HttpRequest, class_key: str, check_key: str) -> HttpResponse:
    """Open a check to the class, or close it."""
    room = classroom(request, class_key)
    check = get_object_or_404(room.section.checks, key=check_key)
    form = CheckStateForm(request.POST)
    if form.is_valid():
        services.set_check_state(check=check, state=form.cleaned_data["state"])
    return redirect("check", class_key, check_key)


@staff_only
@require_POST
def end_check_series(request: HttpRequest, class_key: str, series_key: str) -> HttpResponse:
    """No further check of this series is due."""
    room = classroom(request, class_key)
    series = get_object_or_404(room.section.check_series, key=series_key)
    services.end_series(series=series, today=room.today)
    messages.success(request, _("No more are due: %(name)s") % {"name": series.name})
    return redirect("checks", class_key)
