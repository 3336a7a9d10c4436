"""Raised hands: one open hand a student, answered or taken down."""

from datetime import datetime

from django.db import transaction

from checkins.models import HelpRequest
from students.models import Section, Student


@transaction.atomic
def ask(
    *, student: Student, section: Section, reason: str, words: str, now: datetime
) -> HelpRequest:
    """Raise a hand; asking again changes the reason and keeps the place in the queue."""
    said = {"reason": reason, "words": words}
    hand, is_new = HelpRequest.objects.get_or_create(
        student=student,
        seen_at=None,
        defaults=said | {"section": section, "school": section.school, "asked_at": now},
    )
    if not is_new:
        HelpRequest.objects.filter(pk=hand.pk).update(**said)
        hand.refresh_from_db()
    section.beat()
    return hand


@transaction.atomic
def answer(*, hand: HelpRequest, now: datetime) -> None:
    """The teacher has seen the hand; a second time changes nothing."""
    HelpRequest.objects.waiting().filter(pk=hand.pk).update(seen_at=now)
    hand.section.beat()


@transaction.atomic
def take_down(*, hand: HelpRequest) -> None:
    """The student needs no help any more: as if she had not asked."""
    section = hand.section
    HelpRequest.objects.waiting().filter(pk=hand.pk).delete()
    section.beat()
