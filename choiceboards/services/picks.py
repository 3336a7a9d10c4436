"""Picking: students take tiles, swap them and put them back.

A pick takes two limited things: a seat on the tile (a conditional UPDATE; a count that is read
first oversells on Postgres) and one of the student's free choices (a unique place 1..may_pick).
Rows are locked in one order, picks, then tiles by number, then the class: nobody deadlocks. A
teacher's edit takes the board and all of its tiles first (`versions.claim`), then the class.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from choiceboards.models import Activity, Board, Kind, Pick
from choiceboards.services.legal import check_level, check_rules
from choiceboards.services.refusals import AllPicked, AlreadyStarted, TileClosed
from choiceboards.services.seats import beat, lock_tiles, take_seat
from plc.frozen import frozen
from plc.models import User
from plc.prepared import prepared
from students.models import Spark, Student

P = ParamSpec("P")
T = TypeVar("T")


TRIES = 4
# What a pick changes on a row that is there already.
CHOSEN = "state place picked_at level format product spark idea reply entered_by".split()


@frozen
class Choice:
    """How a student wants to do a tile: checked by the form against what the tile offers."""

    level: int = 1
    format: str = ""
    product: str = ""
    words: str = ""  # her own idea, on an own-idea tile
    entered_by: User | None = None  # the adult who picks for her


def retried(act: Callable[P, T]) -> Callable[P, T]:
    """Run again when the student's other tab took the same place or tile a moment ago."""

    @wraps(act)
    def tried(*args: P.args, **kwargs: P.kwargs) -> T:
        for _try in range(TRIES - 1):
            with suppress(IntegrityError):
                return act(*args, **kwargs)
        return act(*args, **kwargs)

    return tried


@retried
@transaction.atomic
def pick(*, student: Student, activity: Activity, choice: Choice, now: datetime) -> Pick:
    """Take a tile; picking a held one again only changes how. `activity.board` is loaded."""
    held = _held(student, activity.board_id)
    picked = take(held, student, activity, choice, now)
    beat(activity.board)
    return picked


@retried
@transaction.atomic
def swap(*, student: Student, old: Activity, new: Activity, choice: Choice, now: datetime) -> Pick:
    """Give one tile back and take another, or change nothing at all."""
    return take_over(student=student, old=old, new=new, choice=choice, now=now)


def take_over(
    *,
    student: Student,
    old: Activity | None,
    new: Activity,
    choice: Choice,
    now: datetime,
    even_at: datetime | None = None,
) -> Pick:
    """`swap` within the caller's transaction, `old` or not; `even_at` as in `put_back`."""
    held = _held(student, new.board_id)
    places = _places(held.values())
    if old is not None:
        lock_tiles([old.pk, new.pk])
        _give_back(held, old, even_at)
    # Fewer may be picked than when she picked hers: she swaps none the less, but has no more.
    picked = take(held, student, new, choice, now, most=len(places))
    beat(new.board)
    return picked


@transaction.atomic
def put_back(*, student: Student, activity: Activity, even_at: datetime | None = None) -> None:
    """Give a tile back that is not started; giving it back twice changes nothing.

    An adult may take back a started one: `even_at` is when.
    """
    held = _held(student, activity.board_id)
    if activity.pk in held and held[activity.pk].state != Pick.State.SWAPPED:
        _give_back(held, activity, even_at)
        beat(activity.board)


def _held(student: Student, board_id: int) -> dict[int, Pick]:
    """The student's picks on the board by tile, swapped ones too, locked (one query)."""
    return {row.activity_id: row for row in _locked(student.pk, board_id)}


@prepared
def _locked(student_id: int, board_id: int) -> QuerySet[Pick]:
    rows = Pick.objects.select_for_update(no_key=True)
    return rows.filter(student=student_id, board=board_id).order_by("pk")


def held_by(students: Iterable[Student], board: Board) -> dict[int, dict[int, Pick]]:
    """The picks of several, by student and tile, locked in one order (two queries).

    The first waits for those who pick in this moment, and cannot see what they add.
    """
    held: dict[int, dict[int, Pick]] = {student.pk: {} for student in students}
    rows = Pick.objects.select_for_update(no_key=True).filter(student__in=held, board=board)
    list(rows.order_by("pk").values_list("pk"))
    for row in rows.order_by("pk"):
        held[row.student_id][row.activity_id] = row
    return held


