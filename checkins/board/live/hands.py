"""Raised hands as the live page shows them."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.models import HelpRequest
from checkins.reasons.words import named
from plc.frozen import frozen
from plc.prepared import prepared


@frozen
class HandRow:
    """A raised hand and since when it has been up, in words."""

    key: str
    called: str
    picture: str
    tint: str
    words: str
    since: str


def hands_up(section_id: int, day: date, local: datetime) -> tuple[HandRow, ...]:
    """Raised hands of who is in the class that day, the longest up first (one query).

    `local` is now by the school's clock.
    """
    return tuple(_hand(row, local) for row in _waiting(section_id, day))


def _hand(row: tuple[Any, ...], local: datetime) -> HandRow:
    """What the class may read: who needs to talk said it to the teacher, not to the room."""
    key, reason, words, asked_at, called, picture, tint = row
    if not words or reason == HelpRequest.Reason.TALK:
        words = str(HelpRequest.Reason(reason).label)
    return HandRow(key, called, picture or "user", tint, words, _since(asked_at, local))


def _since(asked_at: datetime, local: datetime) -> str:
    """Minutes within the hour, then hours; the day, when the hand went up on an earlier one."""
    asked_on, today = asked_at.astimezone(local.tzinfo).date(), local.date()
    if asked_on < today:
        return _("since %(day)s") % {"day": named(asked_on, today)}
    minutes = max(0, int((local - asked_at).total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)d min", "%(n)d min", minutes) % {"n": minutes}
    return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}


@prepared
def _waiting(section_id: int, day: date) -> QuerySet[HelpRequest, Any]:
    hands = HelpRequest.objects.waiting().filter(section=section_id).in_class(day)
    who = ("student__called", "student__picture", "student__tint")
    return hands.values_list("key", "reason", "words", "asked_at", *who)
