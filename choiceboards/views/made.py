"""What a student made: everything she finished, also on boards that are put away by now.

What she had not finished when its board was put away stands first: from here she still can.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Case, F, When
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from choiceboards.models import Pick
from plc.access import user_of
from plc.htmx import render_page
from students.access import student_of, students_only

A_PAGE = 30


@students_only
@require_safe
def my_made(request: HttpRequest) -> HttpResponse:
    """Her picks of all her boards: first those left open, then the finished, newest first."""
    mine = Pick.objects.visible_to(user_of(request)).to_look_back_at()
    left_first = Case(When(state=Pick.State.FINISHED, then=1), default=0)
    newest = mine.select_related("activity", "board", "spark").order_by(
        left_first, F("finished_at").desc(nulls_last=True), "-pk"
    )
    page = Paginator(newest, A_PAGE).get_page(request.GET.get("page"))
    context = {"student": student_of(request), "here": "my_board", "page": page}
    return render_page(request, "choiceboards/my_made.html", context)
