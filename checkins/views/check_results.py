"""A check's results, the oral entry grid, and a student's own page of it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins.checks.results import results
from checkins.forms.checks import ReteachForm
from checkins.forms.grid import GridForm, MyCheckForm
from checkins.models import Check, CheckAnswer, CheckItem
from checkins.services import checks as services
from plc import clock
from plc.access import staff_only
from plc.htmx import render_page
from students.access import student_of, students_only
from students.classroom import Classroom, classroom
from students.models import Student

ROWS_A_PAGE = 60  # of the grid: a form of at most 361 fields


@staff_only
@require_safe
def check(request: HttpRequest, class_key: str, check_key: str) -> HttpResponse:
    """How many got each question, who is to be retaught, and whom to bring together."""
    room = classroom(request, class_key)
    found = get_object_or_404(room.section.checks.select_related("series"), key=check_key)
    context = room.page(
        "checkins", tab="checks", check=found, results=results(found, _students(room))
    )
    return render_page(request, "checkins/check.html", context)


def _students(room: Classroom) -> list[Student]:
    return sorted(room.section.students_on(room.today), key=Student.in_order)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def check_grid(request: HttpRequest, class_key: str, check_key: str) -> HttpResponse:
    """Enter what students said aloud: a cell each, by keyboard alone, in one form."""
    room = classroom(request, class_key)
    found = get_object_or_404(room.section.checks, key=check_key)
    page = Paginator(_students(room), ROWS_A_PAGE).get_page(request.GET.get("page"))
    students = list(page)
    shown = results(found, students)
    data = request.POST if request.method == "POST" else None
    form = GridForm(data, rows=shown.rows, questions=len(shown.items))
    if form.is_valid():
        count = _enter(room, found, students, form)
        words = ngettext("%(count)s mark saved", "%(count)s marks saved", count)
        messages.success(request, words % {"count": count})
        return redirect("check", class_key, check_key)
    context = room.page("checkins", tab="checks", check=found, form=form, page=page, results=shown)
    status = 422 if form.errors else 200
    return render_page(request, "checkins/check_grid.html", context, status=status)


def _enter(room: Classroom, found: Check, students: list[Student], form: GridForm) -> int:
    """Save what was changed on the page; how many cells that were."""
    changed = form.changed()
    student_ids = {student.key: student.pk for student in students}
    item_ids = dict(found.items.values_list("position", "pk"))
    marks = {(item_ids[place], student_ids[key]): mark for (key, place), mark in changed.items()}
    services.enter_marks(check=found, marks=marks, today=room.today, now=room.now)
    return len(marks)


@staff_only
@require_POST
def set_reteach(request: HttpRequest, class_key: str, check_key: str) -> HttpResponse:
    """The teacher's word: this student, or this question, needs it again, or does not."""
    room = classroom(request, class_key)
    found = get_object_or_404(room.section.checks, key=check_key)
    form = ReteachForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    if said["student"]:
        student = get_object_or_404(room.section.students_on(room.today), key=said["student"])
        services.set_reteach(check=found, student=student, is_on=said["on"], today=room.today)
    else:
        item = get_object_or_404(found.items, key=said["item"])
        services.set_item_reteach(item=item, is_on=said["on"])
    return redirect("check", class_key, check_key)


@students_only
@require_http_methods(["GET", "HEAD", "POST"])
def my_check(request: HttpRequest, check_key: str) -> HttpResponse:
    """A student's own answers: any may stay empty, and change until the check closes."""
    student, now = student_of(request), clock.now()
    today = student.school.today(now)
    found = get_object_or_404(_hers(student, today), key=check_key)
    items = list(found.items.all()) if found.state == Check.State.OPEN else []
    data = request.POST if request.method == "POST" else None
    form = MyCheckForm(data, items=items, initial=_said(student, items))
    if items and form.is_valid():
        if services.hand_in(check=found, student=student, said=form.said(), today=today, now=now):
            messages.success(request, _("Thank you. Your answers are saved."))
            return redirect("my_day")
        items = []
    context = {"student": student, "here": "my_day", "check": found, "form": form, "items": items}
    status = 422 if form.errors else 200
    return render_page(request, "checkins/my_check.html", context, status=status)


def _hers(student: Student, today: date) -> QuerySet[Check]:
    enrolled = student.enrollments.current(today).values("section")
    return Check.objects.filter(section__in=enrolled).exclude(state=Check.State.DRAFT)


def _said(student: Student, items: list[CheckItem]) -> dict[str, str]:
    mine = CheckAnswer.objects.filter(student=student, item__in=items).select_related("item")
    return {f"q{answer.item.position}": answer.said for answer in mine}
