"""A day's check-ins in the order they are held, as the live page reads them: plain rows."""

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from checkins.board.rows import SlotRow
from checkins.models import Plan, Slot
from checkins.reasons import ICONS, in_words
from plc.frozen import frozen
from plc.prepared import prepared

MAY_OPEN_LATE = timedelta(minutes=15)  # before and after a block begins
GRACE = timedelta(minutes=15)  # so long a teacher may still be with a child after the block's end


class Turn(NamedTuple):
    """A student's place in the day: one row of `_turns`, whose columns these are.

    A plan has thirty and the page shows six, so `because` stays text until one is shown.
    """

    pk: int
    key: str
    state: str
    starts_at: time | None
    is_fixed: bool
    reason: str
    student_id: int
    student_key: str
    name: str
    called: str
    picture: str
    tint: str
    window_id: int | None
    window: str | None
    window_key: str | None
    opens_at: time | None
    closes_at: time | None
    because: str

    @property
    def detail(self) -> dict[str, Any]:
        """The reason's parameters."""
        found: dict[str, Any] = json.loads(self.because)
        return found

    @property
    def is_settled(self) -> bool:
        return self.state in {Slot.State.DONE, Slot.State.ABSENT}

    def is_to_come(self, minutes: int) -> bool:
        """Whether she will still be met today; blocks move after planning, and leave some out."""
        if self.state == Slot.State.LATER:
            return True
        if self.state != Slot.State.PLANNED or not (
            self.starts_at and self.opens_at and self.closes_at
        ):
            return False
        last = self.closes_at.hour * 60 + self.closes_at.minute - minutes
        here = self.starts_at.hour * 60 + self.starts_at.minute
        return self.opens_at <= self.starts_at and here <= last

    def is_over(self, local: datetime, day_ends: time | None) -> bool:
        """Whether her block has ended, with some grace; without a place, the day's last block."""
        ends = self.closes_at if self.starts_at else day_ends
        return ends is not None and _past(ends, local)

    def missed_row(self, today: date) -> SlotRow:
        """What the class may see of it once her block is over."""
        block = self.window if self.starts_at else None
        words = _("not met in %(block)s") % {"block": block} if block else _("not met")
        return replace(self.row(today), reason=words)

    def row(self, today: date) -> SlotRow:
        """What the class may see of it."""
        return SlotRow(
            key=self.key,
            student_id=self.student_id,
            student_key=self.student_key,
            name=self.name,
            called=self.called,
            picture=self.picture or "user",
            tint=self.tint,
            at=self.starts_at,
            window_id=self.window_id,
            state=self.state,
            is_fixed=self.is_fixed,
            reason=in_words(self, today, room_safe=True),
            reason_icon=ICONS[self.reason],
        )


@frozen
class DayTurn:
    """One student in the list of the whole day. `mark` is d done, n now, or empty to come."""

    key: str
    called: str
    at: time | None
    window: str
    state: str
    mark: str
    is_missed: bool


