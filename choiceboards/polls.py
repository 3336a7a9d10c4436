"""What came of a question: counts by answer. Who voted what is shown to nobody."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet

from choiceboards.models import Poll, Vote
from plc.frozen import frozen
from plc.models import User
from plc.prepared import prepared
from students.models import Student

STILL_SHOWN = timedelta(days=2)  # after it closed, on a student's board


@frozen
class Result:
    """An answer and its votes."""

    position: int
    words: str
    votes: int
    all_votes: int

    @property
    def percent(self) -> int:
        return round(100 * self.votes / self.all_votes) if self.all_votes else 0


def results(poll: Poll) -> list[Result]:
    """The answers in their order (one query)."""
    rows = poll.options.annotate(number=Count("votes")).order_by("position")
    found = list(rows.values_list("position", "words", "number"))
    total = sum(number for _position, _words, number in found)
    return [Result(position, words, number, total) for position, words, number in found]


def my_vote(poll: Poll, student: Student) -> int | None:
    """The position of the answer she voted for (one query)."""
    mine = Vote.objects.filter(poll=poll, student=student)
    return mine.values_list("option__position", flat=True).first()


def polls_for(user_id: int, today: date, now: datetime) -> list[Poll]:
    """A student's questions: the open ones, and those closed a short while ago (one query)."""
    return _polls_for(user_id, today, now - STILL_SHOWN)


@prepared
def _polls_for(user_id: int, today: date, since: datetime) -> QuerySet[Poll]:
    user = User(pk=user_id, kind=User.Kind.STUDENT)
    return Poll.objects.visible_to(user, today).filter(closes_at__gt=since)
