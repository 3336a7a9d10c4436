"""Compare a read roster with what the school holds: new, changed, same, moved, leaving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic

from students.roster.changes import Change, Compared, Diff, FieldChange, H, Held, Move, R, Read
from students.roster.model import (
    AssignmentRow,
    ClassRow,
    EnrollmentRow,
    Roster,
    StaffRow,
    StudentRow,
)
from students.roster.names import read_name
from students.roster.present import Present, PresentClass, PresentStaff, PresentStudent

STUDENT_FIELDS = ("name", "called", "external_id", "grade", "home_language")
CLASS_FIELDS = ("name", "external_id", "grade", "term")
STAFF_FIELDS = ("name", "email", "external_id")


def compare(roster: Roster, present: Present) -> Diff:
    """Say what would change. Empty cells of the file never empty a field that is filled."""
    students = compare_rows(roster.students, present.students, STUDENT_FIELDS)
    classes = compare_rows(roster.classes, present.classes, CLASS_FIELDS)
    staff = compare_rows(roster.staff, present.staff, STAFF_FIELDS)
    new, ending = seats(roster, present, students, classes)
    moved, elsewhere = moves(new, students.ids, present, set(ending))
    leaving, enrolled_before = leavers(roster, present, students.ids, set(ending))
    return Diff(
        students=students,
        classes=classes,
        staff=staff,
        seats_new=new,
        seats_ending=ending,
        assignments_new=new_assignments(roster, present, staff, classes),
        moved=moved,
        elsewhere=elsewhere,
        leaving=leaving,
        enrolled_before=enrolled_before,
    )


def seats(
    roster: Roster,
    present: Present,
    students: Compared[StudentRow, PresentStudent],
    classes: Compared[ClassRow, PresentClass],
) -> tuple[tuple[EnrollmentRow, ...], tuple[tuple[Hashable, Hashable], ...]]:
    """(new, ending): nobody gets or loses a seat while it is doubtful who is meant."""
    doubtful = {row.key for row, _held in students.doubtful}
    unsure = {item.id for _row, held in students.doubtful for item in held}
    new: list[EnrollmentRow] = []
    unnamed = set(present.enrollments)
    for row in roster.enrollments:
        seat = (students.ids.get(row.student_key), classes.ids.get(row.class_key))
        unnamed.discard(seat)
        if seat not in present.enrollments and row.student_key not in doubtful:
            new.append(row)
    gone = (seat for seat in unnamed if present.in_scope(seat[1]))
    return tuple(new), tuple(sorted((seat for seat in gone if seat[0] not in unsure), key=str))


# ------------------------------------------------------------------- people


@dataclass(slots=True)
class Matched(Generic[R, H]):
    pairs: list[tuple[R, H]]
    new: list[R]
    doubtful: list[tuple[R, tuple[H, ...]]]


def compare_rows(
    rows: tuple[R, ...], held: tuple[H, ...], fields: tuple[str, ...]
) -> Compared[R, H]:
    """Match rows to what is held and say, field by field, what differs."""
    matched = match_rows(rows, held)
    changed: list[Change[R, H]] = []
    kept: list[Change[R, H]] = []
    same: list[H] = []
    for row, item in matched.pairs:
        differing = changes(row, item, fields)
        if not differing:
            same.append(item)
        elif all(change.kept for change in differing):
            kept.append(Change(row, item, differing))
        else:
            changed.append(Change(row, item, differing))
    ids = {row.key: item.id for row, item in matched.pairs}
    return Compared(
        tuple(matched.new), tuple(changed), tuple(kept), tuple(same), tuple(matched.doubtful), ids
    )


def match_rows(rows: tuple[R, ...], held: tuple[H, ...]) -> Matched[R, H]:
    """By number first; then by a name that only one has, where numbers do not say otherwise."""
    by_number = {item.external_id: item for item in held if item.external_id}
    matched: Matched[R, H] = Matched([], [], [])
    unnumbered: list[R] = []
    for row in rows:
        if row.external_id and (item := by_number.get(row.external_id)):
            matched.pairs.append((row, item))
        else:
            unnumbered.append(row)
    if unnumbered:
        match_names(unnumbered, held, matched)
    return matched


def match_names(rows: list[R], held: tuple[H, ...], matched: Matched[R, H]) -> None:
    """Two rows or two people of one name are doubtful: a number would have told them apart."""
    taken = {item.id for _row, item in matched.pairs}
    by_name: dict[str, list[H]] = {}
    for item in held:
        if item.id not in taken:
            by_name.setdefault(item.name.casefold(), []).append(item)
    times = Counter(row.name.casefold() for row in rows)
    for row in rows:
        name = row.name.casefold()
        others = tuple(
            item for item in by_name.get(name, ()) if not (row.external_id and item.external_id)
        )
        if not others:
            matched.new.append(row)
        elif len(others) > 1 or times[name] > 1:
            matched.doubtful.append((row, others))
        else:
            matched.pairs.append((row, others[0]))


def changes(row: R, item: H, fields: tuple[str, ...]) -> tuple[FieldChange, ...]:
    """Fields the file fills differently."""
    return tuple(
        [
            FieldChange(field, before, after, field in item.hand_edited)
            for field in fields
            if (after := getattr(row, field))
            and after != (before := getattr(item, field))
            and not (field == "called" and _is_only_guessed(row, item))
            and not (field == "grade" and before and getattr(row, "is_grade_guessed", False))
        ]
    )


def _is_only_guessed(row: Read, item: Held) -> bool:
    """Whether the row's called name is what we would guess ourselves: it replaces no known one.

    One that was itself guessed follows its name, unless a person wrote that name here. One that a
    person wrote here is compared all the same, so that it is said that it stays.
    """
    known = getattr(item, "called", "")
    if not known or "called" in item.hand_edited:
        return False
    if known == read_name(item.name).called and "name" not in item.hand_edited:
        return False
    return read_name(row.name).called == getattr(row, "called", "")


# -------------------------------------------------------------------- seats


def moves(
    seats_new: tuple[EnrollmentRow, ...],
    ids: Mapping[str, Hashable],
    present: Present,
    ending: set[tuple[Hashable, Hashable]],
) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
    """(moved, elsewhere): who changes class here, and who joins while seated out of scope."""
    if not seats_new:
        return (), ()
    by_id = {student.id: student for student in present.students}
    seated: dict[Hashable, list[Hashable]] = {}
    for student_id, class_id in sorted(present.enrollments, key=str):
        seated.setdefault(student_id, []).append(class_id)
    moved: list[Move] = []
    elsewhere: list[Move] = []
    for seat in seats_new:
        student = by_id.get(ids.get(seat.student_key))
        if student is None:
            continue
        for class_id in seated.get(student.id, ()):
            move = Move(student, class_id, seat.class_key)
            if (student.id, class_id) in ending:
                moved.append(move)
            elif not present.in_scope(class_id):
                elsewhere.append(move)
    return tuple(moved), tuple(elsewhere)


def leavers(
    roster: Roster,
    present: Present,
    ids: Mapping[str, Hashable],
    ending: set[tuple[Hashable, Hashable]],
) -> tuple[tuple[PresentStudent, ...], int]:
    """Students whose last seat in scope ends and who get no new one; and how many had a seat."""
    before = {student for student, class_id in present.enrollments if present.in_scope(class_id)}
    staying = {
        student
        for student, class_id in present.enrollments
        if present.in_scope(class_id) and (student, class_id) not in ending
    }
    staying |= {ids.get(row.student_key) for row in roster.enrollments}
    gone = before - staying
    return tuple(student for student in present.students if student.id in gone), len(before)


def new_assignments(
    roster: Roster,
    present: Present,
    staff: Compared[StaffRow, PresentStaff],
    classes: Compared[ClassRow, PresentClass],
) -> tuple[AssignmentRow, ...]:
    """Teachers to add to classes; the import never takes a teacher out of one."""
    return tuple(
        row
        for row in roster.assignments
        if (staff.ids.get(row.staff_key), classes.ids.get(row.class_key)) not in present.assignments
    )
