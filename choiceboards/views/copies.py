"""Boards from my other classes, last year's, a colleague's; and a tile from a student's spark."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Case, Count, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from choiceboards import services
from choiceboards.forms.teacher import CopyBoardForm, FindCopyForm
from choiceboards.models import Board
from plc.access import staff_only, user_of
from plc.htmx import render_page
from plc.models import FormKey
from students.classroom import Classroom, classroom
from students.learner import learner_page
from students.models import Section, Spark

A_PAGE = 30
ON_BOARD = Count("activities", filter=Q(activities__removed_at=None))


@staff_only
def copy_board(request: HttpRequest, class_key: str) -> HttpResponse:
    """The boards I may copy into this class, my own first; on POST, the copy."""
    room = classroom(request, class_key)
    mine = Board.objects.copyable_by(user_of(request), room.school)
    if request.method == "POST":
        form = CopyBoardForm(request.POST, boards=mine)
        if form.is_valid():
            made = _made(request, room, form)
            messages.success(request, _("The copy is a draft. Change what you like."))
            return redirect("board", class_key, made.key)
        messages.error(request, _("That board is not there to copy. Choose one of these."))
    words = FindCopyForm(request.GET)
    found = _found(mine, room, words.wanted())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = room.page("boards", page=page, search=words, key=CopyBoardForm.new_key())
    status = 422 if request.method == "POST" else 200
    return render_page(request, "choiceboards/copy_board.html", context, status=status)


def _found(boards: QuerySet[Board], room: Classroom, words: str) -> QuerySet[Board]:
    """Those whose title or class holds the words; this class's first, then the newest."""
    if words:
        boards = boards.filter(Q(title__icontains=words) | Q(section__name__icontains=words))
    boards = boards.select_related("section", "made_by")
    is_here = Case(When(section=room.section, then=0), default=1)
    return boards.annotate(number=ON_BOARD, order=is_here).order_by("order", "-made_at", "-pk")


@transaction.atomic
def _made(request: HttpRequest, room: Classroom, form: CopyBoardForm) -> Board:
    """The copy; on a second click, the one the first click made."""
    user, source = user_of(request), form.cleaned_data["board"]
    if not FormKey.objects.claimed(user=user, key=form.cleaned_data["key"]):
        first = room.section.boards.filter(made_by=user, copied_from=source).first()
        if first is not None:
            return first
    title = source.title
    if source.section_id == room.section.pk:
        title = _("%(title)s (copy)") % {"title": title[:70]}
    return services.copy_board(
        board=source, section=room.section, by=user, now=room.now, title=title
    )


@staff_only
@require_safe
def spark_tile(request: HttpRequest, student_key: str, spark_key: str) -> HttpResponse:
    """On which board a student's question becomes a tile."""
    page = learner_page(request, student_key, "profile")
    user = user_of(request)
    sparks = Spark.objects.visible_to(user).filter(student=page["student"])
    spark = get_object_or_404(sparks, key=spark_key)
    sections = Section.objects.taught_by(user).active()
    here = sections.filter(enrollments__in=page["student"].enrollments.current(page["today"]))
    boards = Board.objects.filter(section__in=here.values("pk")).exclude(state=Board.State.CLOSED)
    boards = boards.select_related("section").annotate(number=ON_BOARD)[:A_PAGE]
    page |= {
        "spark": spark,
        "boards": [(row, vars(row)["number"] >= services.ground_of(row).places) for row in boards],
    }
    return render_page(request, "choiceboards/spark_tile.html", page)
