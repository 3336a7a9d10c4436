"""A board for the family: the teacher's page with the link, and what the link shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from choiceboards.family import (
    board_of_token,
    family_head,
    family_languages,
    family_tiles,
    last_day,
    own_language,
    token_of,
    untold,
)
from choiceboards.family_words import FamilyWords, words_or_english
from choiceboards.languages import name_of
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
    """The link to a copy for families, to copy or to print; none while the board is not open.

    `?in=es` is the sheet for families who read Spanish.
    """
    room = classroom(request, class_key)
    board = board_of(room, board_key)
    context = room.page("boards", board=board)
    if board.state == Board.State.OPEN:
        context |= _sheet(request, board)
    return render_page(request, "choiceboards/family_link.html", context)


def _sheet(request: HttpRequest, board: Board) -> dict[str, Any]:
    """What the sheet in the language asked for says, and what is not in that language yet."""
    languages = family_languages(board)
    reads = _read_in(request.GET.get("in", ""), languages)
    until = last_day(clock.today())
    url = reverse("family_board", args=[token_of(board, user_of(request), until)])
    whole = request.build_absolute_uri(url)
    is_own = reads == own_language(board)
    if not is_own:
        whole += f"?{urlencode({'in': reads})}"
    return {
        "url": whole,
        "qr": qr_svg(whole),
        "until": until,
        "languages": languages,
        "reads": reads,
        "reads_name": name_of(reads),
        "own_name": name_of(own_language(board)),
        "words": words_or_english(reads),
        "untold": None if is_own else untold(board, reads),
    }


@public
@require_safe
def family_board(request: HttpRequest, token: str) -> HttpResponse:
    """The board without grading; `?in=es` in Spanish. The signed address is the only gate.

    A wrong address, an old one and one of a board put away are answered alike.
    """
    board, asked = board_of_token(token, clock.today()), request.GET.get("in", "")
    context = _copy(board, asked) if board else {"words": words_or_english(asked)}
    words: FamilyWords = context["words"]
    context |= {"language": words.lang, "direction": words.dir}  # of the page, for base.html
    status = 200 if board else 404
    response = render_page(request, "choiceboards/family_board.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _copy(board: Board, asked: str) -> dict[str, Any]:
    """The board in the language asked for; the page's own sentences also where it says nothing."""
    languages = family_languages(board)
    reads = _read_in(asked, languages)
    words = words_or_english(asked, reads)
    title, directions = family_head(board, reads)
    return {
        "board": board,
        "words": words,
        "title": title,
        "directions": directions,
        "languages": languages if len(languages) > 1 else [],
        "reads": reads,
        "parts": family_tiles(board, reads, words),
    }


def _read_in(asked: str, languages: list[tuple[str, str]]) -> str:
    """The language asked for, if the board says something in it; else the board's own."""
    return asked if asked in dict(languages) else languages[0][0]
