"""Where check-ins can stand in a day: the starts its windows give, who sits there, who may.

Times are minutes after midnight here, as in the planner; `minute_of` and `clock_time` convert.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time

from checkins.models import Away, Plan, Slot, Window
from checkins.planner import slots_between
from plc.frozen import frozen
from students.models import School

Stretch = tuple[int, int]


def minute_of(moment: time) -> int:
    """Minutes after midnight; seconds are cut."""
    return moment.hour * 60 + moment.minute


def clock_format(school: School) -> str:
    """How this school writes a time (a Django time format); its hours leave no doubt of am."""
    return "H:i" if school.clock_24h else "g:i"


def clock_time(minute: int) -> time:
    return time(minute // 60, minute % 60)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A start in a window. Sorts by time."""

    start: int
    window_id: int

    @property
    def at(self) -> time:
        return clock_time(self.start)


@frozen
class Seating:
    """The places of a day and the students (by id) who hold some of them."""

    places: tuple[Place, ...]
    minutes: int
    held: Mapping[Place, int] = field(default_factory=dict)  # who (a student's id) sits where
    away: Mapping[int, list[Stretch]] = field(default_factory=dict)
    gap: int = 0

    def suits(self, student_id: int, place: Place) -> bool:
        """Whether the student is in class for the whole of this place."""
        return is_free(self.away.get(student_id, ()), place.start, self.minutes)

    def free(self) -> Iterator[Place]:
        """Places that nobody sits on, nor so near that the two would be at once."""
        return (place for place in self.places if not self.is_taken(place))

    def is_taken(self, place: Place) -> bool:
        step = self.minutes + self.gap
        return any(
            held.window_id == place.window_id and abs(place.start - held.start) < step
            for held in self.held
        )

    def free_for(self, student_id: int) -> Iterator[Place]:
        """Free places this student could come to, earliest first."""
        return (place for place in self.free() if self.suits(student_id, place))

    def at(self, window_id: int, start: int) -> Place | None:
        place = Place(start, window_id)
        return place if place in self.places else None


def places_of(
    windows: Iterable[Window],
    *,
    minutes: int,
    gap: int,
    since: int = 0,
    busy: Mapping[int, list[Stretch]] | None = None,
    lost: Iterable[Stretch] = (),
) -> tuple[Place, ...]:
    """Every start the windows give for check-ins of `minutes`, from minute `since` on.

    `busy` is when the adult of a window (by its id) is taken elsewhere; minutes that are `lost`
    give no place at all.
    """
    lost = tuple(lost)
    found = (
        Place(start, window.pk)
        for window in windows
        for start in starts_of(window, minutes=minutes, gap=gap)
        if start >= since
        and is_free((busy or {}).get(window.pk, ()), start, minutes)
        and is_free(lost, start, minutes)
    )
    return tuple(sorted(found))


def is_free(taken: Iterable[Stretch], start: int, minutes: int) -> bool:
    """Whether none of the `taken` stretches shares a minute with a check-in at `start`."""
    return all(to <= start or start + minutes <= since for since, to in taken)


def starts_of(window: Window, *, minutes: int, gap: int) -> tuple[int, ...]:
    return slots_between(minute_of(window.starts_at), minute_of(window.ends_at), minutes, gap)


def lost_of(plan: Plan) -> tuple[Stretch, ...]:
    """The minutes of a plan's day that came to nothing."""
    return tuple((start, end) for start, end in plan.lost)


def stretches(away_times: Iterable[Away]) -> dict[int, list[Stretch]]:
    """Who is away when, by student id."""
    found: dict[int, list[Stretch]] = {}
    for away in away_times:
        stretch = (minute_of(away.starts_at), minute_of(away.ends_at))
        found.setdefault(away.student_id, []).append(stretch)
    return found


def seating(
    plan: Plan,
    *,
    windows: Iterable[Window],
    slots: Iterable[Slot],
    away_times: Iterable[Away],
    since: int = 0,
    busy: Mapping[int, list[Stretch]] | None = None,
) -> Seating:
    """How a plan sits now; places before minute `since` are gone."""
    held = {
        Place(minute_of(slot.starts_at), slot.window_id): slot.student_id
        for slot in slots
        if slot.starts_at and slot.window_id and slot.state in {Slot.State.PLANNED, Slot.State.DONE}
    }
    places = places_of(
        windows, minutes=plan.minutes, gap=plan.gap, since=since, busy=busy, lost=lost_of(plan)
    )
    return Seating(places, plan.minutes, held, stretches(away_times), plan.gap)


def fits(slot: Slot, window: Window | None, minutes: int) -> bool:
    """Whether a slot's time still lies in its window; blocks move after planning."""
    if window is None or slot.starts_at is None:
        return False
    start = minute_of(slot.starts_at)
    return minute_of(window.starts_at) <= start <= minute_of(window.ends_at) - minutes
