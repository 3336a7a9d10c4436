"""What becomes of the places of a day when its free minutes change.

The blocks of the day are changed by floor 4 between `look` and `give_up_places`, in one
transaction.
"""

from datetime import date
from typing import Any

from checkins.models import Plan, Slot
from checkins.places import fits
from checkins.services.solving import TO_COME
from checkins.services.undoing import forget, remember, snapshot
from checkins.services.versions import claim
from plc.frozen import frozen
from students.models import Section


@frozen
class Places:
    """A day's plan, locked, and how it stood."""

    plan: Plan
    before: dict[str, Any]


def look(*, section: Section, day: date) -> Places | None:
    """Lock the day's plan and see how it stands; None where no check-ins are planned."""
    plan = section.checkin_plans.select_for_update(no_key=True).filter(on=day).first()
    return plan and Places(plan, snapshot(plan))


def give_up_places(*, places: Places, **kept: Any) -> int:
    """Take the time of those whose window is gone or does not hold it any more; how many they are.

    They stand with those who have no place, in the plan's next version. `kept` is what floor 4
    needs to take its change back. An older step back is offered no more: the minutes that it would
    give back may be gone.
    """
    plan = places.plan
    lost = outside(plan)
    if lost:
        claim(plan)
        give_up(plan, lost)
    if lost and kept:
        remember(plan, places.before, **kept)
    elif lost:
        forget(plan, places.before)
    elif plan.can_undo:
        forget(plan)
    return len(lost)


def outside(plan: Plan) -> list[Slot]:
    """Who is still to come at a time that no window of hers holds."""
    slots = plan.slots.filter(state__in=TO_COME, starts_at__isnull=False)
    rows = slots.select_related("window", "student")
    return [slot for slot in rows if not fits(slot, slot.window, plan.minutes)]


def give_up(plan: Plan, slots: list[Slot]) -> None:
    """Take the time of each; the page of the day says of each why she has no place."""
    for slot in slots:
        slot.window, slot.starts_at = None, None
        slot.let_go()
    Slot.objects.bulk_update(slots, ["window", "starts_at", "is_fixed", "reason", "detail"])
    left = dict(plan.findings.get("left_out", {}))
    left |= {slot.student.key: {"code": "block_changed", "params": {}} for slot in slots}
    plan.findings = plan.findings | {"left_out": left}
    plan.save(update_fields=["findings"])
