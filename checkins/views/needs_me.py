"""Who needs me, and what stands open: for a class's teachers, and for a specialist's students."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checkins import services
from checkins.board import NeedsBoard
from checkins.board import needs_me as needs_board
from checkins.forms.kept import CASELOAD, FollowUpForm, NeedsForm
from checkins.models import FollowUp, Promise, Roadblock
from plc import clock
from plc.access import staff_only, user_of
from plc.htmx import Request, render_page
from students.classroom import classroom, own_sections
from students.models import Student

A_PAGE = 60


@staff_only
@require_safe
def needs_me(request: Request, class_key: str) -> HttpResponse:
    """Everybody of the class with an open reason, the most pressing first."""
    room = classroom(request, class_key)
    students = room.section.students_on(room.today).select_related("school")
    why = _why(request)
    board = needs_board(students, now=room.now, section=room.section, why=why)
    context = room.page("checkins", **_listed(request, board, why))
    return render_page(request, "checkins/needs_me.html", context)


@staff_only
@require_safe
def caseload_needs(request: Request) -> HttpResponse:
    """The same for the students a specialist is assigned to."""
    why = _why(request)
    board = needs_board(_caseload(request).select_related("school"), now=clock.now(), why=why)
    context = _own_page(request, **_listed(request, board, why))
    return render_page(request, "checkins/caseload_needs.html", context)


def _own_page(request: Request, **context: Any) -> dict[str, Any]:
    """The context of a specialist's page; she may teach a class besides."""
    return {"here": "caseload", "my_sections": own_sections(request), **context}


def _caseload(request: Request) -> QuerySet[Student]:
    """The students assigned to who asks."""
    roles = user_of(request).staff_roles.current(clock.today()).caring()
    return Student.objects.filter(pk__in=roles.values("student"))


def _why(request: Request) -> str:
    form = NeedsForm(request.GET)
    return form.cleaned_data["why"] if form.is_valid() else ""


def _listed(request: Request, board: NeedsBoard, why: str) -> dict[str, Any]:
    page = Paginator(board.rows, A_PAGE).get_page(request.GET.get("page"))
    return {"board": board, "why": why, "query": f"why={why}&" if why else "", "page_of": page}


@staff_only
@require_safe
def roadblocks(request: Request, class_key: str) -> HttpResponse:
    """One list of what is in the way and what was promised, the oldest first."""
    room = classroom(request, class_key)
    context = room.page("checkins", **_open(request, room.section.students_on(room.today)))
    return render_page(request, "checkins/roadblocks.html", context)


@staff_only
@require_safe
def caseload_roadblocks(request: Request) -> HttpResponse:
    """The same for the students a specialist is assigned to."""
    mine = _caseload(request)
    mine = mine if mine.exists() else mine.none()  # so that no admin's page reads those tables
    context = _own_page(request, today=clock.today(), **_open(request, mine))
    return render_page(request, "checkins/caseload_roadblocks.html", context)


def _open(request: Request, students: QuerySet[Student]) -> dict[str, Any]:
    """What is open about these students (two queries, and one to count)."""
    about = {"student__in": students.values("pk")}
    blocks = Roadblock.objects.open().filter(**about).select_related("student", "noted_by")
    promises = Promise.objects.open().filter(**about).select_related("student", "noted_by")
    page = Paginator(blocks, A_PAGE).get_page(request.GET.get("page"))
    return {"page_of": page, "promises": promises}


@staff_only
@require_POST
def close_roadblock(request: Request, student_key: str, roadblock_key: str) -> HttpResponse:
    """It is out of the way, or in the way again."""
    mine = Roadblock.objects.visible_to(user_of(request)).select_related("section", "student")
    block = get_object_or_404(mine, key=roadblock_key, student__key=student_key)
    return _turned(request, block, _("Out of the way."))


@staff_only
@require_POST
def close_promise(request: Request, student_key: str, promise_key: str) -> HttpResponse:
    """It is kept, or open again."""
    mine = Promise.objects.visible_to(user_of(request)).select_related("section", "student")
    promise = get_object_or_404(mine, key=promise_key, student__key=student_key)
    return _turned(request, promise, _("The promise is kept."))


def _turned(request: Request, row: FollowUp, over: str) -> HttpResponse:
    form = FollowUpForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {"open": False, "back": ""}
    if not said["open"]:
        services.close(follow_up=row, by=user_of(request), now=clock.now())
        messages.success(request, over)
    elif services.open_again(follow_up=row):
        messages.success(request, _("It is open again."))
    else:
        messages.warning(request, _("The same was noted anew meanwhile; that one is open."))
    if said["back"] == CASELOAD:
        return redirect("caseload_roadblocks")
    if said["back"]:
        return redirect("roadblocks", said["back"])
    return redirect("student_checkins", row.student.key)
