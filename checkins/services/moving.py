"""The teacher's hand on a plan: move, swap, place.

Each takes the plan's `version` as the page showed it, and raises `Stale` when it is no longer so.
"""

from datetime import datetime, time
from typing import Any

from django.db import transaction

from checkins.bookings import elsewhere
from checkins.models import Away, Plan, Slot, Window
from checkins.places import Place, Seating, minute_of, seating
from checkins.services.bookings import NoPlace, no_place_if_booked
from checkins.services.undoing import remember, snapshot
from checkins.services.versions import claim
from plc.frozen import frozen


@frozen
class Moved:
    """Where a student stands now, and who took the place she left, if anybody did."""

    called: str
    at: time
    label: str
    other: str = ""
    other_at: time | None = None


@frozen
class _Table:
    """A plan's slots and places, while they are being changed."""

    plan: Plan
    slots: dict[int, Slot]  # by student
    windows: dict[int, Window]
    seats: Seating
    aways: list[Away]
    before: dict[str, Any]

    def sitting(self, place: Place) -> Slot | None:
        student = self.seats.held.get(place)
        return self.slots.get(student) if student else None

    def why_not(self, slot: Slot, place: Place) -> NoPlace:
        """What keeps `slot` from this place."""
        sitting = self.sitting(place)
        if not self.may_sit(slot, place):
            return NoPlace("away", slot.student.called, self._away(slot, place))
        if sitting is None or slot.starts_at is None:
            return NoPlace("taken")
        if sitting.is_fixed or sitting.state != Slot.State.PLANNED:
            return NoPlace("fixed", sitting.student.called)
        left = Place(minute_of(slot.starts_at), slot.window_id or 0)
        if not self.may_sit(sitting, left):
            return NoPlace("other_away", sitting.student.called, self._away(sitting, left))
        return NoPlace("taken")

    def _away(self, slot: Slot, place: Place) -> Away | None:
        end = place.start + self.seats.minutes
        mine = (away for away in self.aways if away.student_id == slot.student_id)
        return next((a for a in mine if _meets(a, place.start, end)), None)

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
    wanted = _wanted(table, slot, to)
    for place in wanted:
        sitting = table.sitting(place)
        if not table.may_sit(slot, place):
            continue
        if sitting is None and not table.seats.is_taken(place):
            return _done(table, slot, place)
        if sitting is not None and _may_trade(table, sitting, slot):
            return _traded(table, slot, sitting, place)
    raise table.why_not(slot, wanted[0]) if wanted else NoPlace


@no_place_if_booked
@transaction.atomic
def swap(*, slot: Slot, other: Slot, version: int, now: datetime) -> Moved:
    """Let two students of one plan trade places."""
    table = _laid(slot, version, now)
    one, two = table.slots[slot.student_id], table.slots.get(other.student_id)
    if two is None or two.starts_at is None or two.window_id is None:
        raise NoPlace
    place = table.seats.at(two.window_id, minute_of(two.starts_at))
    if place is None:
        raise NoPlace
    if not table.may_sit(one, place) or not _may_trade(table, two, one):
        raise table.why_not(one, place)
    return _traded(table, one, two, place)


@no_place_if_booked
@transaction.atomic
def place(*, slot: Slot, to: str, version: int, now: datetime) -> Moved:
    """Give a student without a place a free one: `window` (its first) or `window@9:30`."""
    table = _laid(slot, version, now)
    slot = table.slots[slot.student_id]
    wanted = _wanted(table, slot, to)
    for one in wanted:
        if not table.seats.is_taken(one) and table.may_sit(slot, one):
            return _done(table, slot, one)
    raise table.why_not(slot, wanted[0]) if wanted else NoPlace


def _laid(slot: Slot, version: int, now: datetime) -> _Table:
    """Claim the plan, then read it as it stands. NoPlace for who was met already, or is absent."""
    plan = claim(slot.plan, version)
    local = plan.section.school.local(now)
    since = minute_of(local.time()) if plan.on == local.date() else 0
    slots = list(plan.slots.select_related("student", "window"))
    for one in slots:
        if one.pk == slot.pk and one.state in _CANNOT:
            raise NoPlace(_CANNOT[Slot.State(one.state)], one.student.called)
    windows = list(plan.section.windows.filter(on=plan.on))
    ids = [slot.student_id for slot in slots]
    other = elsewhere(plan.section, plan.on, ids, windows)
    aways = [*Away.objects.on_day(plan.on).filter(student__in=ids), *other.aways]
    seats = seating(
        plan, windows=windows, slots=slots, away_times=aways, since=since, busy=other.busy
    )
    return _Table(
        plan=plan,
        slots={s.student_id: s for s in slots},
        windows={w.pk: w for w in windows},
        seats=seats,
        aways=aways,
        before=snapshot(plan, slots),
    )


_CANNOT = {Slot.State.DONE: "met", Slot.State.ABSENT: "absent"}


def _meets(away: Away, start: int, end: int) -> bool:
    return minute_of(away.starts_at) < end and start < minute_of(away.ends_at)


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
    free = [place for place in found if not table.seats.is_taken(place)]
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
    remember(table.plan, table.before)
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
