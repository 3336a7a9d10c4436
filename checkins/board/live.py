"""The day as it runs: who is here now, who is next, whose hand is up. Safe to be seen by the class:
no needs, no notes, no moods."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.board.rows import SlotRow, slot_row
from checkins.models import CheckIn, HelpRequest, Plan, Reason, Slot, Topic, Window
from checkins.places import clock_format, fits
from goals.models import Goal
from plc.prepared import prepared
from students.models import Section

SHOWN_NEXT = 5
SOON = timedelta(minutes=3)  # nearer than this, a check-in counts as begun


@dataclass(frozen=True, slots=True)
class GoalCard:
    """The first open goal of the child who is here; `steps` are done or not."""

    title: str
    steps: tuple[bool, ...]
    words: str


@dataclass(frozen=True, slots=True)
class NowCard:
    """The child to be with. Instants are milliseconds since 1970, for the clock in the browser."""

    row: SlotRow
    has_begun: bool
    now_ms: int
    ends_ms: int
    seconds: int
    seconds_left: int
    question: str
    topic: str
    goal: GoalCard | None


@dataclass(frozen=True, slots=True)
class HandRow:
    """A raised hand and since when it has been up, in words."""

    key: str
    called: str
    picture: str
    tint: str
    words: str
    since: str


@dataclass(frozen=True, slots=True)
class LiveBoard:
    """`state`: "no_plan", "ahead" (a later day), "past", "over" (everybody met), or "live"."""

    on: date
    state: str
    clock: str = "g:i"  # how the school writes a time
    plan_key: str = ""
    window: str = ""
    window_ends: time | None = None
    window_left: int = 0
    strip: tuple[str, ...] = ()
    strip_words: str = ""
    now: NowCard | None = None
    following: tuple[SlotRow, ...] = ()
    more: int = 0
    behind: int = 0
    hands: tuple[HandRow, ...] = ()
    settled: tuple[SlotRow, ...] = ()  # met or absent, the last first
    met: int = 0
    total: int = 0
    not_placed: int = 0

    @property
    def next_called(self) -> str:
        return self.following[0].called if self.following else ""

    @property
    def now_key(self) -> str:
        return self.now.row.key if self.now else ""


def live_board(section: Section, day: date, now: datetime, *, chosen: str = "") -> LiveBoard:
    """The live page of a class's day (7 queries). `chosen` is the slot the teacher turned to."""
    return _board(section, day, now, chosen, card=True)


def live_side(section: Section, day: date, now: datetime, *, chosen: str = "") -> LiveBoard:
    """The same without the card of the child who is here: what a poll brings (5 queries)."""
    return _board(section, day, now, chosen, card=False)


def _board(section: Section, day: date, now: datetime, chosen: str, *, card: bool) -> LiveBoard:
    local = section.school.local(now)
    plan = next(iter(_plans(section.pk, day)), None)
    is_today = day == local.date()
    hands = tuple(_hand(hand, now) for hand in _waiting(section.pk)) if is_today else ()
    if plan is None:
        return LiveBoard(day, "no_plan", hands=hands)
    slots = _Queue(plan, _slots_of(plan), local, chosen)
    current, following = slots.current, slots.following
    window = current.window if current else None
    behind = 0
    now_card = None
    if current and is_today:
        began = _began(section, current, slots, local)
        behind = _behind(current, plan, began, local)
        if card:
            now_card = _card(current, plan, began, local)
        elif current:
            now_card = _bare(current, local.date())
    return LiveBoard(
        on=day,
        state=_state(day, local.date(), current),
        clock=clock_format(section.school),
        plan_key=plan.key,
        window=window.label if window else "",
        window_ends=window.ends_at if window else None,
        window_left=_minutes_left(window, local),
        strip=slots.strip,
        strip_words=slots.strip_words,
        now=now_card,
        following=following[:SHOWN_NEXT],
        more=max(0, len(following) - SHOWN_NEXT),
        behind=behind,
        hands=hands,
        settled=slots.settled,
        met=slots.met,
        total=len(slots.slots) - slots.count(Slot.State.ABSENT),
        not_placed=slots.not_placed,
    )


