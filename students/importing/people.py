"""Students and their guardians: made and changed, many at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import cycle, islice
from typing import cast

from plc.keys import new_key
from students.importing.bulk import insert, update
from students.importing.current import running
from students.importing.fitting import CALLED
from students.importing.job import BATCH, Job, chunks
from students.models import Enrollment, Guardian, Paper, Student, search_text
from students.pictures import AVATARS
from students.roster.model import StudentRow

RELATION = 40  # letters
COLUMNS = (
    "school",
    "key",
    "name",
    "called",
    "search",
    "external_id",
    "grade",
    "home_language",
    "picture",
    "tint",
)
Face = tuple[str, str]


def add_students(job: Job) -> int:
    """Make the students who are new, each with a picture that her class has not used up."""
    new = job.diff.students.new
    faces = Faces(job)
    rows = ((job.school.pk, *_values(row), *faces.of(row.key)) for row in new)
    made = insert(Student, COLUMNS, rows)
    job.students.update(zip((row.key for row in new), made, strict=True))
    return len(made)


def _values(row: StudentRow) -> tuple[str, ...]:
    """What stands in COLUMNS between the school and the picture."""
    called = row.called or row.name.split(maxsplit=1)[0][:CALLED]
    search = search_text(row.name, called)
    return new_key(), row.name, called, search, row.external_id, row.grade, row.home_language


def change_students(job: Job) -> int:
    """Write what the list says differently, but for what a person changed here."""
    alike: dict[tuple[str, ...], list[tuple[object, ...]]] = defaultdict(list)
    for change in job.diff.students.changed:
        values = change.to_write
        if "name" in values or "called" in values:
            name = values.get("name", change.present.name)
            called = values.get("called", change.present.called)
            values["search"] = search_text(name, called)
        alike[tuple(values)].append((*values.values(), change.present.id))
    for columns, rows in alike.items():
        update(Student, columns, rows)
    if alike:
        changed = {change.present.id for change in job.diff.students.changed}
        seats = cast(frozenset[tuple[int, int]], job.present.enrollments)
        job.touched.update(section for student, section in seats if student in changed)
    return len(job.diff.students.changed)


def add_guardians(job: Job) -> int:
    """Keep the guardians of new students; those of others are the school's to change."""
    new = {row.key for row in job.diff.students.new}
    rows = {
        (row.student_key, row.name, row.email): Guardian(
            school_id=job.school.pk,
            student_id=job.students[row.student_key],
            name=row.name,
            email=row.email,
            relation=row.relation[:RELATION],
        )
        for row in job.roster.guardians
        if row.student_key in new
    }
    return len(Guardian.objects.bulk_create(rows.values(), batch_size=BATCH))


class Faces:
    """Deals out pictures and tints, class by class; those that nobody there has come first."""

    def __init__(self, job: Job) -> None:
        new = {row.key for row in job.diff.students.new}
        self.class_of: dict[str, str] = {}
        for seat in job.diff.seats_new:
            if seat.student_key in new:
                self.class_of.setdefault(seat.student_key, seat.class_key)
        self.used = self._used(job)
        self.classes = job.classes
        self.decks: dict[str, Iterator[Face]] = {}

    def of(self, student_key: str) -> Face:
        class_key = self.class_of.get(student_key, "")
        deck = self.decks.get(class_key)
        if deck is None:
            deck = self.decks[class_key] = self._deck(self.classes.get(class_key))
        return next(deck)

    def _deck(self, section: int | None) -> Iterator[Face]:
        used = self.used.get(section, Counter())
        pictures = sorted(AVATARS, key=used.__getitem__)  # a stable sort keeps their order
        tints = islice(cycle(Paper.values), used.total() % len(Paper.values), None)
        return zip(cycle(pictures), tints, strict=False)

    def _used(self, job: Job) -> dict[int | None, Counter[str]]:
        """How often each picture is used in the classes of old that new students join."""
        held = job.diff.classes.ids
        joined = {job.classes[key] for key in self.class_of.values() if key in held}
        used: dict[int | None, Counter[str]] = defaultdict(Counter)
        for some in chunks(joined):
            rows = Enrollment.objects.filter(running(job.today), section__in=some)
            for section, picture in rows.values_list("section_id", "student__picture"):
                used[section][picture] += 1
        return used