class Queue:
    """A plan's turns in the order they are held: by time, then those put off without a time.

    `missed` are those whose block is over on the running day: they are turned to, never next.
    """

    def __init__(
        self, plan: Plan, chosen: str, local: datetime, day_ends: time | None = None
    ) -> None:
        turns = [Turn._make(row) for row in _turns(plan.pk)]
        here = [turn for turn in turns if turn.is_to_come(plan.minutes)]
        self._stand(turns, here, chosen, local if plan.on == local.date() else None, day_ends)

    def _stand(
        self,
        turns: list[Turn],
        unmet: list[Turn],
        chosen: str,
        local: datetime | None,
        day_ends: time | None,
    ) -> None:
        """`local` is the time of the running day; of another day nothing is missed or late."""
        self.turns = turns
        unmet.sort(key=by_time)
        self.missed = [turn for turn in unmet if local and turn.is_over(local, day_ends)]
        to_come = [turn for turn in unmet if turn not in self.missed]
        first = to_come[0] if to_come else None
        turned = next((turn for turn in unmet if turn.key == chosen), None)
        self.current = turned or first
        self.is_turned = self.current is not first
        self.waiting = [turn for turn in to_come if turn is not self.current]
        self.is_day_over = bool(local and day_ends and _past(day_ends, local))

    @property
    def day(self) -> tuple[DayTurn, ...]:
        """Everybody of the day, those without a time last."""
        missed = set(self.missed)
        return tuple(
            DayTurn(
                t.key, t.called, t.starts_at, t.window or "", t.state, self._mark(t), t in missed
            )
            for t in sorted(self.turns, key=by_time)
        )

    @property
    def to_come(self) -> int:
        return len(self.waiting) + (self.current is not None)

    def count(self, state: str) -> int:
        return sum(turn.state == state for turn in self.turns)

    @property
    def not_placed(self) -> list[int]:
        """Those of the day (students' ids) who will not be met, less whom the teacher left out."""
        here = {turn.pk for turn in [*self.waiting, self.current] if turn}
        left = [turn for turn in self.turns if not turn.is_settled and turn.pk not in here]
        return [turn.student_id for turn in left if "dropped" not in turn.detail]

    @property
    def strip(self) -> tuple[str, ...]:
        """One mark for each check-in of this window."""
        return tuple(self._mark(turn) for turn in self._in_window)

    def _mark(self, turn: Turn) -> str:
        return "d" if turn.state == Slot.State.DONE else "n" if turn is self.current else ""

    @property
    def _in_window(self) -> list[Turn]:
        if self.current is None or self.current.window_id is None:
            return []
        here = self.current.window_id
        return sorted((t for t in self.turns if t.window_id == here and t.starts_at), key=by_time)

    def to_open(self, local: datetime) -> str:
        """The key of the current turn's window if it opens soon or has just opened, with nobody met
        in it yet: it may begin late. Else empty."""
        turn = self.current
        if turn is None or turn.opens_at is None or "d" in self.strip:
            return ""
        opened = local - datetime.combine(local.date(), turn.opens_at, tzinfo=local.tzinfo)
        return turn.window_key or "" if abs(opened) < MAY_OPEN_LATE else ""

    def strip_words(self, strip: tuple[str, ...]) -> str:
        return _("%(done)s of %(total)s check-ins done in this block") % {
            "done": strip.count("d"),
            "total": len(strip),
        }


def _past(ends: time, local: datetime) -> bool:
    return local > datetime.combine(local.date(), ends, tzinfo=local.tzinfo) + GRACE


def by_time(turn: Turn) -> tuple[bool, time, int]:
    return turn.starts_at is None, turn.starts_at or time.min, turn.pk


def minutes_left(turn: Turn | None, day: date, local: datetime) -> int:
    """Whole minutes until the window of this turn closes, once it is open."""
    if turn is None or turn.opens_at is None or turn.closes_at is None:
        return 0
    if local.time() < turn.opens_at:
        return 0
    ends = datetime.combine(day, turn.closes_at, tzinfo=local.tzinfo)
    return max(0, (ends - local) // timedelta(minutes=1))


# What `Turn` is made of, in its order; `because` is the detail as text.
COLUMNS = (
    *("pk", "key", "state", "starts_at", "is_fixed", "reason"),
    *("student", "student__key", "student__name", "student__called"),
    *("student__picture", "student__tint"),
    *("window", "window__label", "window__key", "window__starts_at", "window__ends_at", "because"),
)


@prepared
def _turns(plan_id: int) -> QuerySet[Slot, Any]:
    """The class's own: whom another adult meets is not in this teacher's queue."""
    mine = Slot.objects.filter(plan=plan_id, window__adult=None)
    return mine.annotate(because=Cast("detail", TextField())).values_list(*COLUMNS)
