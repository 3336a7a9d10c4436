"""A student's own check-ins: asking for one, "not now", what was said to her."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins import notes, services
from checkins.board import my_turn, student_day
from checkins.board.child import class_now, slot_to_put_off, teacher_name
from checkins.forms.kept import TurnForm
from checkins.models import Promise, Roadblock, Topic
from checkins.places import clock_format
from plc import clock
from plc.access import user_of
from plc.htmx import Request, render_page
from students.access import student_of, students_only

A_PAGE = 10
TOPICS = (
    (Topic.PROJECT, "palette", "peach"),
    (Topic.GOAL, "target", "mint"),
    (Topic.CHALLENGE, "puzzle", "lilac"),
)


@students_only
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_checkin(request: Request) -> HttpResponse:
    """Ask for a check-in about one of three; then see the place in the queue and the day."""
    student, now = student_of(request), clock.now()
    section = class_now(student, request.session.session_key, now)
    form = TurnForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and section:
        services.ask_checkin(student=student, section=section, now=now, **form.cleaned_data)
        return redirect("ask_for_checkin")
    today = student.school.today(now)
    turn = my_turn(student, today)
    context = {"student": student, "here": "my_day", "form": form, "turn": turn}
    context |= {"mine": student_day(student, today, now) if turn else None}
    context |= {"topics": TOPICS, "teacher": teacher_name(section, today) if section else ""}
    context |= {"clock": clock_format(student.school), "today": today}
    status = 422 if form.errors else 200
    return render_page(request, "checkins/ask_for_checkin.html", context, status=status)


@students_only
@require_POST
def drop_turn(request: Request) -> HttpResponse:
    """She does not want one any more."""
    services.withdraw(student=student_of(request))
    messages.success(request, _("You asked for nothing now."))
    return redirect("my_day")


@students_only
@require_POST
def not_now(request: Request) -> HttpResponse:
    """Her teacher calls and she is busy: she comes later today and keeps her turn."""
    student, now = student_of(request), clock.now()
    slot = slot_to_put_off(student, student.school.today(now), now)
    if slot is None:
        messages.info(request, _("It is not your time now."))
    else:
        services.not_now(slot=slot, now=now)
        messages.success(request, _("You keep your turn. Come later today."))
    return redirect("my_day")


@students_only
@require_safe
def my_checkins(request: Request) -> HttpResponse:
    """The last and the next check-in, what her teachers wrote to her and promised."""
    student, now = student_of(request), clock.now()
    checkins = student.checkins.select_related("teacher")
    page = Paginator(checkins, A_PAGE).get_page(request.GET.get("page"))
    words = notes.told_to(student, page, reader=user_of(request))
    context = {"student": student, "here": "my_day", "page_of": page, **_when(request, now)}
    context |= {"held": [(checkin, words.get(checkin.pk, ())) for checkin in page]}
    promises = Promise.objects.open().told_to(student).select_related("noted_by")
    context |= {"promises": promises, "roadblocks": Roadblock.objects.open().told_to(student)}
    return render_page(request, "checkins/my_checkins.html", context)


def _when(request: Request, now: datetime) -> dict[str, object]:
    student = student_of(request)
    today = student.school.today(now)
    return {
        "mine": student_day(student, today, now),
        "turn": my_turn(student, today),
        "clock": clock_format(student.school),
        "today": today,
    }
