"""Room 12's questions to the class: one that was decided, one that is open on the day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from choiceboards import services
from choiceboards.models import Poll
from lessons.demo.school import Cast
from students.models import Student

_DECIDED = (
    "What should our next board be about?",
    ("Shapes around us", "Rivers near us", "Old maps of our town"),
)
_OPEN = (
    "What should we make better on our playground first?",
    ("More shade", "A quiet corner", "New lines for games", "A box for lost things"),
)


def fill_questions(cast: Cast, rng: Random, *, day: date) -> None:
    """All voted on the first; some on the second, which stays open for three more days."""
    calendar = cast.school.calendar()
    before = calendar.back(day, 8)
    children = cast.students[cast.room_12.pk]
    first = _ask(cast, _DECIDED, on=before, until=calendar.back(day, 6))
    _vote(first, children, rng, first.made_at + timedelta(hours=1))
    last = calendar.next_open(day + timedelta(days=3))
    second = _ask(cast, _OPEN, on=calendar.back(day, 1), until=last)
    _vote(second, children[::3], rng, second.made_at + timedelta(hours=1))


def _ask(cast: Cast, said: tuple[str, tuple[str, ...]], *, on: date, until: date) -> Poll:
    question, answers = said
    return services.ask(
        section=cast.room_12,
        question=question,
        link="",
        answers=answers,
        closes_at=cast.school.at(until, cast.school.day_ends_at),
        by=cast.teachers[cast.room_12.pk],
        now=cast.school.at(on, time(13, 20)),
    )


def _vote(poll: Poll, children: list[Student], rng: Random, now: datetime) -> None:
    options = list(poll.options.all())
    for child in children:
        if child.called != "Zoë":  # she has it before her
            services.vote(student=child, option=rng.choice(options), now=now)
