"""The pages that answer a student: her board, and one tile of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from choiceboards import services
from choiceboards.drawn import tile_html
from choiceboards.forms.student import FinishForm
from choiceboards.languages import languages, texts_of
from choiceboards.models import Activity, Board, Pick
from choiceboards.services import showing
from choiceboards.shown import ShownBoard, shown, shown_to
from choiceboards.suggesting import level_hint
from choiceboards.views.own_tile import WORKING, kept_picks
from choiceboards.views.picking import blocked, held, pick_form
from plc.htmx import is_htmx, partial_wanted, render_page
from plc.waiting import reader_mark
from students.access import student_of
from students.models import Student

REGION = "my-board"


def board_page(
    request: HttpRequest, student: Student, board: Board | None, *, just: str = "", **context: Any
) -> HttpResponse:
    """The board; `just` is the key of the tile that was changed a moment ago."""
    whole = shown_to(student, board) if board else None
    page = {
        "student": student,
        "here": "my_board",
        "board": board,
        "shown": whole,
        "parts": _drawn(whole, just) if whole else [],
        **context,
    }
    return render_page(request, "choiceboards/my_board.html", page, partials={REGION})


def _drawn(whole: ShownBoard, just: str) -> list[tuple[str, list[str]]]:
    look = (static("icons.svg"), get_language() or "")
    return [
        (
            heading,
            [tile_html(row, *look, has_focus=row.key == just) if row else "" for row in rows],
        )
        for heading, rows in whole.parts
    ]


def tile_page(
    request: HttpRequest,
    activity: Activity,
    picks: dict[int, Pick],
    data: Any = None,
    *,
    wrong: str = "",
    refusal: str = "",
    finish: FinishForm | None = None,
) -> HttpResponse:
    """One tile: what it asks, and what can be done with it now; `?in=es` in Spanish.

    `data` is a pick she sent that cannot be, and `wrong` why; `refusal` is of anything else.
    """
    pick = picks.get(activity.pk)
    student, texts = student_of(request), texts_of(activity)
    text = texts.get(request.GET.get("in", ""))
    form = pick_form(activity, picks, data, text)
    if data is not None and (form.is_valid() or wrong):
        form.add_error(None, wrong or _("That changed a moment ago. Try again."))
    tile = shown(activity.board, [activity], [pick] if pick else [], text=text).tiles[0]
    context = {
        "student": student,
        "here": "my_board",
        "board": activity.board,
        "activity": activity,
        "tile": tile,
        "text": text,
        "as_read": f"?in={text.language}" if text else "",
        "languages": languages(activity, texts),
        "says": _says(activity, pick),
        "asked": form.asked.get(pick.level) if pick else None,
        "held": held(picks),
        "pick": pick,
        "form": form,
        "refusal": refusal,
        "blocked": blocked(activity, picks, form),
        "is_working": pick is not None and pick.state in WORKING,
        "is_closed": activity.board.is_closed,
        "finish": finish or _finish_form(pick),
        "level_hint": level_hint(student) if pick is None else None,
        "reader": reader_mark(request),
    }
    trouble = form.errors or refusal or (finish is not None and finish.errors)
    status = 422 if trouble else 200
    return render_page(request, "choiceboards/tile.html", context, partials={REGION}, status=status)


def _says(activity: Activity, pick: Pick | None) -> list[str]:
    """What the tile said when it was started, where that is not what it says now."""
    if pick is None or not pick.showed:
        return []
    now = showing(activity, pick.level)
    said = {name: value for name, value in pick.showed.items() if name != "version"}
    if all(now.get(name) == value for name, value in said.items()):
        return []
    return [said[name] for name in ("title", "directions", "asked") if said.get(name)]


def _finish_form(pick: Pick | None) -> FinishForm | None:
    if pick is None or pick.state == Pick.State.PICKED:
        return None
    return FinishForm(rubric=pick.rubric, mine=pick)


def change(
    request: HttpRequest,
    activity: Activity,
    act: Callable[..., None],
    said: str,
    *,
    finish: FinishForm | None = None,
    **when: Any,
) -> HttpResponse:
    """Do it and show the board, or say on the tile's page why not, with what she typed."""
    try:
        act(student=student_of(request), activity=activity, **when)
    except services.PickRefused as refusal:
        picks = kept_picks(request, activity)
        return tile_page(request, activity, picks, refusal=str(refusal), finish=finish)
    return to_board(request, activity, said % {"tile": activity.title})


def to_board(request: HttpRequest, activity: Activity, said: str) -> HttpResponse:
    """The fresh board itself for htmx, the way to it for everyone else."""
    if activity.board.is_closed:
        return _beside_closed(request, activity, said)
    url = reverse("my_board", args=[activity.board.key])
    if partial_wanted(request) != REGION:
        return redirect(url)
    response = board_page(
        request, student_of(request), activity.board, said=said, just=activity.key
    )
    response.headers["HX-Push-Url"] = url
    return response


def _beside_closed(request: HttpRequest, activity: Activity, said: str) -> HttpResponse:
    """Her board is put away: back to the tile while she is at it, then to what she made."""
    messages.success(request, said)
    mine = kept_picks(request, activity).get(activity.pk)
    is_under_way = mine is not None and mine.state in WORKING
    url = reverse("tile", args=[activity.key]) if is_under_way else reverse("my_made")
    return HttpResponse(headers={"HX-Redirect": url}) if is_htmx(request) else redirect(url)
