"""A teacher's hand on the picks: she moves a student, closes a tile, and answers an idea."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from choiceboards.models import Activity, Board, Pick
from choiceboards.services.picks import Choice, free, put_back, retried, take_over
from choiceboards.services.refusals import NotPicked
from choiceboards.services.seats import beat, lock_tiles
from choiceboards.services.versions import claim
from plc.models import User
from students.models import Spark, Student


@retried
@transaction.atomic
def place(
    *,
    student: Student,
    new: Activity | None,
    old: Activity | None = None,
    choice: Choice,
    by: User,
    now: datetime,
    even_started: bool = False,
) -> None:
    """Give a student a tile, for one of hers or beside them; seats and rules hold as for her.

    Without a new tile the old one is only taken back. A started tile is taken back where
    `even_started` says that the teacher knows; the time worked stays with it. A finished one stays.
    """
    even_at = now if even_started else None
    if old is not None and new is None:
        put_back(student=student, activity=old, even_at=even_at)
    if new is not None:
        choice = replace(choice, entered_by=by)
        take_over(student=student, old=old, new=new, choice=choice, now=now, even_at=even_at)


@transaction.atomic
def free_seats(*, board: Board, today: date, now: datetime) -> int:
    """Let go what students who left the class have not finished; how many picks that were."""
    here = board.section.students_on(today).values("pk")
    rows = Pick.objects.select_for_update(no_key=True).unfinished().filter(board=board)
    left = list(rows.exclude(student__in=here).order_by("pk"))
    lock_tiles({row.activity_id for row in left})
    for row in left:
        free(row, even_at=now)
    if left:
        beat(board)
    return len(left)


@transaction.atomic
def set_closed(*, activity: Activity, closed: bool) -> None:
    """Whether new picks may be made of the tile; picks of it stay.

    An edit like others: the one before it is not taken back any more, which would open it again.
    """
    claim(activity.board)
    Activity.objects.filter(pk=activity.pk).update(is_closed=closed)
    beat(activity.board)


class IdeaChanged(Exception):
    """The student has other words by now than those that were read."""


@transaction.atomic
def answer_idea(*, pick: Pick, board: Board, read: str, accepts: bool, reply: str) -> None:
    """Say yes to an own idea, as it is or as `reply` words it; or answer it and leave it open.

    `read` are the words the teacher had before her.
    """
    rows = Pick.objects.select_for_update(no_key=True, of=("self",)).kept().exclude(spark=None)
    mine = rows.select_related("spark").filter(pk=pick.pk).first()
    if mine is None or mine.spark is None:
        raise NotPicked
    if mine.spark.words != read:
        raise IdeaChanged
    mine.idea = Pick.Idea.ACCEPTED if accepts else Pick.Idea.ANSWERED
    mine.reply = reply
    mine.save(update_fields=["idea", "reply"])
    Spark.objects.filter(pk=mine.spark_id, state=Spark.State.WAITING).update(state=Spark.State.SEEN)
    beat(board)
