"""Doing a tile: start, pause, go on, finish. Each of them twice is the same as once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from choiceboards.models import Activity, Pick
from choiceboards.services.picks import seconds_worked
from choiceboards.services.refusals import NotPicked
from choiceboards.services.seats import beat
from plc.frozen import frozen
from students.models import Student


@frozen
class Outcome:
    """What came of it: one rating of 1 to 4 for each line of the rubric, and what was made."""

    ratings: tuple[int, ...] = ()
    made: str = ""
    link: str = ""


@transaction.atomic
def start(*, student: Student, activity: Activity, now: datetime) -> None:
    """From here on the tile is not swapped, and keeps what it says now; `board` is loaded."""
    mine = _mine(student, activity)
    if mine.state == Pick.State.PICKED:
        _begin(mine, activity, now)
        _save(mine, activity)


@transaction.atomic
def pause(*, student: Student, activity: Activity, now: datetime) -> None:
    """Stop the clock; only a started tile pauses."""
    mine = _mine(student, activity)
    if mine.state == Pick.State.STARTED:
        mine.state, mine.worked, mine.resumed_at = (
            Pick.State.PAUSED,
            seconds_worked(mine, now),
            None,
        )
        _save(mine, activity)


@transaction.atomic
def go_on(*, student: Student, activity: Activity, now: datetime) -> None:
    """The clock runs again."""
    mine = _mine(student, activity)
    if mine.state == Pick.State.PAUSED:
        mine.state, mine.resumed_at = Pick.State.STARTED, now
        _save(mine, activity)


@transaction.atomic
def finish(
    *, student: Student, activity: Activity, now: datetime, outcome: Outcome | None = None
) -> None:
    """Done; a tile that was never started was started now. Finishing twice keeps the first time.

    What was made may be told later or again.
    """
    mine = _mine(student, activity)
    if mine.state == Pick.State.PICKED:
        _begin(mine, activity, now)
    if mine.state != Pick.State.FINISHED:
        mine.worked, mine.resumed_at = seconds_worked(mine, now), None
        mine.state, mine.finished_at = Pick.State.FINISHED, now
    if outcome is not None:
        mine.ratings, mine.made, mine.made_link = (
            list(outcome.ratings),
            outcome.made,
            outcome.link,
        )
    _save(mine, activity)


def _mine(student: Student, activity: Activity) -> Pick:
    """The student's pick of the tile, locked; NotPicked without one."""
    rows = Pick.objects.select_for_update(no_key=True).kept()
    mine = rows.filter(student=student, activity=activity).first()
    if mine is None:
        raise NotPicked
    return mine


def _begin(mine: Pick, activity: Activity, now: datetime) -> None:
    mine.state, mine.started_at, mine.resumed_at = Pick.State.STARTED, now, now
    mine.showed = showing(activity, mine.level)


def showing(activity: Activity, level: int) -> dict[str, Any]:
    """What a tile says at a level, to be kept with a pick (one query)."""
    row = activity.levels.filter(number=level).first()
    return {
        "title": activity.title,
        "directions": activity.directions,
        "asked": row.directions if row else "",
        "minutes": (row and row.minutes) or activity.minutes,
        "rubric": activity.rubric,
        "materials": activity.materials,
        "version": activity.board.version,
    }


_DONE = "state started_at resumed_at worked finished_at showed ratings made made_link".split()


def _save(mine: Pick, activity: Activity) -> None:
    mine.save(update_fields=_DONE)
    beat(activity.board)
