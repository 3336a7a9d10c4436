"""One step back: how a board stood before its last change.

A change looks at the board first (`snapshot`) and keeps that with the version it made
(`remember`). Once anything else has changed the board, there is no way back to there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from choiceboards.models import Activity, Board, BoardText, Level, Pick, TileText
from choiceboards.services.seats import beat
from choiceboards.services.versions import (
    OF_BOARD,
    OF_TEXT,
    OF_TILE,
    Stale,
    claim,
    facts_of,
)
from students.models import Spark

_KEPT = [*OF_TILE, "icon", "position"]
FAR = 1000  # positions that no tile has: rows are moved there and back, one a position always


def snapshot(board: Board) -> dict[str, Any]:
    """The board, its tiles, levels and languages as they are (five queries)."""
    board.refresh_from_db()
    tiles = board.activities.on_board().prefetch_related("levels", "texts")
    return {
        "board": facts_of(board, OF_BOARD),
        "texts": [facts_of(text, OF_TEXT[BoardText]) for text in board.texts.all()],
        "tiles": {row.key: _tile(row) for row in tiles},
    }


def _tile(row: Activity) -> dict[str, Any]:
    return {
        "tile": facts_of(row, _KEPT),
        "levels": [[level.number, level.directions, level.minutes] for level in row.levels.all()],
        "texts": [facts_of(text, OF_TEXT[TileText]) for text in row.texts.all()],
        "spark": row.spark_id,
    }


def take_up(spark: Spark) -> dict[str, Any]:
    """Mark a student's question as taken up, before its tile is there; how it stood.

    `remember` keeps that. One that another tile took up before is open once neither has it.
    """
    spark.refresh_from_db(fields=["state"])
    is_tile = Activity.objects.filter(spark=spark, removed_at=None).exists()
    before = Spark.State.WAITING if is_tile else spark.state
    Spark.objects.filter(pk=spark.pk).update(state=Spark.State.TAKEN_UP)
    return {"took_up": {"pk": spark.pk, "state": before}}


def _open_again(pk: int, state: str) -> None:
    """Let a question be what it was before a tile was made of it, if no other tile is."""
    if not Activity.objects.filter(spark=pk, removed_at=None).exists():
        Spark.objects.filter(pk=pk, state=Spark.State.TAKEN_UP).update(state=state)


def remember(board: Board, before: dict[str, Any], said: str) -> None:
    """Keep how the board stood; `said` names the change, as the button to take it back does."""
    board.refresh_from_db(fields=["version"])
    board.before = before | {"version": board.version, "said": said}
    board.save(update_fields=["before"])
    beat(board)


def can_undo(board: Board) -> bool:
    before: Any = board.before
    return bool(before) and before["version"] == board.version


@transaction.atomic
def undo(*, board: Board, version: int, now: datetime) -> str:
    """Put the board back to where it stood before its last change; returns what that was.

    Stale when that change is not the last one any more. Students keep what they picked: a tile that
    somebody picked since is taken off rather than deleted, its must-do stays, and its seats are
    never fewer than those taken. A question that became a tile is open again.
    """
    claim(board, version)
    kept: Any = board.before
    if not kept or kept["version"] != version:
        raise Stale
    for name, value in kept["board"].items():
        setattr(board, name, value)
    board.before = None
    board.save(update_fields=[*kept["board"], "before"])
    if "texts" in kept:  # a change from before boards had any keeps those there are
        _write_texts(board, kept["texts"])
    here = {row.key: row for row in board.activities.all()}
    board.activities.on_board().update(position=F("position") + FAR)
    take_off([row for key, row in here.items() if key not in kept["tiles"]], now)
    _bring_back(board, here, kept["tiles"])
    if asked := kept.get("took_up"):
        _open_again(**asked)
    beat(board)
    return str(kept["said"])


def _write_texts(board: Board, texts: list[dict[str, Any]]) -> None:
    """Let the board say itself in these languages only."""
    board.texts.all().delete()
    BoardText.objects.bulk_create(
        BoardText(board=board, school_id=board.school_id, **text) for text in texts
    )


def _bring_back(board: Board, here: dict[str, Activity], tiles: dict[str, Any]) -> None:
    """The tiles as they were, by their keys, with their levels and languages."""
    picked = set(Pick.objects.kept().filter(board=board).values_list("activity", flat=True))
    rows = {}
    for key, was in tiles.items():
        row = here.get(key) or _anew(board, key, was.get("spark"))
        rows[key] = _as_it_was(row, was["tile"], is_picked=row.pk in picked)
    # `taken` is the pickers' own: never written from here.
    old = [row for row in rows.values() if row.pk]
    Activity.objects.bulk_update(old, [*_KEPT, "removed_at"])
    Activity.objects.bulk_create([row for row in rows.values() if not row.pk])
    _say_as_it_was(rows, tiles)


def _anew(board: Board, key: str, spark: int | None) -> Activity:
    """A tile that was deleted meanwhile; its question may be gone since."""
    asked = Spark.objects.filter(pk=spark).first() if spark else None
    return Activity(board=board, school_id=board.school_id, key=key, spark=asked)


def _as_it_was(row: Activity, was: dict[str, Any], *, is_picked: bool) -> Activity:
    is_must = row.is_must
    for name, value in was.items():
        setattr(row, name, value)
    if is_picked:
        row.is_must = is_must
    if row.capacity is not None:
        row.capacity = max(row.capacity, row.taken)
    row.removed_at = None
    return row


def _say_as_it_was(rows: dict[str, Activity], was: dict[str, Any]) -> None:
    """The levels and languages of the tiles, by their keys."""
    Level.objects.filter(activity__in=rows.values()).delete()
    Level.objects.bulk_create(
        level for key, row in rows.items() for level in _levels(row, was[key]["levels"])
    )
    TileText.objects.filter(activity__in=rows.values()).delete()
    TileText.objects.bulk_create(
        TileText(activity=row, school_id=row.school_id, **text)
        for key, row in rows.items()
        for text in was[key]["texts"]
    )


def write_levels(row: Activity, levels: list[list[Any]]) -> None:
    """Let the tile have these levels only: (number, what is asked, minutes)."""
    row.levels.all().delete()
    Level.objects.bulk_create(_levels(row, levels))


def _levels(row: Activity, levels: list[list[Any]]) -> list[Level]:
    return [
        Level(activity=row, school_id=row.school_id, number=n, directions=words, minutes=minutes)
        for n, words, minutes in levels
    ]


def take_off(rows: list[Activity], now: datetime) -> int:
    """Take tiles off the board; those that nobody ever picked are deleted. Returns who keep one."""
    ids = [row.pk for row in rows if row.removed_at is None]
    picks = Pick.objects.filter(activity__in=ids)
    known = set(picks.values_list("activity", flat=True))
    Activity.objects.filter(pk__in=known).update(removed_at=now)
    Activity.objects.filter(pk__in=set(ids) - known).delete()
    return picks.kept().count()
