"""Room 12’s short checks: two that are behind, one that is open."""

from __future__ import annotations

from datetime import date, time, timedelta
from random import Random

from checkins.checks.rhythm import next_due
from checkins.models import Check, CheckItem
from checkins.services import checks as services
from checkins.services.checks import Question
from lessons.demo.school import Cast

_TITLE = "Fractions, five questions"
_ROUNDS = (
    (
        Question("choice", "Which is more?", "2/3", ("1/3", "2/3")),
        Question("number", "How many fourths make one whole?", "4"),
        Question("choice", "Which is the same as 1/2?", "2/4", ("1/4", "2/4", "2/3")),
        Question("words", "What do we call the bottom number?", "denominator; the denominator"),
        Question("number", "1/4 + 2/4 = ?", "3/4"),
    ),
    (
        Question("choice", "Which is the same as 2/3?", "4/6", ("2/6", "3/6", "4/6")),
        Question("number", "What is missing? 1/2 = ?/8", "4"),
        Question("choice", "Which is closer to 1?", "7/8", ("5/8", "7/8")),
        Question("words", "What do we call the top number?", "numerator; the numerator"),
        Question("number", "3/8 + 2/8 = ?", "5/8"),
    ),
    (
        Question("choice", "Which is the same as 3/4?", "6/8", ("4/8", "6/8", "3/8")),
        Question("number", "What is missing? 2/5 = ?/10", "4"),
        Question("number", "5/6 - 1/6 = ?", "4/6; 2/3"),
        Question("choice", "Which is less?", "2/6", ("2/6", "2/3")),
        Question("words", "Say in two words: 4/8 is the same as …", "one half; a half; half; 1/2"),
    ),
)
# By question: how many of a hundred get it, and what the others write.
_GETS = (90, 80, 55, 70, 45)


def fill_checks(cast: Cast, rng: Random, *, day: date) -> None:
    """Two checks of a series that were told aloud, and the one that is open on `day`."""
    calendar = cast.school.calendar()
    monday = day - timedelta(days=day.weekday())
    first = calendar.next_open(monday - timedelta(weeks=4))
    second = next_due(first, first, calendar)
    third = min(next_due(first, second, calendar), calendar.last_open(day))
    last = None
    for on, questions in zip((first, second, third), _ROUNDS, strict=True):
        last = _check(cast, questions, on=on, last=last)
        if on == third:
            _on_screens(cast, rng, last)
        else:
            _aloud(cast, rng, last)
            services.set_check_state(check=last, state=Check.State.CLOSED)


def _check(cast: Cast, questions: tuple[Question, ...], *, on: date, last: Check | None) -> Check:
    teacher = cast.teachers[cast.room_12.pk]
    check = services.make_check(
        section=cast.room_12,
        title=_TITLE,
        due_on=on,
        questions=questions,
        by=teacher,
        now=cast.school.at(on, time(7, 45)),
        series=last.series if last else None,
        repeats=True,
    )
    services.set_check_state(check=check, state=Check.State.OPEN)
    return check


def _aloud(cast: Cast, rng: Random, check: Check) -> None:
    """Nearly everybody, as the teacher entered it; one in ten was not there."""
    items = list(check.items.all())
    marks = {
        (item.pk, child.pk): "right" if right else "not_yet"
        for place, child in enumerate(cast.students[cast.room_12.pk])
        if place % 10
        for item, right in zip(items, _rights(rng), strict=True)
    }
    now = cast.school.at(check.due_on, time(8, 40))
    services.enter_marks(check=check, marks=marks, today=check.due_on, now=now)


def _on_screens(cast: Cast, rng: Random, check: Check) -> None:
    """The first few children, in their own words."""
    items = list(check.items.all())
    now = cast.school.at(check.due_on, time(8, 20))
    for child in cast.students[cast.room_12.pk][:9]:
        said = {
            item.pk: item.answer.partition(";")[0] if right else _other(item)
            for item, right in zip(items, _rights(rng), strict=True)
        }
        services.hand_in(check=check, student=child, said=said, today=check.due_on, now=now)


def _rights(rng: Random) -> list[bool]:
    luck = rng.randint(-25, 25)
    return [rng.randint(0, 99) < gets + luck for gets in _GETS]


def _other(item: CheckItem) -> str:
    """What a child writes who is not there yet."""
    wrong = [choice for choice in item.choices if choice != item.answer]
    return wrong[0] if wrong else {"number": "2", "words": ""}[item.kind]
