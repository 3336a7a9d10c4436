"""The linter on a board's page, and every path a student may take."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from choiceboards.checking import MOST_LISTED, Paths, checked
from choiceboards.models import Activity
from choiceboards.sheets import level_minutes, sheet_of
from choiceboards.views.teacher import board_of
from plc.access import staff_only, user_of
from plc.htmx import render_page
from students.classroom import classroom

A_PAGE = 100


@staff_only
@require_safe
def check_board(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """What to know of the board before the class opens it: asked for, for it reads needs."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    tiles = list(board.activities.on_board())
    found = checked(board, tiles, reader=user_of(request), today=room.today)
    context = room.page("boards", board=board, found=found)
    return render_page(request, "choiceboards/check_board.html", context, partials={"check"})


@staff_only
@require_safe
def board_paths(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """Every legal path, a hundred a page."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    tiles = list(board.activities.on_board())
    paths = Paths(sheet_of(board, tiles, level_minutes(board.pk)))
    page = Paginator(paths, A_PAGE).get_page(request.GET.get("page"))
    context = room.page(
        "boards",
        board=board,
        page=page,
        total=paths.total,
        most=MOST_LISTED,
        rows=[_row(path, tiles) for path in page],
    )
    return render_page(request, "choiceboards/board_paths.html", context)


def _row(path: tuple[str, ...], tiles: list[Activity]) -> tuple[list[Activity], int]:
    """The tiles of a path, and its minutes."""
    on_it = [tile for tile in tiles if tile.key in path]
    return on_it, sum(tile.minutes for tile in on_it)