def _state(day: date, today: date, current: Slot | None) -> str:
    if day != today:
        return "past" if day < today else "ahead"
    return "live" if current else "over"


class _Queue:
    """A plan's slots in the order they are held: by time, then those put off without a time."""

    def __init__(self, plan: Plan, slots: list[Slot], local: datetime, chosen: str) -> None:
        self.slots = slots
        self.today = local.date()
        to_come = [slot for slot in slots if _is_to_come(slot, plan)]
        to_come.sort(key=lambda slot: (slot.starts_at is None, slot.starts_at or time.min, slot.pk))
        turned = [slot for slot in to_come if slot.key == chosen]
        self.first = to_come[0] if to_come else None
        self.current = turned[0] if turned else self.first
        self.is_turned = bool(turned) and turned[0] is not self.first
        self.waiting = [slot for slot in to_come if slot is not self.current]

    @property
    def following(self) -> tuple[SlotRow, ...]:
        return tuple(slot_row(slot, self.today, room_safe=True) for slot in self.waiting)

    @property
    def settled(self) -> tuple[SlotRow, ...]:
        done = {Slot.State.DONE, Slot.State.ABSENT}
        rows = [slot for slot in self.slots if slot.state in done]
        rows.sort(key=lambda slot: (slot.starts_at or time.min, slot.pk), reverse=True)
        return tuple(slot_row(slot, self.today, room_safe=True) for slot in rows)

    @property
    def met(self) -> int:
        return self.count(Slot.State.DONE)

    @property
    def not_placed(self) -> int:
        return len(self.slots) - len(self.waiting) - bool(self.current) - len(self.settled)

    def count(self, state: str) -> int:
        return sum(slot.state == state for slot in self.slots)

    @property
    def _in_window(self) -> list[Slot]:
        if self.current is None or self.current.window_id is None:
            return []
        here = [s for s in self.slots if s.window_id == self.current.window_id and s.starts_at]
        return sorted(here, key=lambda slot: slot.starts_at or time.min)

    @property
    def strip(self) -> tuple[str, ...]:
        """One mark for each check-in of this window: d done, n now, empty to come."""
        return tuple(
            "d" if slot.state == Slot.State.DONE else "n" if slot is self.current else ""
            for slot in self._in_window
        )

    @property
    def strip_words(self) -> str:
        done, every = self.strip.count("d"), len(self.strip)
        return _("%(done)s of %(total)s check-ins done in this block") % {
            "done": done,
            "total": every,
        }


def _is_to_come(slot: Slot, plan: Plan) -> bool:
    if slot.state == Slot.State.LATER:
        return True
    return slot.state == Slot.State.PLANNED and fits(slot, slot.window, plan.minutes)


def _began(section: Section, slot: Slot, queue: _Queue, local: datetime) -> datetime:
    """When this check-in began: at its time, or when the one before it was done, if later."""
    if queue.is_turned or slot.starts_at is None:
        return local
    planned = section.school.local(section.school.at(slot.plan.on, slot.starts_at))
    last = _last_held_at(section.pk, local.date())
    return max(planned, section.school.local(last[0])) if last else planned


