"""What would help when somebody does not fit, as buttons: each is planned again and says what it
costs and whom it places. The cheapest of the most complete comes first; other days come last of
those that leave as many out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.models import Plan, Slot
from checkins.places import Stretch, clock_format, clock_time, fits, lost_of, minute_of
from checkins.planner import (
    Block,
    Problem,
    Repair,
    RepairKind,
    Room,
    repairs,
    slots_between,
)
from checkins.planner import plan as best_plan
from checkins.problem import DAY, TEACHER, Draft, draft, facts_of
from checkins.reasons import Because
from checkins.services.solving import TO_COME, because_of, is_wanted, minute_now, taken_by
from checkins.spread import Spread, days_in_words, spread
from plc.frozen import frozen
from students.calendar import Calendar

SHORTEST = 2  # minutes of a check-in
LONGEST = 30  # minutes added to a block
SHOWN_NAMES = 4


@frozen
class DayRoom:
    """What a day could give: how late each window may end (by key), its free stretches, and the
    later days on which no windows may be suggested."""

    calendar: Calendar
    until: Mapping[str, int] = field(default_factory=dict)
    spare: tuple[Stretch, ...] = ()
    barred: frozenset[date] = frozenset()


@frozen
class Remedy:
    """One way out. `to` is what its button posts; `left` find no place even so."""

    to: str
    words: str
    cost: str
    places: str
    left: int
    minutes: int = 0
    window: str = ""  # key of the window to lengthen
    stretch: Stretch = (0, 0)  # of a block to add
    days: Spread = field(default_factory=Spread)

    @property
    def kind(self) -> str:
        return self.to.partition(":")[0]


@frozen
class _Case:
    """The day as it stands, and who has no place in it."""

    plan: Plan
    clock: str
    work: Draft
    labels: Mapping[str, str]
    waiting: Mapping[int, Slot]
    because: Mapping[int, Because]
    sitting: frozenset[int]  # students who have a place now

    def called(self, requests: Iterable[str]) -> list[str]:
        ids = [self.work.student_of[request] for request in sorted(requests)]
        return [self.waiting[pk].student.called for pk in ids if pk in self.waiting]

    @property
    def standing(self) -> set[str]:
        """The requests of those who have no place now."""
        return {request for request, pk in self.work.student_of.items() if pk not in self.sitting}


def remedies(plan: Plan, room: DayRoom, now: datetime) -> tuple[Remedy, ...]:
    """The ways out for those of a day's plan who should have a place and have none."""
    slots, to_come = _rows(plan)
    if all(_sits(slot) for slot in to_come):
        return ()
    return _found(_case(plan, slots, to_come, now), room, minute_now(plan.section, plan, now))


def nobody_waits(plan: Plan) -> bool:
    """Whether everybody who should have a place has one."""
    return all(_sits(slot) for slot in _rows(plan)[1])


def _rows(plan: Plan) -> tuple[list[Slot], list[Slot]]:
    """A plan's slots, and those of them that should have a place."""
    had = _on_other_days(plan)
    slots = _slots(plan)
    wanted = [slot for slot in _to_come(slots) if _sits(slot) or slot.student_id not in had]
    return slots, wanted


def _slots(plan: Plan) -> list[Slot]:
    return list(plan.slots.select_related("student", "plan", "window"))


def _sits(slot: Slot) -> bool:
    """Whether she has a place: a time that lies in a window of the day as it is now."""
    return fits(slot, slot.window, slot.plan.minutes)


def problem_of(plan: Plan, now: datetime) -> Problem:
    """What the planner would be asked now, to plan this day again."""
    slots = _slots(plan)
    return _case(plan, slots, _to_come(slots), now).work.problem


def _to_come(slots: list[Slot]) -> list[Slot]:
    return [slot for slot in slots if slot.state in TO_COME and is_wanted(slot)]


def _case(plan: Plan, slots: list[Slot], to_come: list[Slot], now: datetime) -> _Case:
    facts = facts_of(plan.section, plan.on)
    known = {student.pk for student in facts.students}
    because = {s.student_id: because_of(s) for s in to_come if s.student_id in known}
    since = minute_now(plan.section, plan, now)
    work = draft(
        facts,
        because,
        minutes=plan.minutes,
        gap=plan.gap,
        since=since,
        published=[
            s for s in to_come if s.starts_at and _sits(s) and minute_of(s.starts_at) >= since
        ],
        taken=taken_by(s for s in slots if s.state == Slot.State.DONE),
        lost=lost_of(plan),
    )
    labels = {window.key: window.label for window in facts.windows}
    waiting = {s.student_id: s for s in to_come}
    sitting = frozenset(s.student_id for s in to_come if _sits(s))
    clock = clock_format(plan.section.school)
    return _Case(plan, clock, work, labels, waiting, because, sitting)


