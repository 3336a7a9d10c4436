"""The teacher's hand on a plan: move, swap, fix, leave out, place, mark ready.

Each takes the plan's `version` as the page showed it, and raises `Stale` when it is no longer so.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from checkins.bookings import elsewhere
from checkins.models import Away, Plan, Reason, Slot, Window
from checkins.places import Place, Seating, minute_of, seating
from checkins.reasons import SHORT_WAIT
from checkins.services.bookings import NoPlace, no_place_if_booked
from checkins.services.versions import claim
from students.models import Section


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a student stands now, and who took the place she left, if anybody did."""

    called: str
    at: time
    label: str
    other: str = ""
    other_at: time | None = None


@dataclass(frozen=True, slots=True)
class _Table:
    """A plan's slots and places, while they are being changed."""

    plan: Plan
    slots: dict[int, Slot]  # by student
    windows: dict[int, Window]
    seats: Seating

    def sitting(self, place: Place) -> Slot | None:
        student = self.seats.held.get(place)
        return self.slots.get(student) if student else None

    def may_sit(self, slot: Slot, place: Place) -> bool:
        return self.seats.suits(slot.student_id, place)


@no_place_if_booked
@transaction.atomic
def move(*, slot: Slot, to: str, version: int, now: datetime) -> Moved:
    """Move a student `earlier` or `later` by a place, into another window, or to `window@9:30`.

    Whoever sits there trades places with her, unless fixed, met or away then. NoPlace else.
    """
    table = _laid(slot, version, now)
    slot = table.slots[slot.student_id]
    for place in _wanted(table, slot, to):
        sitting = table.sitting(place)
        if not table.may_sit(slot, place):
            continue
        if sitting is None:
            return _done(table, slot, place)
        if _may_trade(table, sitting, slot):
            return _traded(table, slot, sitting, place)
    raise NoPlace


@no_place_if_booked
@transaction.atomic
def swap(*, slot: Slot, other: Slot, version: int, now: datetime) -> Moved:
    """Let two students of one plan trade places."""
    table = _laid(slot, version, now)
    one, two = table.slots[slot.student_id], table.slots.get(other.student_id)
    if two is None or two.starts_at is None or two.window_id is None:
        raise NoPlace
    place = table.seats.at(two.window_id, minute_of(two.starts_at))
    if place is None or not table.may_sit(one, place) or not _may_trade(table, two, one):
        raise NoPlace
    return _traded(table, one, two, place)


@no_place_if_booked
@transaction.atomic
def place(*, slot: Slot, to: str, version: int, now: datetime) -> Moved:
    """Give a student without a place a free one: `window` (its first) or `window@9:30`."""
    table = _laid(slot, version, now)
    slot = table.slots[slot.student_id]
    for wanted in _wanted(table, slot, to):
        if table.sitting(wanted) is None and table.may_sit(slot, wanted):
            return _done(table, slot, wanted)
    raise NoPlace


@transaction.atomic
def fix(*, slot: Slot, version: int) -> Slot:
    """Keep this time whatever is planned again. A weak reason becomes the teacher's wish."""
    claim(slot.plan, version)
    slot.refresh_from_db()
    if slot.starts_at is None:
        raise NoPlace
    slot.is_fixed = True
    weak = slot.reason == Reason.DAYS_SINCE and slot.detail.get("days", 0) < SHORT_WAIT
    if weak:
        slot.detail = slot.detail | {"instead_of": slot.reason}
        slot.reason = Reason.WISH
    return _saved(slot)


@transaction.atomic
def unfix(*, slot: Slot, version: int) -> Slot:
    """Let the time be planned again."""
    claim(slot.plan, version)
    slot.refresh_from_db()
    slot.is_fixed = False
    if slot.reason == Reason.WISH and "promise" not in slot.detail:
        slot.reason = slot.detail.pop("instead_of", Reason.DAYS_SINCE)
    return _saved(slot)


@transaction.atomic
def drop(*, slot: Slot, version: int) -> Slot:
    """Leave a student out of this day; she stands with those who are not placed."""
    claim(slot.plan, version)
    slot.refresh_from_db()
    if slot.state == Slot.State.DONE:
        raise NoPlace
    slot.window, slot.starts_at, slot.is_fixed = None, None, False
    slot.detail = slot.detail | {"dropped": True}
    return _saved(slot)


@transaction.atomic
def mark_ready(*, section: Section, day: date) -> bool:
    """Show students their times; False when there is no check-in plan for the day."""
    plan = section.checkin_plans.filter(on=day).first()
    if plan is None:
        return False
    claim(plan, state=Plan.State.READY)
    section.beat()
    return True


def _saved(slot: Slot) -> Slot:
    slot.save()
    slot.plan.section.beat()
    return slot


def _laid(slot: Slot, version: int, now: datetime) -> _Table:
    """Claim the plan, then read it as it stands (5 queries). NoPlace for who was met already."""
    plan = claim(slot.plan, version)
    local = plan.section.school.local(now)
    since = minute_of(local.time()) if plan.on == local.date() else 0
    slots = list(plan.slots.select_related("student", "window"))
    if any(one.pk == slot.pk and one.state == Slot.State.DONE for one in slots):
        raise NoPlace
    windows = list(plan.section.windows.filter(on=plan.on))
    ids = [slot.student_id for slot in slots]
    other = elsewhere(plan.section, plan.on, ids, windows)
    aways = [*Away.objects.on_day(plan.on).filter(student__in=ids), *other.aways]
    seats = seating(
        plan, windows=windows, slots=slots, away_times=aways, since=since, busy=other.busy
    )
    return _Table(plan, {s.student_id: s for s in slots}, {w.pk: w for w in windows}, seats)


def _wanted(table: _Table, slot: Slot, to: str) -> list[Place]:
    """The places that answer to `to`, the best first."""
    places = table.seats.places
    here = minute_of(slot.starts_at) if slot.starts_at else None
    if to == "earlier" and here is not None:
        return [place for place in reversed(places) if place.start < here]
    if to == "later" and here is not None:
        return [place for place in places if place.start > here]
    key, _at, clock = to.partition("@")
    found = [place for place in places if table.windows[place.window_id].key == key]
    if clock:
        return [place for place in found if f"{place.at:%H:%M}" == clock]
    free = [place for place in found if place not in table.seats.held]
    return free or found


def _may_trade(table: _Table, sitting: Slot, slot: Slot) -> bool:
    """Whether the one who sits there may take the place that `slot` leaves."""
    if sitting.is_fixed or sitting.state != Slot.State.PLANNED or slot.starts_at is None:
        return False
    left = Place(minute_of(slot.starts_at), slot.window_id or 0)
    return left in table.seats.places and table.may_sit(sitting, left)


def _done(table: _Table, slot: Slot, place: Place) -> Moved:
    slot.window, slot.starts_at = table.windows[place.window_id], place.at
    slot.state = Slot.State.PLANNED
    slot.detail.pop("dropped", None)
    slot.save()
    table.plan.section.beat()
    return Moved(slot.student.called, place.at, slot.window.label)


def _traded(table: _Table, slot: Slot, sitting: Slot, place: Place) -> Moved:
    """Clear one time first: nobody sits on a taken place, not for a moment."""
    left, left_window = slot.starts_at, slot.window
    Slot.objects.filter(pk=slot.pk).update(starts_at=None)
    sitting.window, sitting.starts_at = left_window, left
    sitting.save()
    moved = _done(table, slot, place)
    return Moved(moved.called, moved.at, moved.label, sitting.student.called, left)
