"""Shaping a board: its settings, its tiles and their languages, and one step back."""

from __future__ import annotations

from copy import copy

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from choiceboards import services
from choiceboards.both_texts import both_texts
from choiceboards.forms.board import BoardForm
from choiceboards.forms.new_tile import NewTileForm
from choiceboards.forms.teacher import MoveForm, PlaceForm, SparkForm, UndoForm
from choiceboards.forms.tile import TileForm
from choiceboards.models import Activity, Board
from choiceboards.views.teacher import board_of, board_page
from plc.access import staff_only, user_of
from plc.htmx import partial_wanted, render_page
from students.classroom import Classroom, classroom
from students.models import Spark


@staff_only
def edit_board(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """Everything about a board but its tiles."""
    room = classroom(request, class_key)
    found = board_of(room, board_key)
    tiles = services.tiles_of(found)
    data = request.POST if request.method == "POST" else None
    initial = {"seen": services.board_mark(found)}
    form = BoardForm(data, instance=copy(found), initial=initial, **tiles)
    context = room.page("boards", board=found, form=form)
    if form.is_valid():
        try:
            served = services.save_board(board=form.instance, seen=form.cleaned_data["seen"])
        except services.Stale:
            found.refresh_from_db()
            theirs = BoardForm(instance=found, **tiles)
            context |= both_texts(form, theirs, services.board_mark(found))
        else:
            messages.success(request, _saved(served))
            return redirect("board", class_key, board_key)
    context["texts"] = found.texts.all()
    status = 409 if "both" in context else 422 if form.errors else 200
    return render_page(request, "choiceboards/edit_board.html", context, status=status)


def _saved(served: int) -> str:
    """What is said of saved settings; `served` tiles became main dishes of a menu."""
    if not served:
        return _("The board is saved.")
    return ngettext(
        "The board is saved. %(number)d tile had no course and is a main dish now.",
        "The board is saved. %(number)d tiles had no course and are main dishes now.",
        served,
    ) % {"number": served}


@staff_only
def new_tile(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """Another tile; `?at=5` says where on a grid."""
    room = classroom(request, class_key)
    found = board_of(room, board_key)
    place = PlaceForm(request.GET)
    at = place.cleaned_data["at"] if place.is_valid() else None
    spark = SparkForm(request.GET, sparks=_sparks(request, room)).spark_or_none()
    data = request.POST if request.method == "POST" else None
    free = services.room_on(found)
    form = NewTileForm(data, instance=_begun(spark), board=found, room=free)
    if form.is_valid() and _added(form, found, at, room):
        messages.success(request, _("The tile is on the board."))
        return redirect("board", class_key, board_key)
    context = room.page("boards", board=found, form=form, at=at, spark=spark)
    status = 422 if form.errors else 200
    return render_page(request, "choiceboards/edit_tile.html", context, status=status)


def _sparks(request: HttpRequest, room: Classroom) -> QuerySet[Spark]:
    """What the class's students asked."""
    students = room.section.students_on(room.today).order_by()
    mine = Spark.objects.visible_to(user_of(request)).filter(student__in=students.values("pk"))
    return mine.select_related("student")


def _begun(spark: Spark | None) -> Activity:
    """A new tile, with a student's own words where it begins with them."""
    if spark is None:
        return Activity()
    return Activity(spark=spark, title=spark.words[:60], directions=spark.words)


def _added(form: NewTileForm, board: Board, at: int | None, room: Classroom) -> bool:
    tile, by = {"activity": form.instance, "levels": form.levels()}, form.cleaned_data.get("room")
    try:
        if by:
            services.add_tile_with_room(board=board, by=by, now=room.now, **tile)
        else:
            services.add_tile(board=board, at=at, **tile)
    except services.BoardFull as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


@staff_only
def edit_tile(
    request: HttpRequest, class_key: str, board_key: str, activity_key: str
) -> HttpResponse:
    """Everything a tile says and asks."""
    room = classroom(request, class_key)
    found = board_of(room, board_key)
    if request.method == "POST" and _is_gone(found, activity_key):
        return _gone(request, room, found)
    activity = tile_of(found, activity_key)
    form = _tile_form(request, found, activity)
    context = room.page("boards", board=found, activity=activity, form=form)
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            services.save_tile(activity=form.instance, levels=form.levels(), seen=seen)
        except services.SeatsTaken as refusal:
            form.add_error("capacity", str(refusal))
        except services.Stale:
            activity.refresh_from_db()
            activity.board = found
            context |= both_texts(form, _shown(activity, found), services.tile_mark(activity))
        else:
            messages.success(request, _("The tile is saved."))
            return redirect("board", class_key, board_key)
    context["texts"] = activity.texts.all()
    status = 409 if "both" in context else 422 if form.errors else 200
    return render_page(request, "choiceboards/edit_tile.html", context, status=status)


def _tile_form(request: HttpRequest, board: Board, activity: Activity) -> TileForm:
    return TileForm(
        request.POST if request.method == "POST" else None,
        instance=copy(activity),
        board=board,
        levels=services.levels_of(activity),
        has_picks=activity.picks.kept().exists(),
        initial={"seen": services.tile_mark(activity)},
    )


def _shown(activity: Activity, board: Board) -> TileForm:
    levels = services.levels_of(activity)
    return TileForm(instance=activity, board=board, levels=levels, has_picks=False)


def _is_gone(board: Board, key: str) -> bool:
    """Whether a tile with this key was taken off the board."""
    if board.activities.filter(key=key).exclude(removed_at=None).exists():
        return True
    here = board.activities.filter(key=key).exists()
    return not here and key in (board.before or {}).get("tiles", ())


def _gone(request: HttpRequest, room: Classroom, board: Board) -> HttpResponse:
    """What was typed for a tile that is no more, ready to be a tile of its own."""
    free = services.room_on(board)
    form = NewTileForm(request.POST, instance=Activity(), board=board, room=free)
    form.add_error(
        None, _("Somebody took this tile off the board. Save it, and it is a new one there.")
    )
    context = room.page("boards", board=board, form=form)
    return render_page(request, "choiceboards/edit_tile.html", context, status=409)


def tile_of(board: Board, key: str) -> Activity:
    activity = get_object_or_404(board.activities.on_board(), key=key)
    activity.board = board
    return activity


@staff_only
@require_POST
def move_tile(
    request: HttpRequest, class_key: str, board_key: str, activity_key: str
) -> HttpResponse:
    """Move a tile one place over, or to the place it was dropped on."""
    room = classroom(request, class_key)
    found = board_of(room, board_key)
    activity, form = tile_of(found, activity_key), MoveForm(request.POST)
    if form.is_valid():
        ground = services.ground_of(found)
        services.move_tile(activity=activity, to=lambda *now: form.target(ground, *now))
    if partial_wanted(request) != "tiles":
        return redirect("board", class_key, board_key)
    found.section = room.section
    return board_page(request, room, found, moved=activity.key)


@staff_only
@require_POST
def copy_tile(
    request: HttpRequest, class_key: str, board_key: str, activity_key: str
) -> HttpResponse:
    """A second tile like this one."""
    room = classroom(request, class_key)
    activity = tile_of(board_of(room, board_key), activity_key)
    try:
        services.copy_tile(activity=activity)
    except services.BoardFull as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(title)s” is there twice now.") % {"title": activity})
    return redirect("board", class_key, board_key)


@staff_only
@require_POST
def remove_tile(
    request: HttpRequest, class_key: str, board_key: str, activity_key: str
) -> HttpResponse:
    """Take a tile off the board; whoever picked it keeps it."""
    room = classroom(request, class_key)
    activity = tile_of(board_of(room, board_key), activity_key)
    title = activity.title
    kept = services.remove_tile(activity=activity, now=room.now)
    said = _("“%(title)s” is off the board.") % {"title": title}
    if kept:
        said += " " + ngettext(
            "%(number)d student picked it and keeps it.",
            "%(number)d students picked it and keep it.",
            kept,
        ) % {"number": kept}
    messages.success(request, said)
    return redirect("board", class_key, board_key)


@staff_only
@require_POST
def undo_board(request: HttpRequest, class_key: str, board_key: str) -> HttpResponse:
    """Take back the last change."""
    room = classroom(request, class_key)
    found, form = board_of(room, board_key), UndoForm(request.POST)
    try:
        version = form.cleaned_data["version"] if form.is_valid() else 0
        said = services.undo(board=found, version=version, now=room.now)
    except services.Stale:
        messages.error(request, _("Somebody changed the board since. Nothing was taken back."))
    else:
        messages.success(request, _("Taken back: %(change)s.") % {"change": said})
    return redirect("board", class_key, board_key)
