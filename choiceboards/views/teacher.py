"""The teacher's boards: shape one, open it, see who picked what."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from choiceboards import services
from choiceboards.edited import places, where_it_is
from choiceboards.forms.teacher import StateForm
from choiceboards.models import Board, Pick
from choiceboards.reports import WhoPicked, choosers, who_picked
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
    students = room.section.students_on(room.today)
    picked = choosers(list(page), students)
    context = room.page(
        "boards",
        page=page,
        rows=[(board, picked.get(board.pk, 0)) for board in page],
        students=students.count(),
    )
    return render_page(request, "choiceboards/boards.html", context)


@staff_only
@require_safe
def board(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """The board as students see it, and who picked what, kept fresh by polling."""
    room = classroom(request, class_key)
    etag = f'"{room.section.pk}.{room.section.pulse}.{room.today:%j}"'
    is_poll = partial_wanted(request) == "who-picked"
    if is_poll and (unchanged := get_conditional_response(request, etag=etag)):
        return unchanged
    response = board_page(request, room, board_of(room, board_key), etag)
    if is_poll:
        response.headers["ETag"] = etag
    return response


def board_page(
    request: HttpRequest, room: Classroom, found: Board, etag: str = "", *, moved: str = ""
) -> HttpResponse:
    """The board to shape; `moved` is the key of the tile that was moved a moment ago."""
    tiles = list(found.activities.on_board())
    whole, ground = shown(found, tiles), services.ground_of(found)
    parts, who = places(whole, ground), who_picked(found, tiles, room.today)
    context = room.page(
        "boards",
        board=found,
        etag=etag,
        shown=whole,
        parts=parts,
        moved=moved,
        said=where_it_is(parts, ground, moved),
        # Free places of a grid lead to a new tile themselves; a full one makes room for it.
        adds_tile=ground.is_grid == (len(tiles) >= ground.places),
        can_undo=services.can_undo(found),
        who=who,
        started=_started(who),
    )
    partials = {"who-picked", "tiles"}
    return render_page(request, "choiceboards/board.html", context, partials=partials)


def _started(who: WhoPicked) -> int:
    """How many students have started something: an edit changes nothing for them there."""
    picked = (one for row in who.tiles for one in row.picked)
    return len({one.student.pk for one in picked if one.pick.state != Pick.State.PICKED})


@staff_only
@require_POST
def set_board_state(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """Open the board to students, or put it away."""
    room = classroom(request, class_key)
    form = StateForm(request.POST, instance=board_of(room, board_key))
    if form.is_valid():
        form.save()
        room.section.beat()
    return redirect("board", class_key, board_key)


def board_of(room: Classroom, key: str) -> Board:
    """A board of the class; its `section` is the one already loaded."""
    found = get_object_or_404(room.section.boards, key=key)
    found.section = room.section
    return found
