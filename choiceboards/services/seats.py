"""The seats of tiles, held in one order, and the class's pulse: what several change at once."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.db.models import QuerySet

from choiceboards.models import Activity, Board, Poll
from choiceboards.services.refusals import TileClosed, TileFull

# Written out, because for these two Django takes ten times as long to make the SQL as the database
# takes to run it, and together that was a fifth of a pick (tests/bench/bench_pick.py).
_TAKE_SEAT = (
    "UPDATE choiceboards_activity SET taken = taken + 1 "
    "WHERE id = %s AND (capacity IS NULL OR taken < capacity) "
    "AND NOT is_closed AND removed_at IS NULL"
)
_BEAT = "UPDATE students_section SET pulse = pulse + 1 WHERE id = %s"


def take_seat(activity: Activity) -> None:
    """Claim one seat, or refuse: the check and the claim are one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_SEAT, [activity.pk])
        is_taken = bool(cursor.rowcount)
    if not is_taken:
        is_open = Activity.objects.on_board().filter(pk=activity.pk, is_closed=False).exists()
        raise TileFull if is_open else TileClosed


def beat(row: Board | Poll) -> None:
    """`Section.beat` without loading the class."""
    with connection.cursor() as cursor:
        cursor.execute(_BEAT, [row.section_id])


def lock_tiles(ids: Collection[int] | QuerySet[Activity, int]) -> None:
    """Hold the tiles before any changes, so that two students who trade do not deadlock."""
    rows = Activity.objects.select_for_update(no_key=True).filter(pk__in=ids)
    list(rows.order_by("pk").values_list("pk"))
