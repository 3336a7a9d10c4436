"""One step back: how a plan stood before its last change.

A change that can be taken back looks at the plan first (`snapshot`) and keeps that with the
version it made (`remember`). Once anything else has changed the plan, there is no way back.

Beside it stays a trail: who sat where at the last few versions, for whoever comes second.
"""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django.db import transaction

from checkins.models import Absence, Plan, Slot
from checkins.services.bookings import no_place_if_booked
from checkins.services.versions import Stale, claim

_FIELDS = ("window_id", "starts_at", "state", "is_fixed", "reason", "detail", "need")
# Not its state: times that students were told stay told.
_OF_PLAN = ("minutes", "gap", "lost", "findings", "round_from")
_SEAT = [1, 2, 3]  # of _FIELDS: when, whether she was met or is absent, whether her time is fixed
_TRAIL = 6  # versions


def snapshot(plan: Plan, slots: Iterable[Slot] | None = None) -> dict[str, Any]:
    """A plan and its slots as they are (two queries; one with `slots` read already)."""
    slots = list(plan.slots.all()) if slots is None else list(slots)
    kept = {name: getattr(plan, name) for name in _OF_PLAN}
    kept["round_from"] = plan.round_from and plan.round_from.isoformat()
    absences = Absence.objects.filter(student__in=[s.student_id for s in slots], on=plan.on)
    return kept | {
        "slots": [[slot.pk, *(_plain(getattr(slot, name)) for name in _FIELDS)] for slot in slots],
        "absent": list(absences.values_list("student", flat=True)),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    return dict(value) if isinstance(value, dict) else value


def remember(plan: Plan, before: dict[str, Any], **more: Any) -> None:
    """Keep how the plan stood, for as long as nothing else changes it; `more` is the caller's."""
    plan.refresh_from_db(fields=["version", "undo"])
    trail = _trail(plan, before)
    plan.undo = before | more | {"version": plan.version, "trail": trail}
    plan.save(update_fields=["undo"])


def forget(plan: Plan, before: dict[str, Any] | None = None) -> None:
    """Offer no step back any more. With `before`, how the plan stood, the trail goes on."""
    plan.refresh_from_db(fields=["version", "undo"])
    trail = _trail(plan, before) if before else plan.undo.get("trail", [])
    plan.undo = {"trail": trail}
    plan.save(update_fields=["undo"])


def _trail(plan: Plan, before: Mapping[str, Any]) -> list[list[Any]]:
    """Who sat where at earlier versions: [[version, {slot: [time, state, fixed]}], ...]."""
    seats = {str(pk): [row[at] for at in _SEAT] for pk, *row in before["slots"]}
    was = plan.version - 1
    known = [entry for entry in plan.undo.get("trail", ()) if entry[0] != was]
    return [*known, [was, seats]][-_TRAIL:]


def seats_at(plan: Plan, version: int) -> dict[str, list[Any]]:
    """Who sat where when the plan had this version; empty when that is too long ago.

    What changes one slot on the live day leaves no trail: then the next version that left one.
    """
    trail = plan.undo.get("trail", [])
    is_cut = len(trail) == _TRAIL and trail[0][0] > version
    found = [] if is_cut else [seats for made, seats in trail if made >= version]
    return found[0] if found else {}


@no_place_if_booked
@transaction.atomic
def undo(*, plan: Plan, version: int) -> dict[str, Any]:
    """Put the plan back to where it stood before its last change; returns what was kept.

    Stale when that change is not the last one any more; NoPlace when somebody is booked elsewhere
    by now at a time that it would give back.
    """
    claim(plan, version)
    plan.refresh_from_db()
    kept: dict[str, Any] = plan.undo
    trail = _trail(plan, snapshot(plan))
    if kept.get("version") != version:
        raise Stale
    for name in _OF_PLAN:
        setattr(plan, name, kept[name])
    plan.undo = {"trail": trail}
    plan.save(update_fields=[*_OF_PLAN, "undo"])
    _put_back(plan, {row[0]: row[1:] for row in kept["slots"]})
    _absences(plan, set(kept["absent"]))
    _take_away(kept.get("later", ()))
    plan.section.beat()
    return kept


def _put_back(plan: Plan, rows: dict[int, list[Any]]) -> None:
    """Clear every time first: nobody sits on a taken place, not for a moment."""
    plan.slots.exclude(pk__in=rows).delete()
    plan.slots.update(starts_at=None)
    windows = set(plan.section.windows.filter(on=plan.on).values_list("pk", flat=True))
    slots = list(plan.slots.all())
    for slot in slots:
        for name, value in zip(_FIELDS, rows[slot.pk], strict=True):
            setattr(slot, name, value)
        if slot.window_id not in windows:
            slot.window_id, slot.starts_at = None, None
    Slot.objects.bulk_update(slots, [*_FIELDS])


def _absences(plan: Plan, absent: set[int]) -> None:
    mine = Absence.objects.filter(on=plan.on, student__in=plan.slots.values("student"))
    mine.exclude(student__in=absent).delete()
    known = set(mine.values_list("student", flat=True))
    Absence.objects.bulk_create(
        Absence(student_id=pk, on=plan.on, school_id=plan.school_id) for pk in absent - known
    )


def _take_away(days: Iterable[dict[str, Any]]) -> None:
    """What was planned on later days, as far as it is still to come."""
    for day in days:
        plan = Plan.objects.filter(pk=day["plan"]).first()
        if plan is None:
            continue
        claim(plan)
        Slot.objects.filter(pk__in=day["slots"], plan=plan, state=Slot.State.PLANNED).delete()
        if day["is_new"] and not plan.slots.exists():
            plan.delete()
