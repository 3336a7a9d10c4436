"""The live page put together: the whole of it, or the side that a poll brings."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from checkins.board.live.card import NowCard, bare_card, card
from checkins.board.live.hands import HandRow, hands_up
from checkins.board.live.turns import DayTurn, Queue, Turn, minutes_left
from checkins.board.rows import SlotRow
from checkins.models import CheckIn, Plan, Slot, Window
from checkins.places import clock_format
from plc.frozen import frozen
from plc.prepared import prepared
from students.models import Section

SHOWN_NEXT = 5


@frozen
class LiveBoard:
    """`state`: "no_plan", "ahead" (a later day), "past", "over" (everybody met), "missed" (nobody
    has a time, and minutes are left), "ended" (nor are there minutes), or "live"."""

    on: date
    state: str
    clock: str = "g:i"  # how the school writes a time
    plan_key: str = ""
    version: int = 0
    can_undo: bool = False  # the last change of the plan was made on this page, and is the last
    to_open: str = ""  # key of the window that may begin late
    window: str = ""
    window_ends: time | None = None
    window_left: int = 0
    strip: tuple[str, ...] = ()
    strip_words: str = ""
    now: NowCard | None = None
    following: tuple[SlotRow, ...] = ()
    more: int = 0
    missed: tuple[SlotRow, ...] = ()  # whose block is over
    is_missed: bool = False  # the child who is here is one of them
    behind: int = 0
    hands: tuple[HandRow, ...] = ()
    turns: tuple[DayTurn, ...] = ()  # the whole day
    met: int = 0
    total: int = 0
    to_come: int = 0  # who has a place and was not met yet
    not_placed: int = 0

    @property
    def next_called(self) -> str:
        return self.following[0].called if self.following else ""

    @property
    def now_key(self) -> str:
        return self.now.row.key if self.now else ""


def live_board(section: Section, day: date, now: datetime, *, chosen: str = "") -> LiveBoard:
    """The live page of a class's day (7 queries). `chosen` is the slot the teacher turned to."""
    return _board(section, day, now, chosen, card_too=True)


def live_side(section: Section, day: date, now: datetime, *, chosen: str = "") -> LiveBoard:
    """The same without the card of the child who is here: what a poll brings (4 queries)."""
    return _board(section, day, now, chosen, card_too=False)


def _board(section: Section, day: date, now: datetime, chosen: str, *, card_too: bool) -> LiveBoard:
    local = section.school.local(now)
    today = local.date()
    plan = next(iter(_plans(section.pk, day)), None)
    hands = hands_up(section.pk, day, local) if day == today else ()
    if plan is None:
        return LiveBoard(day, "no_plan", hands=hands)
    queue = Queue(plan, chosen, local, plan.day_ends)
    current = queue.current
    behind, shown = 0, None
    if current and day == today:
        began = _began(section, current, queue, local)
        behind = 0 if current in queue.missed else _behind(current, plan, began, local)
        shown = card(current, plan, began, local) if card_too else bare_card(current, local)
    strip = queue.strip if card_too else ()
    absent = queue.count(Slot.State.ABSENT)
    return LiveBoard(
        on=day,
        state=state_of(day, today, queue),
        clock=clock_format(section.school),
        plan_key=plan.key,
        version=plan.version,
        can_undo=day == today and plan.can_undo and "blocks" not in plan.undo,
        to_open=queue.to_open(local) if day == today else "",
        window=(current.window or "") if current else "",
        window_ends=current.closes_at if current else None,
        window_left=minutes_left(current, day, local),
        strip=strip,
        strip_words=queue.strip_words(strip),
        now=shown,
        following=tuple(turn.row(today) for turn in queue.waiting[:SHOWN_NEXT]),
        more=max(0, len(queue.waiting) - SHOWN_NEXT),
        missed=tuple(turn.missed_row(today) for turn in queue.missed if turn is not current),
        is_missed=current in queue.missed,
        behind=behind,
        hands=hands,
        turns=queue.day if card_too else (),
        met=queue.count(Slot.State.DONE),
        total=len(queue.turns) - absent,
        to_come=queue.to_come,
        not_placed=_not_placed(plan, queue),
    )


def state_of(day: date, today: date, queue: Queue) -> str:
    if day != today:
        return "past" if day < today else "ahead"
    if queue.current:
        return "live"
    if not queue.missed:
        return "over"
    return "ended" if queue.is_day_over else "missed"


def _not_placed(plan: Plan, queue: Queue) -> int:
    """How many find no place; a plan over several days has one for them on another (1 query)."""
    left = queue.not_placed
    if not left or plan.round_from is None:
        return len(left)
    others = Slot.objects.filter(
        plan__section=plan.section_id, plan__round_from=plan.round_from, window__isnull=False
    )
    return len(left) - others.filter(student__in=left).values("student").distinct().count()


def _began(section: Section, turn: Turn, queue: Queue, local: datetime) -> datetime:
    """When this check-in began: at its time, or when the one before it was done, if later."""
    if queue.is_turned or turn.starts_at is None:
        return local
    planned = section.school.local(section.school.at(local.date(), turn.starts_at))
    last = _last_held_at(section.pk, local.date())
    return max(planned, section.school.local(last[0])) if last else planned


def _behind(turn: Turn, plan: Plan, began: datetime, local: datetime) -> int:
    """Whole minutes that the day runs late."""
    if turn.starts_at is None:
        return 0
    planned = datetime.combine(plan.on, turn.starts_at, tzinfo=local.tzinfo)
    overrun = local - (planned + timedelta(minutes=plan.minutes + plan.gap))
    late = max(began - planned, overrun, timedelta(0))
    return int(late.total_seconds() // 60)


@prepared
def _plans(section_id: int, day: date) -> QuerySet[Plan]:
    blocks = Window.objects.filter(section=OuterRef("section"), on=OuterRef("on"), adult=None)
    last = blocks.order_by("-ends_at").values("ends_at")[:1]
    return Plan.objects.filter(section=section_id, on=day).annotate(day_ends=Subquery(last))


@prepared
def _last_held_at(section_id: int, day: date) -> QuerySet[CheckIn, Any]:
    held = CheckIn.objects.filter(section=section_id, held_on=day).order_by("-held_at")
    return held.values_list("held_at", flat=True)[:1]