def _behind(slot: Slot, plan: Plan, began: datetime, local: datetime) -> int:
    """Whole minutes that the day runs late."""
    if slot.starts_at is None:
        return 0
    planned = datetime.combine(plan.on, slot.starts_at, tzinfo=local.tzinfo)
    overrun = local - (planned + timedelta(minutes=plan.minutes + plan.gap))
    late = max(began - planned, overrun, timedelta(0))
    return int(late.total_seconds() // 60)


def _bare(slot: Slot, today: date) -> NowCard:
    return NowCard(slot_row(slot, today, room_safe=True), True, 0, 0, 0, 0, "", "", None)


def _card(slot: Slot, plan: Plan, began: datetime, local: datetime) -> NowCard:
    ends = began + timedelta(minutes=plan.minutes)
    goal = _goal(slot)
    return NowCard(
        row=slot_row(slot, local.date(), room_safe=True),
        has_begun=began - local <= SOON,
        now_ms=round(local.timestamp() * 1000),
        ends_ms=round(ends.timestamp() * 1000),
        seconds=plan.minutes * 60,
        seconds_left=max(0, round((ends - local).total_seconds())),
        question=_question(slot.reason),
        topic=_topic(slot.reason, goal),
        goal=goal,
    )


def _minutes_left(window: Window | None, local: datetime) -> int:
    if window is None or local.time() < window.starts_at:
        return 0
    ends = datetime.combine(window.on, window.ends_at, tzinfo=local.tzinfo)
    return max(0, int((ends - local).total_seconds() // 60))


def _goal(slot: Slot) -> GoalCard | None:
    """Her first open goal; the one the reason names, when it names one (two queries)."""
    goals = list(Goal.objects.open().filter(student=slot.student_id).prefetch_related("steps"))
    named = [goal for goal in goals if goal.title == slot.detail.get("goal")]
    goal = next(iter(named or goals), None)
    if goal is None:
        return None
    steps = tuple(step.done_on is not None for step in goal.steps.all())
    words = ngettext("%(done)s of %(total)s step", "%(done)s of %(total)s steps", len(steps)) % {
        "done": sum(steps),
        "total": len(steps),
    }
    return GoalCard(goal.title, steps, words)


def _topic(reason: str, goal: GoalCard | None) -> str:
    if reason in {Reason.ASKED, Reason.MOOD, Reason.GOAL_STUCK, Reason.READY_FOR_MORE}:
        return Topic.CHALLENGE
    if reason == Reason.GOAL_DUE or (goal and reason != Reason.OWN_IDEA):
        return Topic.GOAL
    return Topic.PROJECT


def _question(reason: str) -> str:
    """A way to begin; the child does the talking."""
    return _QUESTIONS.get(reason, _show_me)()


def _show_me() -> str:
    return _("“Show me the tile you chose. What was the first thing you tried?”")


_QUESTIONS: Mapping[str, Callable[[], str]] = {
    Reason.ASKED: lambda: _("“Show me where you are. What have you tried so far?”"),
    Reason.GOAL_DUE: lambda: _("“Your goal is nearly there. What are you proud of?”"),
    Reason.GOAL_STUCK: lambda: _("“Which step feels big? How could we make it smaller?”"),
    Reason.MOOD: lambda: _("“How is it going today? What would help you most?”"),
    Reason.OWN_IDEA: lambda: _("“Tell me about your idea. What would you make first?”"),
    Reason.NEW: lambda: _("“What have you found out about our class? What is still new?”"),
    Reason.READY_FOR_MORE: lambda: _("“You did it all. What would you like to try next?”"),
}


@prepared
def _plans(section_id: int, day: date) -> QuerySet[Plan]:
    return Plan.objects.filter(section=section_id, on=day)


def _slots_of(plan: Plan) -> list[Slot]:
    slots: list[Slot] = _slots(plan.pk)
    for slot in slots:
        slot.plan = plan
    return slots


@prepared
def _slots(plan_id: int) -> QuerySet[Slot]:
    return Slot.objects.filter(plan=plan_id).select_related("student", "window")


@prepared
def _last_held_at(section_id: int, day: date) -> QuerySet[CheckIn, datetime]:
    held = CheckIn.objects.filter(section=section_id, held_on=day).order_by("-held_at")
    return held.values_list("held_at", flat=True)[:1]


@prepared
def _waiting(section_id: int) -> QuerySet[HelpRequest]:
    return HelpRequest.objects.waiting().filter(section=section_id).select_related("student")


def _hand(hand: HelpRequest, now: datetime) -> HandRow:
    words = hand.words or hand.get_reason_display()
    student = hand.student
    return HandRow(
        hand.key,
        student.called,
        student.picture or "user",
        student.tint,
        words,
        _since(hand.asked_at, now),
    )


def _since(asked_at: datetime, now: datetime) -> str:
    """Minutes within the hour; longer waits by the hour or the day."""
    minutes = max(0, int((now - asked_at).total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)d min", "%(n)d min", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
