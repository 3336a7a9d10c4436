"""Who needs me: every student with an open reason, all her reasons, the most pressing first.

Ten or so queries whether there are three students or three hundred; no words of an adult and no
mood is read for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from checkins.board.needs_found import Asked, Need, Why, needs
from plc.frozen import frozen
from students.models import Section, Student

_POINTS: Mapping[str, int] = {
    Why.ASKED: 100,
    Why.PROMISE: 80,
    Why.NOT_MET: 75,
    Why.OVERDUE: 70,
    Why.ROADBLOCK: 64,
    Why.STALLED: 60,
    Why.NO_EVIDENCE: 55,
    Why.WAITING: 50,
    Why.IDEA: 40,
    Why.READY: 24,
}


@frozen
class NeedRow:
    """A student and all her reasons, the strongest first."""

    student: Student
    needs: tuple[Need, ...]
    points: int

    @property
    def is_must(self) -> bool:
        return any(need.must for need in self.needs)


@frozen
class Kind:
    """A kind of reason and how many students have it."""

    value: str
    label: object
    count: int


@frozen
class NeedsBoard:
    """`rows` are those asked for; `kinds` counts everybody who needs something, of `total`."""

    rows: tuple[NeedRow, ...]
    kinds: tuple[Kind, ...]
    needing: int
    total: int


def needs_me(
    students: Iterable[Student], *, now: datetime, section: Section | None = None, why: str = ""
) -> NeedsBoard:
    """The students who need somebody, as one class sees it or, without `section`, all of it.

    A specialist's students may be of several schools, each with its own calendar; they come with
    their school loaded.
    """
    everybody = {student.pk: student for student in students}
    found: dict[int, list[Need]] = defaultdict(list)
    for school in {student.school for student in everybody.values()}:
        ids = [pk for pk, student in everybody.items() if student.school_id == school.pk]
        for student_id, need in needs(Asked(ids, school, school.today(now), section)):
            found[student_id].append(need)
    rows = sorted((_row(everybody[pk], some) for pk, some in found.items()), key=_pressing)
    kinds = tuple(Kind(kind, kind.label, _count(rows, kind)) for kind in Why)
    shown = tuple(row for row in rows if not why or any(need.why == why for need in row.needs))
    return NeedsBoard(shown, tuple(k for k in kinds if k.count), len(rows), len(everybody))


def _row(student: Student, needs: list[Need]) -> NeedRow:
    needs.sort(key=lambda need: (not need.must, -_POINTS[need.why]))
    kinds = {need.why for need in needs}
    return NeedRow(student, tuple(needs), sum(_POINTS[kind] for kind in kinds))


def _pressing(row: NeedRow) -> tuple[bool, int, str, int]:
    return not row.is_must, -row.points, row.student.called, row.student.pk


def _count(rows: Iterable[NeedRow], kind: str) -> int:
    return sum(any(need.why == kind for need in row.needs) for row in rows)