def _on_other_days(plan: Plan) -> set[int]:
    if plan.round_from is None:
        return set()
    others = Slot.objects.filter(
        plan__section=plan.section_id, plan__round_from=plan.round_from, window__isnull=False
    )
    return set(others.exclude(plan=plan.pk).values_list("student", flat=True))


def _found(case: _Case, room: DayRoom, since: int) -> tuple[Remedy, ...]:
    best = best_plan(case.work.problem)
    out = {left.request for left in best.left_out}
    again = _again(case, out)
    if not out:
        return again
    plan = case.plan
    spare = tuple(
        Block(f"{start}-{end}", TEACHER, DAY, start, end, _cut(start, end, plan))
        for start, end in _from_now(room.spare, since)
    )
    allowed = Room(longest=LONGEST, shortest=SHORTEST, spare=spare, until=room.until)
    offers = repairs(case.work.problem, best, allowed)
    found = [*again, *(_remedy(case, offer) for offer in offers)]
    later = _later(case, room)
    return tuple(sorted([*found, later] if later else found, key=lambda one: one.left))


def _again(case: _Case, out: set[str]) -> tuple[Remedy, ...]:
    """The day as it is cut now holds more of those who have no place, if it is planned again."""
    placed = case.standing - out
    if not placed:
        return ()
    places = _names(case.called(placed))
    words, cost = _("Plan again, with few changes"), _("Somebody else may get another time.")
    return (Remedy("again", words, cost, places, len(out)),)


def _from_now(spare: Iterable[Stretch], since: int) -> list[Stretch]:
    return [(max(start, since), end) for start, end in spare if max(start, since) < end]


def _cut(start: int, end: int, plan: Plan) -> tuple[int, ...]:
    return slots_between(start, end, plan.minutes, plan.gap)


def _remedy(case: _Case, offer: Repair) -> Remedy:
    params = offer.sentence.params
    minutes = int(params["minutes"])
    without = {one.request for one in offer.plan.left_out}
    places, left = _names(case.called(case.standing - without)), len(without)
    if offer.kind == RepairKind.SHORTER:
        words = _("Make check-ins %(minutes)s min") % {"minutes": minutes}
        less = case.plan.minutes - minutes
        cost = ngettext("%(n)s min less for each.", "%(n)s min less for each.", less) % {"n": less}
        return Remedy(f"shorter:{minutes}", words, cost, places, left, minutes)
    block = str(params["block"])
    if offer.kind == RepairKind.LONGER:
        label = {"block": case.labels[block], "minutes": minutes}
        words = _("Lengthen %(block)s by %(minutes)s min") % label
        cost = _("%(minutes)s min of what comes after it.") % label
        return Remedy(f"longer:{block}:{minutes}", words, cost, places, left, minutes, block)
    start, end = (int(part) for part in block.split("-"))
    times = {"start": _clock(case, start), "end": _clock(case, end)}
    words = _("Add a block %(start)s–%(end)s") % times
    cost = _("%(minutes)s free min.") % {"minutes": minutes}
    return Remedy(f"added:{block}", words, cost, places, left, minutes, stretch=(start, end))


def _clock(case: _Case, minute: int) -> str:
    return time_format(clock_time(minute), case.clock)


def _later(case: _Case, room: DayRoom) -> Remedy | None:
    """Those without a place, on the following school days; this day is not planned again."""
    ids = [case.work.student_of[request] for request in sorted(case.standing)]
    because = {pk: case.because[pk] for pk in ids}
    found = spread(case.plan, because, room.calendar, room.barred)
    if not found.count:
        return None
    last = found.days[-1].on
    parts = {"count": found.count, "day": date_format(last, "l, F j")}
    words = (
        _("Plan %(count)s on %(day)s") if len(found.days) == 1 else _("Plan %(count)s by %(day)s")
    )
    here = len(case.sitting)
    met = case.plan.slots.filter(state=Slot.State.DONE).count()
    cost = days_in_words(here + met, case.plan.on, found.count, last) + "."
    if found.suggested:
        days = ", ".join(date_format(day, "M j") for day in found.suggested)
        on = date_format(case.plan.on, "M j")
        cost += " " + _("%(days)s: the same blocks as on %(on)s.") % {"days": days, "on": on}
    placed = {pk for day in found.days for pk in day.places}
    names = [case.waiting[pk].student.called for pk in because if pk in placed]
    return Remedy("later", words % parts, cost, _names(names), found.left, days=found)


def _names(called: list[str]) -> str:
    """Whom it places: four by name, the others as a number."""
    shown, more = ", ".join(called[:SHOWN_NAMES]), len(called) - SHOWN_NAMES
    if more <= 0:
        return _("Places %(names)s.") % {"names": shown}
    return ngettext(
        "Places %(names)s and %(more)s more.", "Places %(names)s and %(more)s more.", more
    ) % {"names": shown, "more": more}
