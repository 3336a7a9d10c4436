"""For whom a list speaks: who is missing from it leaves only where it does."""

from __future__ import annotations

from dataclasses import replace

from students.roster.changes import Diff
from students.roster.model import Roster
from students.roster.present import Present


def of_named_classes(diff: Diff, roster: Roster, present: Present) -> Diff:
    """A table speaks for the classes it names: nobody leaves another for not being in it.

    Who is in the table with a class moves there from any other. Bundles speak for the school.
    """
    named = set(diff.classes.ids.values())
    seated = {diff.students.ids.get(seat.student_key) for seat in roster.enrollments}
    ending = tuple(seat for seat in diff.seats_ending if seat[1] in named or seat[0] in seated)
    staying = {student for student, _class in present.enrollments.difference(ending)}
    return replace(
        diff,
        seats_ending=ending,
        leaving=tuple(student for student in diff.leaving if student.id not in staying),
        enrolled_before=len({who for who, where in present.enrollments if where in named}),
    )


def nobody_leaves(diff: Diff) -> Diff:
    """The list does not say who is missing. Moves stay moves."""
    moved = {(move.student.id, move.from_class) for move in diff.moved}
    ending = tuple(seat for seat in diff.seats_ending if seat in moved)
    return replace(diff, seats_ending=ending, leaving=())
