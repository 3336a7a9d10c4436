"""What a check found out: who got which question, and whom to bring together for it."""

from __future__ import annotations

from collections.abc import Sequence

from checkins.checks.scoring import NOT_YET, RIGHT, fewer_than_half
from checkins.models import Check, CheckAnswer, CheckItem, Mark
from plc.frozen import frozen
from students.models import Student

KEYS = {Mark.RIGHT.value: "1", Mark.NOT_YET.value: "0", Mark.NOT_ASKED.value: "-"}
MARK_OF = {key: mark for mark, key in KEYS.items()} | {"": ""}


@frozen
class ItemResult:
    """One question: how many of those asked got it, and who did not yet."""

    key: str
    position: int
    text: str
    answer: str
    got: int
    asked: int
    reteach: bool
    by_hand: bool
    not_yet: tuple[str, ...]  # the names they are called by, in the order of the alphabet


@frozen
class StudentRow:
    """A student's marks in the order of the questions; None where there is no mark yet."""

    key: str
    name: str
    called: str
    picture: str
    tint: str
    marks: tuple[str | None, ...]
    said: tuple[str, ...]
    reteach: bool
    by_hand: bool

    @property
    def keys(self) -> str:
        """The row as the grid writes it, a blank for a question without a mark: `10-1 `."""
        return "".join(KEYS[mark] if mark else " " for mark in self.marks)

    @property
    def cells(self) -> tuple[tuple[str | None, str], ...]:
        return tuple(zip(self.marks, self.said, strict=True))


@frozen
class Results:
    """The whole page of a check. Students stand in the order of their names, never of results."""

    items: tuple[ItemResult, ...]
    rows: tuple[StudentRow, ...]

    @property
    def answered(self) -> int:
        return sum(any(row.marks) for row in self.rows)

    @property
    def flagged(self) -> tuple[StudentRow, ...]:
        return tuple(row for row in self.rows if row.reteach)

    @property
    def groups(self) -> tuple[ItemResult, ...]:
        """The questions that somebody needs again, each with its students."""
        return tuple(item for item in self.items if item.not_yet)


def results(check: Check, students: Sequence[Student]) -> Results:
    """The results of these students (three queries, however many)."""
    items = list(check.items.all())
    ids = [student.pk for student in students]
    answers = CheckAnswer.objects.filter(item__check_of=check, student__in=ids)
    found = {
        (item, student): (mark, said)
        for item, student, mark, said in answers.values_list("item", "student", "mark", "said")
    }
    flags = {row.student_id: row for row in check.reteaches.filter(student__in=ids)}
    nothing: tuple[None, str] = (None, "")
    rows = []
    for student in students:
        cells = [found.get((item.pk, student.pk), nothing) for item in items]
        flag = flags.get(student.pk)
        rows.append(
            StudentRow(
                key=student.key,
                name=student.name,
                called=student.called,
                picture=student.picture or "user",
                tint=student.tint,
                marks=tuple(mark for mark, _said in cells),
                said=tuple(said for _mark, said in cells),
                reteach=flag is not None and flag.is_on,
                by_hand=flag is not None and flag.by_hand,
            )
        )
    return Results(tuple(_item(item, n, rows) for n, item in enumerate(items)), tuple(rows))


def _item(item: CheckItem, place: int, rows: Sequence[StudentRow]) -> ItemResult:
    marks = [mark for row in rows if (mark := row.marks[place])]
    return ItemResult(
        key=item.key,
        position=item.position,
        text=item.text,
        answer=item.answer,
        got=marks.count(RIGHT),
        asked=marks.count(RIGHT) + marks.count(NOT_YET),
        reteach=fewer_than_half(marks) if item.reteach is None else item.reteach,
        by_hand=item.reteach is not None,
        not_yet=tuple(row.called for row in rows if row.marks[place] == NOT_YET),
    )
