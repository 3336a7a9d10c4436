"""Let a repair of a day take effect: the day is cut anew, and planned again with few changes.

What the repair does to the day itself (a longer block, a new one, a later day's blocks) is done
by floor 4 between `begin` and `finish`, in one transaction, and handed over to be kept for `undo`.
"""

from datetime import datetime
from typing import Any

from checkins.models import Plan, Slot
from checkins.places import clock_time
from checkins.reasons import Because
from checkins.services.replanning import Replanned, again
from checkins.services.solving import because_of
from checkins.services.undoing import remember, snapshot
from checkins.services.versions import claim
from checkins.spread import LaterDay, Spread, on_later_day, spread
from students.calendar import Calendar
from students.models import Section


def begin(*, plan: Plan, version: int) -> dict[str, Any]:
    """Claim the plan (Stale when it has another version) and look at how it stands."""
    claim(plan, version)
    return snapshot(plan)


def finish(
    *, plan: Plan, before: dict[str, Any], now: datetime, minutes: int | None = None, **kept: Any
) -> Replanned:
    """Plan the day again, with check-ins of `minutes`; `kept` is what floor 4 needs for undo."""
    if minutes is not None:
        plan.minutes = minutes
        plan.save(update_fields=["minutes"])
    result = again(plan, now, before)
    remember(plan, before, **kept)
    return result


def finish_later(
    *,
    plan: Plan,
    before: dict[str, Any],
    found: Spread,
    calendar: Calendar,
    now: datetime,
    **kept: Any,
) -> None:
    """Plan those of `found` on the later days, whose windows stand by now."""
    students = {pk for day in found.days for pk in day.places}
    slots = plan.slots.filter(student__in=students).select_related("plan")
    because = {slot.student_id: because_of(slot) for slot in slots}
    plan.round_from = plan.round_from or plan.on
    plan.save(update_fields=["round_from"])
    days = spread(plan, because, calendar).days
    made = [_plan_later(plan, day, because, now) for day in days if not day.is_suggested]
    remember(plan, before, later=made, **kept)
    plan.section.beat()


def _plan_later(
    first: Plan, day: LaterDay, because: dict[int, Because], now: datetime
) -> dict[str, Any]:
    """One later day's plan with its slots; what to take away again."""
    section: Section = first.section
    like = {"minutes": first.minutes, "gap": first.gap, "made_at": now, "school": section.school}
    plan, is_new = Plan.objects.get_or_create(section=section, on=day.on, defaults=like)
    claim(plan, round_from=first.round_from)
    known = {slot.student_id: slot for slot in plan.slots.filter(student__in=day.places)}
    slots = []
    for student_id, place in day.places.items():
        reason = on_later_day(because[student_id], (day.on - first.on).days)
        slot = known.get(student_id) or Slot(
            plan=plan, student_id=student_id, school_id=plan.school_id
        )
        slot.window, slot.starts_at = place.window, clock_time(place.start)
        slot.state, slot.need = Slot.State.PLANNED, reason.need
        slot.reason, slot.detail = reason.reason, reason.detail
        slot.save()
        slots.append(slot.pk)
    return {"plan": plan.pk, "is_new": is_new, "slots": slots}
