"""Whose time stays, who is left out, and when students see it: one slot of a plan at a time.

Each takes the plan's `version` as the page showed it, and raises `Stale` when it is no longer so.
"""

from datetime import date
from typing import Any

from django.db import transaction

from checkins.models import Plan, Reason, Slot
from checkins.reasons import SHORT_WAIT
from checkins.services.bookings import NoPlace
from checkins.services.undoing import remember, snapshot
from checkins.services.versions import claim
from students.models import Section


@transaction.atomic
def fix(*, slot: Slot, version: int) -> Slot:
    """Keep this time whatever is planned again. A weak reason becomes the teacher's wish."""
    before = snapshot(claim(slot.plan, version))
    slot.refresh_from_db()
    if slot.starts_at is None:
        raise NoPlace
    slot.is_fixed = True
    weak = slot.reason == Reason.DAYS_SINCE and slot.detail.get("days", 0) < SHORT_WAIT
    if weak:
        slot.detail = slot.detail | {"instead_of": slot.reason}
        slot.reason = Reason.WISH
    return _saved(slot, before)


@transaction.atomic
def unfix(*, slot: Slot, version: int) -> Slot:
    """Let the time be planned again."""
    before = snapshot(claim(slot.plan, version))
    slot.refresh_from_db()
    slot.let_go()
    return _saved(slot, before)


@transaction.atomic
def drop(*, slot: Slot, version: int) -> Slot:
    """Leave a student out of this day; she stands with those who are not placed."""
    before = snapshot(claim(slot.plan, version))
    slot.refresh_from_db()
    if slot.state == Slot.State.DONE:
        raise NoPlace("met", slot.student.called)
    slot.window, slot.starts_at, slot.is_fixed = None, None, False
    slot.detail = slot.detail | {"dropped": True}
    return _saved(slot, before)


@transaction.atomic
def put_back(*, slot: Slot, version: int) -> Slot:
    """Let a student who was left out by hand wait for a place like the others."""
    before = snapshot(claim(slot.plan, version))
    slot.refresh_from_db()
    slot.detail.pop("dropped", None)
    return _saved(slot, before)


@transaction.atomic
def mark_ready(*, section: Section, day: date) -> bool:
    """Show students their times; False when there is no check-in plan for the day."""
    plan = section.checkin_plans.filter(on=day).first()
    if plan is None:
        return False
    claim(plan, state=Plan.State.READY)
    section.beat()
    return True


def _saved(slot: Slot, before: dict[str, Any]) -> Slot:
    slot.save()
    remember(slot.plan, before)
    slot.plan.section.beat()
    return slot