def take(
    held: Mapping[int, Pick],
    student: Student,
    activity: Activity,
    choice: Choice,
    now: datetime,
    *,
    most: int = 0,
) -> Pick:
    """Pick a tile, or change how; `held` are the student's picks on the board by tile, locked.

    She has at most `most` free choices, or what the board says if that is more. Nothing is changed
    where it is refused.
    """
    mine = held.get(activity.pk)
    if mine is None or mine.state == Pick.State.SWAPPED:
        place = _claimed(held, activity, choice.level, most)
        mine = mine or Pick(
            school_id=student.school_id,
            student=student,
            board_id=activity.board_id,
            activity=activity,
        )
        mine.state, mine.place, mine.picked_at = Pick.State.PICKED, place, now
        mine.entered_by = choice.entered_by
    elif mine.state != Pick.State.PICKED:
        raise AlreadyStarted
    elif mine.level != choice.level:
        check_level(held, activity, choice.level)
    mine.level, mine.format, mine.product = choice.level, choice.format, choice.product
    if activity.kind == Kind.IDEA:
        idea = _spark(mine, student, choice.words, now)
        if idea != mine.spark or not mine.idea:
            mine.idea, mine.reply = Pick.Idea.WAITING, ""
        mine.spark = idea
    mine.save(update_fields=None if mine.pk is None else CHOSEN)
    return mine


def _claimed(held: Mapping[int, Pick], activity: Activity, level: int, most: int) -> int | None:
    """A seat on the tile, and which free choice it is (None: a must-do); or refused."""
    if activity.is_closed or activity.removed_at:
        raise TileClosed
    check_rules(held, activity, level)
    may_pick = max(activity.board.may_pick, most)
    place = None if activity.is_must else _free_place(held.values(), may_pick)
    take_seat(activity)
    return place


def _places(held: Iterable[Pick]) -> set[int]:
    return {row.place for row in held if row.place is not None}


def _free_place(held: Collection[Pick], may_pick: int) -> int:
    """The lowest free choice the student has left."""
    used = _places(held)
    if len(used) >= may_pick:
        raise AllPicked(len(used), may_swap=any(row.may_swap for row in held))
    return min(set(range(1, may_pick + 1)) - used)


def _give_back(held: dict[int, Pick], activity: Activity, even_at: datetime | None = None) -> None:
    mine = held.get(activity.pk)
    if mine is None or mine.state == Pick.State.SWAPPED:
        return
    if mine.state == Pick.State.FINISHED or (mine.state != Pick.State.PICKED and not even_at):
        raise AlreadyStarted
    free(mine, even_at)


def free(mine: Pick, even_at: datetime | None = None) -> None:
    """Let a pick and its seat go; its time so far stays with it, where `even_at` says when."""
    if even_at:
        mine.worked, mine.resumed_at, mine.started_at = seconds_worked(mine, even_at), None, None
    mine.state, mine.place = Pick.State.SWAPPED, None
    mine.save(update_fields=["state", "place", "worked", "resumed_at", "started_at"])
    Activity.objects.filter(pk=mine.activity_id, taken__gt=0).update(taken=F("taken") - 1)


def seconds_worked(mine: Pick, now: datetime) -> int:
    """Seconds of work so far."""
    if mine.state != Pick.State.STARTED:
        return mine.worked
    begun = mine.resumed_at or mine.started_at or now
    return mine.worked + max(0, round((now - begun).total_seconds()))


def _spark(mine: Pick, student: Student, words: str, now: datetime) -> Spark:
    """Her idea as a spark her teacher will find; hers to reword until it was looked at."""
    spark = mine.spark
    if spark is not None and spark.state == Spark.State.WAITING:
        spark.words = words
        spark.save(update_fields=["words"])
        return spark
    if spark is not None and spark.words == words:
        return spark
    return Spark.objects.create(student=student, words=words, said_at=now)
