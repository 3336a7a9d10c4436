"""One import on its way into the database, handed from step to step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TypeVar, cast

from students.models import School
from students.roster.changes import Diff
from students.roster.model import Roster
from students.roster.present import Present

ONE_DAY = timedelta(days=1)
BATCH = 1_000  # rows a statement; SQLite takes fewer, and Django knows how many
CHUNK = 500  # ids in one IN (...)

T = TypeVar("T")


@dataclass(slots=True)
class Job:
    """What to write, and the primary keys of the list's rows as they become known."""

    school: School
    roster: Roster
    present: Present
    diff: Diff
    today: date
    now: datetime
    students: dict[str, int] = field(init=False)
    classes: dict[str, int] = field(init=False)
    staff: dict[str, int] = field(init=False)
    touched: set[int] = field(default_factory=set)  # classes whose live pages change

    def __post_init__(self) -> None:
        self.students = cast(dict[str, int], dict(self.diff.students.ids))
        self.classes = cast(dict[str, int], dict(self.diff.classes.ids))
        self.staff = cast(dict[str, int], dict(self.diff.staff.ids))


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Lists of at most `size` items, in order."""
    left = iter(items)
    while chunk := list(islice(left, size)):
        yield chunk
