"""The one way to support needs: read with an audit row, written by the child's team."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from plc import audit
from plc.models import AuditEntry, User
from students.models import Student, Support


@transaction.atomic
def supports_of(student: Student, *, reader: User) -> list[Support]:
    """The student's present supports; the read is written down when another wrote them.

    Empty for whoever is not of the child's team, without saying whether there are any.
    """
    supports = list(Support.objects.visible_to(reader).filter(student=student, ended_at=None))
    if any(support.written_by_id != reader.pk for support in supports):
        audit.record(
            AuditEntry.Action.READ_SUPPORTS,
            actor=reader,
            school_key=student.school.key,
            subject_key=student.key,
        )
    return supports


def add_support(*, student: Student, text: str, by: User, now: datetime) -> Support:
    """Write down a support."""
    return Support.objects.create(student=student, text=text, written_by=by, written_at=now)


def end_support(*, support: Support, now: datetime) -> None:
    """The support is no longer needed; the row is kept until retention removes it."""
    Support.objects.filter(pk=support.pk, ended_at=None).update(ended_at=now)
