"""The class's pull-outs and times away, which planning keeps free."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from operator import attrgetter

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from checkins import services
from checkins.forms.away import AwayForm
from checkins.models import Away
from checkins.places import clock_format
from plc.access import staff_only
from plc.htmx import Request, render_page
from students.classroom import Classroom, classroom

A_PAGE = 60


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def away_times(request: Request, class_key: str) -> HttpResponse:
    """When which student is elsewhere; on POST, one more time."""
    room = classroom(request, class_key)
    data = request.POST if request.method == "POST" else None
    form = AwayForm(data, section=room.section, today=room.today)
    if form.is_valid():
        rows = form.rows()
        added = services.be_away(section=room.section, rows=rows)
        name = form.cleaned_data["student"].called
        words = _("Kept free: %(name)s") if added else _("That was here already: %(name)s")
        messages.success(request, words % {"name": name})
        _say_booked(request, name, services.days_booked(rows=rows, today=room.today))
        return redirect("away_times", class_key)
    page = Paginator(_of_class(room), A_PAGE).get_page(request.GET.get("page"))
    days = groupby(page, key=attrgetter("weekday"))
    context = room.page(
        "students",
        form=form,
        page=page,
        days=[(WEEKDAYS[day] if day is not None else "", list(rows)) for day, rows in days],
        clock=clock_format(room.school),
    )
    status = 422 if form.errors else 200
    return render_page(request, "checkins/away_times.html", context, status=status)


@staff_only
@require_POST
def drop_away(request: Request, class_key: str, away_key: str) -> HttpResponse:
    """The student is in class then after all."""
    room = classroom(request, class_key)
    away = get_object_or_404(_of_class(room), key=away_key)
    services.be_here(section=room.section, away=away)
    messages.success(request, _("Removed: %(name)s") % {"name": away.student.called})
    return redirect("away_times", class_key)


def _say_booked(request: Request, name: str, days: list[date]) -> None:
    """Planning keeps away from these times; what is planned already stays until it is moved."""
    if days:
        words = _("%(name)s has a check-in in this time on %(days)s. Move it, or plan again.")
        shown = ", ".join(date_format(day, "F j") for day in days)
        messages.warning(request, words % {"name": name, "days": shown})


def _of_class(room: Classroom) -> Away.AwayQuerySet:
    """Weekly times first, by weekday; then dates from today on."""
    students = room.section.students_on(room.today).order_by().values("pk")
    rows = Away.objects.filter(student__in=students).exclude(on__lt=room.today)
    return rows.select_related("student").order_by(
        F("on").asc(nulls_first=True), F("weekday").asc(nulls_last=True), "starts_at", "pk"
    )
