"""A learner's picks: a tab of her page, for the adults who teach her or care for her."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from choiceboards.forms.student import RATINGS
from choiceboards.models import Pick
from choiceboards.views.tile_page import rubric_of
from plc.access import staff_only, user_of
from plc.htmx import render_page
from students.learner import learner_page

A_PAGE = 30


def own_rating(pick: Pick) -> list[tuple[str, str]]:
    """How she rated herself: each line of the rubric that she saw, and her words for it."""
    words = {number: str(said) for number, said in RATINGS}
    lines = rubric_of(pick.activity, pick)
    return [(line, words[number]) for line, number in zip(lines, pick.ratings, strict=False)]


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
    context["rows"] = [(pick, own_rating(pick)) for pick in context["page"]]
    return render_page(request, "choiceboards/student_picks.html", context)
