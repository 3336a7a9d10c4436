"""The one way to what only a child's team may read: her needs, in her words and in ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from plc import audit
from plc.models import AuditEntry, FormKey, User
from students.models import ProfileAnswer, Student, Support


@dataclass(frozen=True)
class ForTheTeam:
    """What helps a child: the supports in place now, and her own card, if she filled it."""

    supports: tuple[Support, ...] = ()
    needs: ProfileAnswer | None = None

    @property
    def authors(self) -> set[int | None]:
        """Who wrote any of it; None stands for the child."""
        adults: set[int | None] = {support.written_by_id for support in self.supports}
        return adults | ({self.needs.written_by_id} if self.needs else set())


@transaction.atomic
def for_the_team(student: Student, *, reader: User) -> ForTheTeam:
    """What helps the student; the read is written down unless the reader wrote all of it.

    Empty for whoever is not of the child's team, without saying whether there is anything.
    """
    supports = Support.objects.visible_to(reader).filter(student=student, ended_at=None)
    needs = ProfileAnswer.objects.visible_to(reader).needs().filter(student=student)
    found = ForTheTeam(tuple(supports), needs.first())
    if found.authors - {reader.pk}:
        audit.record(
            AuditEntry.Action.READ_SUPPORTS,
            actor=reader,
            school_key=student.school.key,
            subject_key=student.key,
        )
    return found


@transaction.atomic
def add_support(
    *, student: Student, text: str, by: User, now: datetime, form_key: UUID | None = None
) -> None:
    """Write down a support; a form posted twice writes one."""
    if form_key is None or FormKey.objects.claimed(user=by, key=form_key):
        Support.objects.create(student=student, text=text, written_by=by, written_at=now)


def end_support(*, support: Support, now: datetime) -> None:
    """The support is no longer needed; the row is kept until retention removes it."""
    Support.objects.filter(pk=support.pk, ended_at=None).update(ended_at=now)
