"""Where boards come from and how they leave: our library, and files."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from choiceboards import services
from choiceboards.board_files import template_of
from choiceboards.forms.library import BoardFileForm, FindBoardForm
from choiceboards.forms.teacher import NewBoardForm
from choiceboards.library import BoardTemplate, board_templates, find, read, spans, write
from choiceboards.models import Board
from plc.access import staff_only, user_of
from plc.htmx import render_page
from plc.models import FormKey
from students.classroom import Classroom, classroom


@staff_only
def new_board(request: HttpRequest, class_key: str) -> HttpResponse:
    """Choose a shipped board to start from; those for the class's grade come first."""
    room = classroom(request, class_key)
    search = FindBoardForm(request.GET)
    found = find(**search.wanted())
    found.sort(key=lambda board: not spans(board, room.section.grade))
    data = request.POST if request.method == "POST" else None
    first = {"template": found[0].name} if found else {}
    form = NewBoardForm(data, templates=board_templates().values(), initial=first)
    if form.is_valid():
        said = form.cleaned_data
        template = board_templates()[said["template"]]
        made = _made(request, room, template, key=said["key"], title=said["title"])
        return redirect("board", class_key, made.key)
    options = {option.data["value"]: option for option in form["template"]}
    context = room.page(
        "boards",
        form=form,
        search=search,
        templates=found,
        rows=[(options[board.name], board) for board in found],
    )
    status = 422 if form.errors else 200
    return render_page(
        request, "choiceboards/new_board.html", context, partials={"found"}, status=status
    )


@staff_only
def board_from_file(request: HttpRequest, class_key: str) -> HttpResponse:
    """A new board from a file; what is wrong with it is told line by line."""
    room = classroom(request, class_key)
    is_sent = request.method == "POST"
    form = BoardFileForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        sent_bytes=int(request.META.get("CONTENT_LENGTH") or 0),
    )
    if form.is_valid():
        made = _made(request, room, form.board, key=form.cleaned_data["key"])
        messages.success(request, _("The board is a draft. Check it before you open it."))
        return redirect("board", class_key, made.key)
    context = room.page("boards", form=form)
    status = 422 if is_sent else 200
    return render_page(request, "choiceboards/board_from_file.html", context, status=status)


@transaction.atomic
def _made(
    request: HttpRequest, room: Classroom, template: BoardTemplate, *, key: UUID, title: str = ""
) -> Board:
    """The new board; on a second click, the one the first click made."""
    user = user_of(request)
    if not FormKey.objects.claimed(user=user, key=key):
        mine = room.section.boards.filter(made_by=user, template=template.name)
        first = mine.first() if template.name else mine.filter(title=template.title).first()
        if first is not None:
            return first
    return services.make_board(
        section=room.section, template=template, by=user, now=room.now, title=title
    )


@staff_only
@require_safe
def save_board_file(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """The board as a file to keep, change and bring in again; what would not come back is told."""
    room = classroom(request, class_key)
    found = get_object_or_404(room.section.boards, key=board_key)
    text = write(template_of(found))
    if faults := read(text).faults:
        words = _("This board would not come back from its file. Mend this first: %(fault)s")
        messages.error(request, words % {"fault": faults[0]})
        return redirect("board", class_key, board_key)
    name = slugify(found.title, allow_unicode=True) or "board"
    response = HttpResponse(text, content_type="application/toml")
    disposition = content_disposition_header(True, f"{name}.toml")
    response["Content-Disposition"] = disposition or "attachment"
    return response
