"""The class at a board: who picked what, live; moving a student, closing a tile."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from choiceboards import reports, services
from choiceboards.forms.class_view import ClosedForm, PlaceForm
from choiceboards.models import Board
from choiceboards.reports import Picked, WhoPicked, who_picked
from choiceboards.views.teacher import board_of
from plc.access import staff_only, user_of
from plc.htmx import partial_wanted, render_page
from students.classroom import Classroom, classroom
from students.models import Student

WAYS = ("tile", "student", "after")
REGION = "class-picks"
A_PAGE = 30


@staff_only
@require_safe
def class_picks(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """Who picked what by tile, by student, or counted after the lesson; fresh by polling."""
    room = classroom(request, class_key)
    by = request.GET.get("by", "")
    by = by if by in WAYS else WAYS[0]
    etag = f'"{room.section.pk}.{room.section.pulse}.{room.today:%j}.{by}"'
    is_poll = partial_wanted(request) == REGION
    if is_poll and (unchanged := get_conditional_response(request, etag=etag)):
        return unchanged
    response = _picks_page(request, room, board_of(room, board_key), by, etag)
    if is_poll:
        response.headers["ETag"] = etag
    return response


def _picks_page(
    request: HttpRequest, room: Classroom, board: Board, by: str, etag: str
) -> HttpResponse:
    who = who_at(room, board)
    context = room.page("boards", board=board, by=by, etag=etag, who=who)
    if by == "after":
        context["tallies"] = reports.tallies(who)
        context["made"] = Paginator(who.finished, A_PAGE).get_page(request.GET.get("page"))
    return render_page(request, "choiceboards/class_picks.html", context, partials={REGION})


def who_at(room: Classroom, board: Board) -> WhoPicked:
    """Who has picked what there."""
    return who_picked(board, list(board.activities.on_board()), room.today)


@staff_only
@require_POST
def close_tile(
    request: HttpRequest, class_key: str, board_key: str, activity_key: str
) -> HttpResponse:
    """Close a tile to new picks, or open it again."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    tile = get_object_or_404(board.activities.on_board(), key=activity_key)
    tile.board = board
    form = ClosedForm(request.POST)
    if form.is_valid():
        services.set_closed(activity=tile, closed=form.cleaned_data["closed"])
    if partial_wanted(request) == REGION:
        return _picks_page(request, room, board, WAYS[0], etag="")
    return redirect("class_picks", class_key, board_key)


@staff_only
@require_POST
def free_seats(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """Give to the class what students who left it had picked and not finished."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    freed = services.free_seats(board=board, today=room.today, now=room.now)
    said = ngettext("%(number)d seat is free again.", "%(number)d seats are free again.", freed)
    messages.success(request, said % {"number": freed})
    return redirect("class_picks", class_key, board_key)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def place_student(
    request: HttpRequest, class_key: str, board_key: str, student_key: str
) -> HttpResponse:
    """Move one student to another tile by hand; on POST, do it or say why not."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    child = get_object_or_404(room.section.students_on(room.today), key=student_key)
    tiles = list(board.activities.on_board())
    for tile in tiles:
        tile.board = board
    mine = _picks_of(who_picked(board, tiles, room.today), child)
    form = PlaceForm(_sent(request), name=child.called, tiles=tiles, mine=mine)
    if form.is_valid() and _placed(request, room, child, form):
        messages.success(request, _("Saved."))
        return redirect("class_picks", class_key, board_key)
    context = room.page("boards", board=board, student=child, mine=mine, form=form)
    status = 422 if form.errors else 200
    return render_page(request, "choiceboards/place_student.html", context, status=status)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _picks_of(who: WhoPicked, child: Student) -> list[Picked]:
    return [one for one in who.picks if one.student.pk == child.pk]


def _placed(request: HttpRequest, room: Classroom, child: Student, form: PlaceForm) -> bool:
    """Whether it was done; if not, the form says why."""
    try:
        services.place(
            student=child,
            new=form.new,
            old=form.old.activity if form.old else None,
            choice=form.choice(),
            by=user_of(request),
            now=room.now,
            even_started=bool(form.cleaned_data.get("even_started")),
        )
    except services.PickRefused as refusal:
        form.add_error(None, why_not(refusal, child.called))
    return form.is_valid()


def why_not(refusal: services.PickRefused, name: str) -> str:
    """The refusal as it is said to a teacher."""
    words = {
        services.TileFull: _("This tile has no seat left."),
        services.TileClosed: _("This tile is closed. Open it first."),
        services.AllPicked: _("%(name)s has all picks. Say which one to take back."),
        services.AlreadyStarted: _("%(name)s started it a moment ago. Look once more."),
    }
    said = words.get(type(refusal), _("The board’s rule, as %(name)s would read it: %(rule)s"))
    return said % {"name": name, "rule": refusal}
