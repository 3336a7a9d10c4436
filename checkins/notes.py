"""The words of check-ins. Every read and write of them goes through here.

Whoever reads another adult's words leaves an audit row in the same transaction: when it cannot
be written, the words are not shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from checkins.models import CheckIn, CheckInNote
from plc import audit
from plc.models import AuditEntry, User
from students.models import Student


@dataclass(frozen=True, slots=True)
class Words:
    """What was written about a check-in, and by whom."""

    text: str
    author: str


@transaction.atomic
def words_of(student: Student, checkins: Iterable[CheckIn], *, reader: User) -> dict[int, Words]:
    """The notes on these check-ins of one student, by check-in id, as far as `reader` may see."""
    notes = list(
        CheckInNote.objects.visible_to(reader)
        .filter(student=student, checkin__in=[checkin.pk for checkin in checkins])
        .select_related("author")
    )
    others = sum(note.author_id != reader.pk for note in notes)
    if others:
        audit.record(
            AuditEntry.Action.READ_NOTE,
            actor=reader,
            school_key=student.school.key,
            subject_key=student.key,
            detail=f"{others} of {len(notes)} by others",
        )
    return {note.checkin_id: Words(note.text, note.author.name) for note in notes}


def write(*, checkin: CheckIn, author: User, text: str) -> CheckInNote:
    """Keep the words of a check-in, for the team alone."""
    return CheckInNote.objects.create(
        checkin=checkin,
        student_id=checkin.student_id,
        school_id=checkin.school_id,
        author=author,
        text=text.strip(),
    )
