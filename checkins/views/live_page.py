"""The live page written out: the whole of it, its board, or the side that keeps itself fresh."""

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from checkins.board import LiveBoard, live_board, live_side
from checkins.forms.hold import HoldForm, LiveForm, LiveHoldForm
from checkins.outcomes import OUTCOMES
from checkins.pulse import ticket_for
from plc import clock
from plc.htmx import Request, partial_wanted, render_page
from plc.waiting import reader_mark
from students.classroom import Classroom

QUEUE = "queue"  # what static/js/queue.js says it wants: no page


def live_page(
    request: Request,
    room: Classroom,
    day: date,
    *,
    form: HoldForm | None = None,
    said: str = "",
    news: str = "",
    chosen: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or its board alone for htmx. `chosen` is whom the teacher turned to.

    `said` is a sentence for screen readers, `news` one for everybody.
    """
    asked = LiveForm(request.GET)
    chosen = _chosen(asked) if chosen is None else chosen
    board = live_board(room.section, day, room.now, chosen=chosen)
    context = room.page(
        "checkins",
        day=day,
        board=board,
        form=form or fresh_form(board),
        outcomes=OUTCOMES,
        ticket=ticket_for(request),
        reader=reader_mark(request),
        etag=etag_of(room.section.pulse),
        said=said,
        news=news,
        is_calling=asked.is_valid() and asked.cleaned_data["call"],
    )
    return render_page(
        request, "checkins/live.html", context, partials={"live-board"}, status=status
    )


def side(request: Request, room: Classroom, day: date, ticket: str) -> HttpResponse:
    """The part that keeps itself fresh; the card of the child stays, with what was ticked."""
    shown = _chosen(LiveForm(request.GET))
    board = live_side(room.section, day, room.now, chosen=shown)
    etag = etag_of(room.section.pulse)
    news = {"etag": etag, "ticket": ticket, "moved_on": bool(shown) and board.now_key != shown}
    page = room.page("checkins", day=day, board=board, **news)
    response = render_page(request, "checkins/live.html#live-side", page)
    response.headers["ETag"] = etag
    return response


def told(
    request: Request, room: Classroom, day: date, words: str, level: int = messages.SUCCESS
) -> HttpResponse:
    """`said`, of what the board alone does not show: who moved. For the eye too, with its undo."""
    return said(request, room, day, words, level, is_news=True)


def said(
    request: Request,
    room: Classroom,
    day: date,
    words: str,
    level: int = messages.SUCCESS,
    *,
    is_news: bool = False,
) -> HttpResponse:
    """The board as it stands after the act, with one sentence about it."""
    wanted = partial_wanted(request)
    if wanted == QUEUE:
        return HttpResponse(status=204)
    if wanted in {"live-board", "live-side"}:
        room.section.refresh_from_db(fields=["pulse"])
        if wanted == "live-side":
            return side(request, room, day, ticket_for(request))
        quiet, loud = ("", words) if is_news else (words, "")
        return live_page(request, room, day, said=quiet, news=loud, chosen="")
    messages.add_message(request, level, words)
    return redirect("live", room.section.key, day)


def etag_of(pulse: int) -> str:
    """A class's pulse, and a new tag every five minutes: "6 min behind" goes on by itself."""
    return f'"{pulse}-{int(clock.now().timestamp()) // 300}"'


def fresh_form(board: LiveBoard) -> HoldForm | None:
    if board.now is None:
        return None
    who = board.now.row.student_key
    return LiveHoldForm(initial={"topic": board.now.topic, "key": uuid4(), "student": who})


def _chosen(form: LiveForm) -> str:
    return form.cleaned_data["slot"] if form.is_valid() else ""
