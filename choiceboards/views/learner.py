"""A learner's picks: a tab of her page, for the adults who teach her or care for her."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from choiceboards.models import Pick
from plc.access import staff_only, user_of
from plc.htmx import render_page
from students.learner import learner_page

A_PAGE = 30


@staff_only
@require_safe
def student_picks(request: HttpRequest, student_key: str) -> HttpResponse:
    """What the student chose, newest first; admins who do not teach her get 404."""
    context = learner_page(request, student_key, "picks")
    if not context["is_team"]:
        raise Http404
    picks = Pick.objects.visible_to(user_of(request)).filter(student=context["student"]).kept()
    newest = picks.select_related("activity", "board", "spark").order_by("-picked_at", "-pk")
    context["page"] = Paginator(newest, A_PAGE).get_page(request.GET.get("page"))
    return render_page(request, "choiceboards/student_picks.html", context)
