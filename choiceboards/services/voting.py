"""A question to the class: asked, voted on once each, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from choiceboards.models import Poll, PollOption, Vote
from choiceboards.services.seats import beat
from plc.models import User
from students.models import Section, Student


class PollClosed(Exception):
    """Said to the student as it stands."""

    def __init__(self) -> None:
        super().__init__(_("This question is closed. Your vote was not changed."))


@transaction.atomic
def ask(
    *,
    section: Section,
    question: str,
    link: str,
    answers: Sequence[str],
    closes_at: datetime,
    by: User,
    now: datetime,
) -> Poll:
    """Ask a class (two inserts)."""
    poll = Poll.objects.create(
        section=section,
        question=question,
        link=link,
        made_by=by,
        made_at=now,
        closes_at=closes_at,
    )
    PollOption.objects.bulk_create(
        PollOption(school_id=poll.school_id, poll=poll, position=position, words=words)
        for position, words in enumerate(answers, start=1)
    )
    return poll


@transaction.atomic
def vote(*, student: Student, option: PollOption, now: datetime) -> None:
    """Vote, or change one's vote: one row each, by the database's own rule in one statement.

    The poll's row is held meanwhile, so that no vote comes in after it was closed.
    """
    poll = Poll.objects.select_for_update(no_key=True).get(pk=option.poll_id)
    if poll.closes_at <= now:
        raise PollClosed
    Vote.objects.bulk_create(
        [
            Vote(
                school_id=student.school_id,
                poll=poll,
                option=option,
                student=student,
                voted_at=now,
            )
        ],
        update_conflicts=True,
        unique_fields=["poll", "student"],
        update_fields=["option", "voted_at"],
    )
    beat(poll)


@transaction.atomic
def close(*, poll: Poll, now: datetime) -> None:
    """Close it now; closed already, it stays as it was."""
    Poll.objects.filter(pk=poll.pk, closes_at__gt=now).update(closes_at=now)
    beat(poll)
