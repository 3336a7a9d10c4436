"""A board on paper: the board, a sheet for each student, what to hand out; picks typed back."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from choiceboards import kits, services
from choiceboards.forms.typed import TypedForm
from choiceboards.models import Activity, Board
from choiceboards.printed import level_numbers, printed
from choiceboards.reports import who_picked
from choiceboards.views.class_view import why_not
from choiceboards.views.teacher import board_of
from plc.access import staff_only, user_of
from plc.htmx import render_page
from students.classroom import Classroom, classroom


@staff_only
@require_safe
def print_board(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """The board on one page, with boxes to check."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    whole = printed(board, board.activities.on_board(), {})
    context = room.page("boards", board=board, whole=whole)
    return render_page(request, "choiceboards/print_board.html", context)


@staff_only
@require_safe
def print_sheets(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """A page for each student: her picks ticked, the rest to tick."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    tiles, levels = list(board.activities.on_board()), level_numbers(board.pk)
    sheets = [
        (row.student, printed(board, tiles, levels, [one.pick for one in row.picked]))
        for row in who_picked(board, tiles, room.today).by_student
    ]
    context = room.page("boards", board=board, sheets=sheets)
    return render_page(request, "choiceboards/print_sheets.html", context)


@staff_only
@require_safe
def kit_list(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """What to hand out, how many of it, and who needs one: to gather, and to pack by student."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    tiles = list(board.activities.on_board())
    found = kits.kit_list(board, who_picked(board, tiles, room.today))
    asks = any(tile.kit or tile.materials for tile in tiles)
    context = room.page("boards", board=board, kits=found, asks=asks)
    return render_page(request, "choiceboards/kit_list.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def type_picks(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """Type picks back from paper; on POST, keep all of them, or none and say which to look at."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    tiles = list(board.activities.on_board())
    for tile in tiles:
        tile.board = board
    form = _form(request, room, board, tiles)
    if form.is_valid() and _kept(request, room, form):
        return redirect("type_picks", class_key, board_key)
    context = room.page("boards", board=board, form=form, places=range(1, form.columns + 1))
    status = 422 if form.errors else 200
    return render_page(request, "choiceboards/type_picks.html", context, status=status)


def _form(request: HttpRequest, room: Classroom, board: Board, tiles: list[Activity]) -> TypedForm:
    return TypedForm(
        request.POST if request.method == "POST" else None,
        board=board,
        rows=who_picked(board, tiles, room.today).by_student,
        tiles=tiles,
        levels=level_numbers(board.pk),
        initial={"form_key": uuid4()},
    )


def _kept(request: HttpRequest, room: Classroom, form: TypedForm) -> bool:
    """Whether the sheets were kept; if not, the lines say why."""
    names = {line.row.student.pk: line.row.student.called for line in form.lines}
    try:
        typed = services.type_back(
            lines=form.sent(),
            teacher=user_of(request),
            form_key=form.cleaned_data["form_key"],
            now=room.now,
        )
    except services.NotTyped as refused:
        form.refuse({pk: _why_not(why, names[pk]) for pk, why in refused.why.items()})
        return False
    if typed is None:
        messages.info(request, _("These sheets were saved already."))
    else:
        said = ngettext("%(n)d pick saved.", "%(n)d picks saved.", typed)
        messages.success(request, said % {"n": typed})
    return True


def _why_not(refusal: services.PickRefused, name: str) -> str:
    """The refusal as it is said beside a sheet, which takes nothing back."""
    if isinstance(refusal, services.AllPicked):
        return _("%(name)s has all picks already. Empty this line, or move a pick.") % {
            "name": name
        }
    return why_not(refusal, name)
