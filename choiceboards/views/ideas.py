"""Own ideas of a class on a board, and the teacher's answer to each."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from choiceboards import services
from choiceboards.forms.class_view import AnswerForm
from choiceboards.models import Board
from choiceboards.reports import Picked
from choiceboards.views.class_view import who_at
from choiceboards.views.teacher import board_of
from plc.access import staff_only
from plc.htmx import render_page
from students.classroom import Classroom, classroom


@staff_only
@require_safe
def board_ideas(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """Own ideas of the class on this board, those that wait first."""
    room = classroom(request, class_key)
    return _ideas_page(request, room, board_of(room, board_key))


def _ideas_page(
    request: HttpRequest,
    room: Classroom,
    board: Board,
    wrong: tuple[int, AnswerForm] | None = None,
) -> HttpResponse:
    rows = []
    for one in who_at(room, board).ideas:
        first = AnswerForm(
            auto_id=f"{one.student.key}_%s",
            initial={"read": one.words, "reply": one.pick.reply},
        )
        rows.append((one, wrong[1] if wrong and wrong[0] == one.pick.pk else first))
    context = room.page("boards", board=board, rows=rows, form=wrong and wrong[1])
    status = 422 if wrong else 200
    return render_page(request, "choiceboards/board_ideas.html", context, status=status)


@staff_only
@require_POST
def answer_idea(
    request: HttpRequest, class_key: str, board_key: str, student_key: str, activity_key: str
) -> HttpResponse:
    """Accept an idea, reword it, or answer it; words that changed meanwhile are shown anew."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    for one in who_at(room, board).ideas:
        if (one.student.key, one.activity.key) == (student_key, activity_key):
            break
    else:
        raise Http404
    form = AnswerForm(request.POST, auto_id=f"{student_key}_%s")
    if form.is_valid() and _answered(one, board, form):
        messages.success(request, _("%(name)s sees it now.") % {"name": one.student.called})
        return redirect("board_ideas", class_key, board_key)
    return _ideas_page(request, room, board, (one.pick.pk, form))


def _answered(one: Picked, board: Board, form: AnswerForm) -> bool:
    said = form.cleaned_data
    try:
        services.answer_idea(
            pick=one.pick,
            board=board,
            read=said["read"],
            accepts=said["what"] == "yes",
            reply=said["reply"],
        )
    except (services.IdeaChanged, services.NotPicked):
        form.data = {"reply": said["reply"], "what": said["what"], "read": one.words}
        form.add_error(None, _("The idea changed a moment ago. Read it once more."))
    return form.is_valid()
