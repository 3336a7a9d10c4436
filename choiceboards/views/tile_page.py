"""What the student's views share: her tile, her picks on its board, and the pages in answer."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from choiceboards import services
from choiceboards.drawn import Asked, tile_html
from choiceboards.forms.student import FinishForm, PickForm
from choiceboards.languages import languages, texts_of
from choiceboards.models import Activity, Board, Kind, Level, Pick, TileText
from choiceboards.rule_words import none_to_swap
from choiceboards.services import showing
from choiceboards.sheets import has_rules, shut_tiles
from choiceboards.shown import ShownBoard, shown, shown_to
from choiceboards.suggesting import level_hint
from plc import clock
from plc.access import NoMore, user_of
from plc.htmx import is_htmx, partial_wanted, render_page
from plc.models import User
from plc.prepared import prepared
from plc.waiting import reader_mark
from students.access import student_of
from students.models import Student

REGION = "my-board"
WORKING = {Pick.State.STARTED, Pick.State.PAUSED}
BEGUN = {*WORKING, Pick.State.FINISHED}


def a_student(user_id: int) -> User:
    """Enough of a user for `visible_to` to build its query."""
    return User(pk=user_id, kind=User.Kind.STUDENT)


def open_tile(request: HttpRequest, key: str, *, begun: Collection[str] = ()) -> Activity:
    """The tile, with its board, if its board is open to the student; else 404 (one query).

    A tile that was taken off the board is there for whoever picked it before, and that of a board
    that was put away for whom it is in one of the states `begun`.
    """
    for found in _open_tile(user_of(request).pk, clock.today(), key):
        if found.removed_at is None or found.pk in kept_picks(request, found):
            return found
    of_hers = Activity.objects.of_classes_of(user_of(request)).select_related("board")
    theirs = of_hers.filter(key=key).first()
    if theirs is None:
        raise Http404
    mine = kept_picks(request, theirs).get(theirs.pk) if begun and theirs.board.is_closed else None
    if mine is not None and mine.state in begun:
        return theirs
    raise gone(_("This tile is gone.") if theirs.removed_at else _("This board is closed now."))


def gone(said: str) -> NoMore:
    """The answer that something is not open any more, with the way to what she made on it."""
    return NoMore(said, way=(reverse("my_made"), _("What I made")))


@prepared
def _open_tile(user_id: int, today: date, key: str) -> QuerySet[Activity]:
    tiles = Activity.objects.visible_to(a_student(user_id), today)
    return tiles.filter(key=key).select_related("board")


def kept_picks(request: HttpRequest, activity: Activity) -> dict[int, Pick]:
    """The student's kept picks on the tile's board, by tile (one query)."""
    rows = _kept(student_of(request).pk, activity.board_id)
    return {row.activity_id: row for row in rows}


@prepared
def _kept(student_id: int, board_id: int) -> QuerySet[Pick]:
    mine = Pick.objects.kept().filter(student=student_id, board=board_id).with_minutes()
    return mine.select_related("activity", "spark")


@prepared
def _levels(activity_id: int) -> QuerySet[Level, tuple[int, str, int | None]]:
    rows = Level.objects.filter(activity=activity_id)
    return rows.values_list("number", "directions", "minutes")


def pick_form(
    activity: Activity, picks: dict[int, Pick], data: Any = None, text: TileText | None = None
) -> PickForm:
    """Asks what to give back only when the tile does not go with what is picked."""
    return PickForm(
        data,
        activity=activity,
        levels=_asked(activity, text),
        mine=picks.get(activity.pk),
        to_swap=_to_swap(activity, picks),
    )


def _asked(activity: Activity, text: TileText | None) -> list[tuple[int, Asked]]:
    """What each level asks, in the other language where it says it.

    Where a level takes another time than the tile, each says how long it takes.
    """
    rows, said = _levels(activity.pk), dict(enumerate(text.levels if text else [], start=1))
    differ = any(minutes for _number, _words, minutes in rows)
    return [
        (
            number,
            Asked(
                words=said.get(number) or words,
                lang=text.language if text and said.get(number) else activity.board.language,
                minutes=(minutes or activity.minutes) if differ else None,
            ),
        )
        for number, words, minutes in rows
    ]


def _to_swap(activity: Activity, picks: dict[int, Pick]) -> list[Activity]:
    """The picks that may be given back for this tile; none where it goes with all of them."""
    if activity.pk in picks or activity.is_must:
        return []
    board = activity.board
    loose = [row for row in picks.values() if row.may_swap]
    if not has_rules(board):
        return [row.activity for row in loose] if _held(picks) >= board.may_pick else []
    tiles = list(board.activities.on_board())
    if not why_shut(activity, tiles, picks.values()):
        return []
    rest = [(row, [other for other in picks.values() if other is not row]) for row in loose]
    return [row.activity for row, others in rest if not why_shut(activity, tiles, others)]


def why_shut(activity: Activity, tiles: list[Activity], picks: Any) -> str:
    """Why the rules leave the tile no way beside these picks; empty where they do."""
    return shut_tiles(activity.board, tiles, picks).get(activity.key, "")


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
    form: PickForm,
    *,
    refusal: str = "",
    finish: FinishForm | None = None,
    texts: dict[str, TileText] | None = None,
) -> HttpResponse:
    """One tile: what it asks, and what can be done with it now."""
    pick = picks.get(activity.pk)
    student, texts = student_of(request), texts_of(activity) if texts is None else texts
    text = texts.get(request.GET.get("in", ""))
    tile = shown(activity.board, [activity], [pick] if pick else [], text=text).tiles[0]
    context = {
        "student": student,
        "here": "my_board",
        "board": activity.board,
        "activity": activity,
        "tile": tile,
        "text": text,
        "languages": languages(activity, texts),
        "says": _says(activity, pick),
        "asked": form.asked.get(pick.level) if pick else None,
        "held": _held(picks),
        "pick": pick,
        "form": form,
        "refusal": refusal,
        "blocked": _blocked(activity, picks, form),
        "is_idea": activity.kind == Kind.IDEA,
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


def _blocked(activity: Activity, picks: dict[int, Pick], form: PickForm) -> str:
    """Why the tile cannot be picked, not even for another one."""
    if activity.pk in picks or activity.is_must or form.to_swap:
        return ""
    if has_rules(activity.board):
        return why_shut(activity, list(activity.board.activities.on_board()), picks.values())
    return none_to_swap() if _held(picks) >= activity.board.may_pick else ""


def _held(picks: dict[int, Pick]) -> int:
    """How many free choices are made."""
    return sum(row.place is not None for row in picks.values())


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
        form = pick_form(activity, picks)
        return tile_page(request, activity, picks, form, refusal=str(refusal), finish=finish)
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
