"""Raised hands: one open hand a student, answered or taken down."""

from datetime import datetime

from django.db import transaction

from checkins.models import HelpRequest
from students.models import Section, Student


@transaction.atomic
def ask(
    *, student: Student, section: Section, reason: str, words: str, now: datetime
) -> HelpRequest:
    """Raise a hand; asking again changes the reason and keeps the place in the queue.

    In another class the hand moves there, to the end of that queue: its teacher is the one near.
    """
    said = {"reason": reason, "words": words}
    here = {"section": section, "asked_at": now}
    hand, is_new = HelpRequest.objects.get_or_create(
        student=student, seen_at=None, defaults=said | here | {"school": section.school}
    )
    if not is_new:
        moved = here if hand.section_id != section.pk else {}
        if moved:
            hand.section.beat()
        HelpRequest.objects.filter(pk=hand.pk).update(**said, **moved)
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
