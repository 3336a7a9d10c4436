"""The student's own: a tile that is hers to see, and her picks on its board."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from choiceboards.models import Activity, Pick
from plc import clock
from plc.access import NoMore, user_of
from plc.models import User
from plc.prepared import prepared
from students.access import student_of

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
