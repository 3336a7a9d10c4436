"""Everyone once before anyone twice: the round of check-ins that a class is in.

A round begins with the first check-in after the last round and ends when everybody then in class
was met. Who had more turns in it than others comes after them (`Because.turns`); only what was
promised goes before that.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, timedelta

from checkins.models import CheckIn
from plc.frozen import frozen
from students.models import Section

LOOKS_BACK = timedelta(days=180)


@frozen
class Round:
    """`since` is its first day, None while nobody was met in it; `turns` by student."""

    since: date | None = None
    turns: Mapping[int, int] = field(default_factory=dict)
    total: int = 0

    @property
    def met(self) -> int:
        return len(self.turns)


def round_of(section: Section, day: date) -> Round:
    """The round as it stands on `day`, that day's check-ins included (two queries)."""
    joined = dict(section.enrollments.current(day).values_list("student", "starts_on"))
    held = CheckIn.objects.filter(
        section=section, held_on__gt=day - LOOKS_BACK, held_on__lte=day, student__in=joined
    )
    days = held.order_by("held_on").values_list("held_on", "student").distinct()
    return current_round(days, joined)


def current_round(met: Iterable[tuple[date, int]], joined: Mapping[int, date]) -> Round:
    """The round after all of `met` (day and student, by day). `joined` is who is in class."""
    by_day: dict[date, list[int]] = {}
    for on, student in met:
        by_day.setdefault(on, []).append(student)
    since: date | None = None
    turns: Counter[int] = Counter()
    for on, students in by_day.items():
        since = since or on
        turns.update(students)
        if all(student in turns for student, start in joined.items() if start <= on):
            since, turns = None, Counter()
    return Round(since, dict(turns), len(joined))
