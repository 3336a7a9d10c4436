"""Whom to meet first in a whole school, from facts that an admin may rest a plan on.

When each was last met, whether she asked or was promised a time, whether she is new: four queries.
Her teacher's own "Suggest again" weighs more than that, and reads more.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max

from checkins.models import Ask, CheckIn, HelpRequest, Plan, Reason, Slot
from checkins.reasons import MOST_WAITING, NEW_FOR, POINTS, RECENT, Because
from checkins.school.facts import SchoolFacts


def urgency(facts: SchoolFacts) -> dict[int, Because]:
    """The reason of every student who is at school that day."""
    met = _last_met(facts)
    asked, promised = _asked(facts), _promised(facts, met)
    return {
        pk: _because(facts, pk, met.get(pk), asked.get(pk), promised.get(pk)) for pk in facts.here
    }


def _because(
    facts: SchoolFacts, pk: int, met: date | None, asked: date | None, promised: date | None
) -> Because:
    joined = facts.joined[pk]
    days = max(0, (facts.day - (met or joined)).days)
    is_new = facts.day - joined < NEW_FOR
    need = min(days, MOST_WAITING)
    need += POINTS[Reason.ASKED] * bool(asked) + POINTS[Reason.NEW] * is_new
    detail: dict[str, Any] = {"days": days} if met else {"days": days, "never": True}
    reason = Reason.DAYS_SINCE
    if asked:
        reason, detail = Reason.ASKED, {"on": asked.isoformat(), "words": ""}
    elif is_new and days < POINTS[Reason.NEW]:
        reason, detail = Reason.NEW, {"week": (facts.day - joined).days // 7 + 1}
    if promised:
        detail = detail | {"promised": promised.isoformat()}
    return Because(reason, detail, need, bool(asked or promised), days)


def _last_met(facts: SchoolFacts) -> dict[int, date]:
    held = CheckIn.objects.filter(school=facts.school, held_on__lt=facts.day).order_by()
    return dict(held.values("student").annotate(on=Max("held_on")).values_list("student", "on"))


def _asked(facts: SchoolFacts) -> dict[int, date]:
    """Hands still up, and open questions: since when."""
    hands = HelpRequest.objects.waiting().filter(school=facts.school).in_class(facts.day)
    asks = Ask.objects.waiting().filter(school=facts.school).in_class(facts.day)
    found: dict[int, date] = {}
    for rows in (hands, asks):
        for student, asked_at in rows.values_list("student", "asked_at"):
            found[student] = facts.school.today(asked_at)
    return found


def _promised(facts: SchoolFacts, met: dict[int, date]) -> dict[int, date]:
    """Who was told a time this week and was not met since; today's times can still be kept."""
    since, until = facts.day - RECENT, min(facts.day, facts.today)
    plans = Plan.objects.filter(
        school=facts.school, on__gt=since, on__lt=until, state=Plan.State.READY
    )
    told = Slot.objects.to_come().filter(plan__in=plans.values("pk"), window__isnull=False)
    rows = told.order_by("plan__on").values_list("student", "plan__on")
    return {student: on for student, on in rows if met.get(student, date.min) < on}
