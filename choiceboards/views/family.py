"""A board for the family: the teacher's page with the link, and what the link shows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from choiceboards.family import (
    board_of_token,
    family_languages,
    family_tiles,
    last_day,
    token_of,
)
from choiceboards.models import Board
from choiceboards.views.teacher import board_of
from plc import clock
from plc.access import public, staff_only, user_of
from plc.htmx import render_page
from students.classroom import classroom
from students.qr import qr_svg


@staff_only
@require_safe
def family_link(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """The link to a copy for families, to copy or to print; none while the board is not open."""
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    context = room.page("boards", board=board)
    if board.state == Board.State.OPEN:
        until = last_day(clock.today())
        url = reverse("family_board", args=[token_of(board, user_of(request), until)])
        whole = request.build_absolute_uri(url)
        context |= {
            "url": whole,
            "qr": qr_svg(whole),
            "until": until,
            "languages": family_languages(board),
        }
    return render_page(request, "choiceboards/family_link.html", context)


@public
@require_safe
def family_board(request: HttpRequest, token: str) -> HttpResponse:
    """The board without grading; `?in=es` in Spanish. The signed address is the only gate.

    A wrong address, an old one and one of a board put away are answered alike.
    """
    board = board_of_token(token, clock.today())
    context, status = {}, 404
    if board is not None:
        languages = family_languages(board)
        asked = request.GET.get("in", "")
        language = asked if asked in dict(languages) else languages[0][0]
        context, status = (
            {
                "board": board,
                "languages": languages if len(languages) > 1 else [],
                "reads": language,
                "parts": family_tiles(board, language),
            },
            200,
        )
    response = render_page(request, "choiceboards/family_board.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response
