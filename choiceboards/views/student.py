"""The student's board: see it, open a tile, pick, swap, start, finish.

A pick answers htmx with the fresh board in the same round trip; without JavaScript it leads there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from choiceboards import services
from choiceboards.forms import PickForm
from choiceboards.models import Activity, Board, Kind, Level, Pick
from choiceboards.shown import shown, shown_to, tile_html
from plc import clock
from plc.access import user_of
from plc.htmx import partial_wanted, render_page
from plc.models import User
from plc.prepared import prepared
from students.access import student_of, students_only
from students.models import Student

REGION = "my-board"


@students_only
@require_safe
def my_board(request: HttpRequest, board_key: str | None = None) -> HttpResponse:
    """The newest open board of the student's classes, or the one asked for."""
    student = student_of(request)
    boards = _open_boards(user_of(request).pk, clock.today())
    board = boards[0] if boards else None
    if board_key is not None:
        board = next((row for row in boards if row.key == board_key), None)
        if board is None:
            raise Http404
    return _board_page(request, student, board, boards=boards)


@prepared
def _open_boards(user_id: int, today: date) -> QuerySet[Board]:
    return Board.objects.visible_to(_a_student(user_id), today)


def _a_student(user_id: int) -> User:
    """Enough of a user for `visible_to` to build its query."""
    return User(pk=user_id, kind=User.Kind.STUDENT)


def _board_page(
    request: HttpRequest, student: Student, board: Board | None, *, just: str = "", **context: Any
) -> HttpResponse:
    """The board; `just` is the key of the tile that was changed a moment ago."""
    whole = shown_to(student, board) if board else None
    look = (static("icons.svg"), get_language() or "")
    page = {
        "student": student,
        "here": "my_board",
        "board": board,
        "shown": whole,
        "tiles": [tile_html(row, *look, has_focus=row.key == just) for row in whole.tiles]
        if whole
        else [],
        **context,
    }
    return render_page(request, "choiceboards/my_board.html", page, partials={REGION})


@students_only
@require_safe
def tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """One tile: what it asks, three levels, ways to explore and to show it."""
    activity = _activity(request, activity_key)
    picks = _picks(request, activity)
    return _tile_page(request, activity, picks, _pick_form(activity, picks))


@students_only
@require_POST
def pick_tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """Pick the tile, or change how; a refusal comes back in the tile's own page."""
    activity, refusal = _activity(request, activity_key), ""
    picks = _picks(request, activity) if "instead" in request.POST else {}
    form = _pick_form(activity, picks, request.POST)
    if form.is_valid():
        try:
            _pick(student_of(request), activity, form)
        except services.PickRefused as refused:
            refusal = str(refused)
        else:
            said = _("You picked %(tile)s.") % {"tile": activity.title}
            return _to_board(request, activity, said)
    return _refused(request, activity, refusal)


def _refused(request: HttpRequest, activity: Activity, refusal: str) -> HttpResponse:
    """The tile's page as it is by now, with what was chosen and why it cannot be."""
    activity.refresh_from_db(fields=["taken"])
    picks = _picks(request, activity)
    form = _pick_form(activity, picks, request.POST)
    if form.is_valid() or refusal:
        form.add_error(None, refusal or _("That changed a moment ago. Try again."))
    return _tile_page(request, activity, picks, form)


def _pick(student: Student, activity: Activity, form: PickForm) -> None:
    now, choice = clock.now(), form.choice()
    if old := form.given_back():
        services.swap(student=student, old=old, new=activity, choice=choice, now=now)
    else:
        services.pick(student=student, activity=activity, choice=choice, now=now)
    if form.cleaned_data["then"] == "start":
        services.start(student=student, activity=activity, now=now)


@students_only
@require_POST
def put_back_tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """Give a tile back that is not started."""
    said = _("You put %(tile)s back.")
    return _change(request, activity_key, services.put_back, said)


