"""What a day's plan looks like to a page."""

from dataclasses import field
from datetime import date, time

from checkins.board.rows import SlotRow
from checkins.models import Offer as SchoolOffer
from plc.frozen import frozen
from students.models import Student


@frozen
class Offer:
    """A place that one button gives: `to` is what the form posts."""

    to: str
    at: time
    label: str


@frozen
class NotPlaced:
    """A student without a place: why, and the best place there is (None: no place is free)."""

    row: SlotRow
    cause: str
    offer: Offer | None
    is_dropped: bool = False


@frozen
class NoRoom:
    """Students for whom no place is free, all for one cause."""

    cause: str
    rows: tuple[SlotRow, ...]


@frozen
class Free:
    """A place that nobody has: `to` is what a form posts to take it."""

    at: time
    to: str
    is_free: bool = True


@frozen
class WindowRow:
    """Free minutes of the day with those who have a place in them; `free` are places left."""

    pk: int
    key: str
    label: str
    starts_at: time
    ends_at: time
    places: int
    slots: tuple[SlotRow, ...]
    free: tuple[time, ...]
    is_open: bool = False  # today, and not over yet

    @property
    def rows(self) -> list[SlotRow | Free]:
        """Those who have a place and the places that are free, by time."""
        free = [Free(at, f"{self.key}@{at:%H:%M}") for at in self.free]
        return sorted([*self.slots, *free], key=lambda row: row.at or time.min)


@frozen
class OtherDay:
    """Another day of the same plan, and who comes then."""

    on: date
    called: tuple[str, ...]


@frozen
class PlanBoard:
    """A day's check-in plan. Without one (`plan_key` is empty) the sum is what would be needed."""

    on: date
    plan_key: str
    version: int
    minutes: int
    gap: int
    is_ready: bool
    is_past: bool
    needs: str
    has: str
    is_short: bool
    total: int
    placed: int
    clock: str = "g:i"  # how the school writes a time
    windows: tuple[WindowRow, ...] = ()
    not_placed: tuple[NotPlaced, ...] = ()
    absent: tuple[SlotRow, ...] = ()
    unplanned: tuple[Student, ...] = ()  # in class, and not in the plan: planning again takes them
    is_today: bool = False
    round_words: str = ""
    other_days: tuple[OtherDay, ...] = ()  # of a plan over several days
    days_words: str = ""  # "12 on Jan 21, 16 by Jan 26"
    lost: tuple[tuple[time, time], ...] = ()  # minutes that came to nothing
    can_undo: bool = False
    help: tuple[SchoolOffer, ...] = ()  # that the school offers the class
    by_pk: dict[int, WindowRow] = field(default_factory=dict)

    @property
    def waiting(self) -> tuple[NotPlaced, ...]:
        """Who should have a place and has none."""
        return tuple(left for left in self.not_placed if not left.is_dropped)

    @property
    def apart(self) -> tuple[NotPlaced, ...]:
        """Those without a place for whom one button does something."""
        return tuple(left for left in self.not_placed if left.offer or left.is_dropped)

    @property
    def no_room(self) -> tuple[NoRoom, ...]:
        """The others, by cause."""
        found: dict[str, list[SlotRow]] = {}
        for left in self.waiting:
            if not left.offer:
                found.setdefault(left.cause, []).append(left.row)
        return tuple(NoRoom(cause, tuple(rows)) for cause, rows in found.items())

    @property
    def is_full(self) -> bool:
        """Whether those who wait cannot each be given a free place of her own."""
        offered = {left.offer.to for left in self.waiting if left.offer}
        return len(offered) < len(self.waiting)

    @property
    def is_running(self) -> bool:
        """Whether the day has minutes left that something may come between."""
        return any(window.is_open for window in self.windows)

    @property
    def exists(self) -> bool:
        return bool(self.plan_key)

    def window(self, pk: int | None) -> WindowRow | None:
        return self.by_pk.get(pk) if pk else None
