"""The one way to what only a child's team may read: her needs, in her words and in ours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from plc import audit
from plc.frozen import frozen
from plc.models import AuditEntry, FormKey, User
from students.models import ProfileAnswer, Student, Support


@frozen
class ForTheTeam:
    """What helps a child: the supports in place now, and her own card, if she filled it."""

    supports: tuple[Support, ...] = ()
    needs: ProfileAnswer | None = None

    @property
    def authors(self) -> set[int | None]:
        """Who wrote any of it; None stands for the child."""
        adults: set[int | None] = {support.written_by_id for support in self.supports}
        return adults | ({self.needs.written_by_id} if self.needs else set())

    @property
    def barriers(self) -> set[str]:
        """What stands in the way: the barriers of her supports, and what she chose on her card."""
        named = {support.barrier for support in self.supports if support.barrier}
        return named | set(self.needs.choices if self.needs else ())

    @property
    def extra_time(self) -> int:
        """The most percent of extra time that a support gives."""
        return max((support.extra_time for support in self.supports), default=0)


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


def for_the_teams(students: Iterable[Student], *, reader: User) -> dict[int, ForTheTeam]:
    """What helps each of these students, by their ids (two queries).

    Nothing is written down yet: whoever shows any of it calls `write_down` for whom it names.
    """
    ids = [student.pk for student in students]
    rows: dict[int, list[Support]] = {}
    for support in Support.objects.visible_to(reader).filter(student__in=ids, ended_at=None):
        rows.setdefault(support.student_id, []).append(support)
    answers = ProfileAnswer.objects.visible_to(reader).needs().filter(student__in=ids)
    needs = {answer.student_id: answer for answer in answers}
    return {
        pk: ForTheTeam(tuple(rows.get(pk, ())), needs.get(pk)) for pk in rows.keys() | needs.keys()
    }


def write_down(read: Iterable[tuple[Student, ForTheTeam]], *, reader: User) -> None:
    """Write down that these were read, unless the reader wrote all of it (at most one query)."""
    audit.record_each(
        AuditEntry.Action.READ_SUPPORTS,
        actor=reader,
        subjects=[
            (student.school.key, student.key)
            for student, found in read
            if found.authors - {reader.pk}
        ],
    )


@transaction.atomic
def add_support(
    *,
    student: Student,
    text: str,
    by: User,
    now: datetime,
    barrier: str = "",
    extra_time: int = 0,
    form_key: UUID | None = None,
) -> None:
    """Write down a support; a form posted twice writes one. `extra_time` is in percent."""
    if form_key is None or FormKey.objects.claimed(user=by, key=form_key):
        Support.objects.create(
            student=student,
            text=text,
            barrier=barrier,
            extra_time=extra_time,
            written_by=by,
            written_at=now,
        )


def end_support(*, support: Support, now: datetime) -> None:
    """The support is no longer needed; the row is kept until retention removes it."""
    Support.objects.filter(pk=support.pk, ended_at=None).update(ended_at=now)