@students_only
@require_POST
def start_tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """From here on the tile is not swapped."""
    said = _("You started %(tile)s.")
    return _change(request, activity_key, services.start, said, now=clock.now())


@students_only
@require_POST
def finish_tile(request: HttpRequest, activity_key: str) -> HttpResponse:
    """Done."""
    said = _("You did %(tile)s.")
    return _change(request, activity_key, services.finish, said, now=clock.now())


def _change(
    request: HttpRequest, activity_key: str, act: Callable[..., None], said: str, **when: Any
) -> HttpResponse:
    """Do it and show the board, or say on the tile's page why not."""
    activity = _activity(request, activity_key)
    try:
        act(student=student_of(request), activity=activity, **when)
    except services.PickRefused as refusal:
        picks = _picks(request, activity)
        form = _pick_form(activity, picks)
        return _tile_page(request, activity, picks, form, refusal=str(refusal))
    return _to_board(request, activity, said % {"tile": activity.title})


def _activity(request: HttpRequest, key: str) -> Activity:
    """The tile, with its board, if its board is open to the student; else 404 (one query)."""
    for found in _open_tile(user_of(request).pk, clock.today(), key):
        return found
    raise Http404


@prepared
def _open_tile(user_id: int, today: date, key: str) -> QuerySet[Activity]:
    tiles = Activity.objects.visible_to(_a_student(user_id), today)
    return tiles.filter(key=key).select_related("board")


def _picks(request: HttpRequest, activity: Activity) -> dict[int, Pick]:
    """The student's kept picks on the tile's board, by tile (one query)."""
    rows = _kept(student_of(request).pk, activity.board_id)
    return {row.activity_id: row for row in rows}


@prepared
def _kept(student_id: int, board_id: int) -> QuerySet[Pick]:
    mine = Pick.objects.kept().filter(student=student_id, board=board_id)
    return mine.select_related("activity", "spark")


@prepared
def _levels(activity_id: int) -> QuerySet[Level, tuple[int, str]]:
    return Level.objects.filter(activity=activity_id).values_list("number", "directions")


def _pick_form(activity: Activity, picks: dict[int, Pick], data: Any = None) -> PickForm:
    """Asks what to give back only when every free choice is made."""
    free = [row for row in picks.values() if row.place is not None]
    needs_swap = (
        activity.pk not in picks and not activity.is_must and len(free) >= activity.board.may_pick
    )
    return PickForm(
        data,
        activity=activity,
        levels=_levels(activity.pk),
        mine=picks.get(activity.pk),
        to_swap=[row.activity for row in free if row.state == Pick.State.PICKED]
        if needs_swap
        else [],
    )


def _tile_page(
    request: HttpRequest,
    activity: Activity,
    picks: dict[int, Pick],
    form: PickForm,
    *,
    refusal: str = "",
) -> HttpResponse:
    free = sum(row.place is not None for row in picks.values())
    pick = picks.get(activity.pk)
    context = {
        "student": student_of(request),
        "here": "my_board",
        "board": activity.board,
        "activity": activity,
        "tile": shown(activity.board, [activity], [pick] if pick else []).tiles[0],
        "pick": pick,
        "form": form,
        "refusal": refusal,
        "has_all_picks": pick is None and not activity.is_must and free >= activity.board.may_pick,
        "is_idea": activity.kind == Kind.IDEA,
    }
    status = 422 if form.errors or refusal else 200
    return render_page(request, "choiceboards/tile.html", context, partials={REGION}, status=status)


def _to_board(request: HttpRequest, activity: Activity, said: str) -> HttpResponse:
    """The fresh board itself for htmx, the way to it for everyone else."""
    url = reverse("my_board", args=[activity.board.key])
    if partial_wanted(request) != REGION:
        return redirect(url)
    response = _board_page(
        request, student_of(request), activity.board, said=said, just=activity.key
    )
    response.headers["HX-Push-Url"] = url
    return response
