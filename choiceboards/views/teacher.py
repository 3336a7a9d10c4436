"""The teacher's boards: shape one, open it, see who picked what."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from choiceboards import services
from choiceboards.forms import (
    WAYS,
    BoardForm,
    MoveForm,
    StateForm,
    TileForm,
    neighbors,
)
from choiceboards.models import Activity, Board
from choiceboards.reports import choosers, who_picked
from choiceboards.shown import shown
from plc.access import staff_only
from plc.htmx import partial_wanted, render_page
from students.classroom import Classroom, classroom

A_PAGE = 30


@staff_only
@require_safe
def boards(request: HttpRequest, class_key: str) -> HttpResponse:
    """The class's boards, newest first, and how many students picked on each."""
    room = classroom(request, class_key)
    page = Paginator(room.section.boards.all(), A_PAGE).get_page(request.GET.get("page"))
    picked = choosers(list(page))
    context = room.page(
        "boards",
        page=page,
        rows=[(board, picked.get(board.pk, 0)) for board in page],
        students=room.section.students_on(room.today).count(),
    )
    return render_page(request, "choiceboards/boards.html", context)


@staff_only
def board(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """The board as students see it, and who picked what, kept fresh by polling."""
    room = classroom(request, class_key)
    etag = f'"{room.section.pk}.{room.section.pulse}.{room.today:%j}"'
    is_poll = partial_wanted(request) == "who-picked"
    if is_poll and (unchanged := get_conditional_response(request, etag=etag)):
        return unchanged
    found = _board(room, board_key)
    data = request.POST if request.method == "POST" else None
    form = BoardForm(data, instance=found)
    if form.is_valid():
        form.save()
        room.section.beat()
        return redirect("board", class_key, board_key)
    response = _board_page(request, room, found, form, etag)
    if is_poll:
        response.headers["ETag"] = etag
    return response


def _board_page(
    request: HttpRequest, room: Classroom, found: Board, form: BoardForm, etag: str
) -> HttpResponse:
    tiles = list(found.activities.on_board())
    whole = shown(found, tiles)
    context = room.page(
        "boards",
        board=found,
        form=form,
        etag=etag,
        shown=whole,
        movable=[(tile, _ways(tile.position)) for tile in whole.tiles],
        who=who_picked(found, tiles, room.today),
    )
    status = 422 if form.errors else 200
    return render_page(
        request,
        "choiceboards/board.html",
        context,
        partials={"who-picked", "tiles"},
        status=status,
    )


def _ways(position: int) -> list[tuple[str, str, str]]:
    """The moves a tile has from its place."""
    beside = neighbors(position)
    return [(way, str(words), icon) for way, words, icon, _by in WAYS if way in beside]


@staff_only
@require_POST
def set_board_state(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """Open the board to students, or put it away."""
    room = classroom(request, class_key)
    form = StateForm(request.POST, instance=_board(room, board_key))
    if form.is_valid():
        form.save()
        room.section.beat()
    return redirect("board", class_key, board_key)


@staff_only
@require_POST
def move_tile(
    request: HttpRequest, class_key: str, board_key: str, activity_key: str
) -> HttpResponse:
    """Swap a tile with its neighbor."""
    room = classroom(request, class_key)
    found = _board(room, board_key)
    activity = get_object_or_404(found.activities.on_board(), key=activity_key)
    form = MoveForm(request.POST, position=activity.position)
    if form.is_valid():
        services.move_tile(activity=activity, to=form.target())
    if partial_wanted(request) == "tiles":
        return _board_page(request, room, found, BoardForm(instance=found), etag="")
    return redirect("board", class_key, board_key)


@staff_only
def edit_tile(
    request: HttpRequest, class_key: str, board_key: str, activity_key: str
) -> HttpResponse:
    """Everything a tile says and asks."""
    room = classroom(request, class_key)
    found = _board(room, board_key)
    activity = get_object_or_404(
        found.activities.on_board().select_related("board"), key=activity_key
    )
    form = _tile_form(request, activity)
    if form.is_valid() and _saved(form, activity):
        return redirect("board", class_key, board_key)
    context = room.page("boards", board=found, activity=activity, form=form)
    status = 422 if form.errors else 200
    return render_page(request, "choiceboards/edit_tile.html", context, status=status)


def _tile_form(request: HttpRequest, activity: Activity) -> TileForm:
    return TileForm(
        request.POST if request.method == "POST" else None,
        instance=activity,
        levels=dict(activity.levels.values_list("number", "directions")),
        has_picks=activity.picks.kept().exists(),
    )


def _saved(form: TileForm, activity: Activity) -> bool:
    """Whether the tile was kept; if not, the form says why."""
    try:
        services.save_tile(activity=activity, levels=form.levels())
    except services.SeatsTaken as refusal:
        form.add_error("capacity", str(refusal))
    return form.is_valid()


@staff_only
@require_safe
def print_board(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """The board on one page, with boxes to check."""
    room = classroom(request, class_key)
    found = _board(room, board_key)
    context = room.page("boards", board=found, shown=shown(found, found.activities.on_board()))
    return render_page(request, "choiceboards/print_board.html", context)


def _board(room: Classroom, key: str) -> Board:
    """A board of the class; its `section` is the one already loaded."""
    found = get_object_or_404(room.section.boards, key=key)
    found.section = room.section
    return found
