"""Which reason speaks for each student: each is one query for a whole class."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet

from checkins.checks.again import to_reteach
from checkins.models import CheckIn, HelpRequest, Plan, Reason, Slot
from checkins.places import minute_of
from checkins.readiness import worried
from checkins.signals import (
    Signal,
    carried,
    open_signals,
)
from goals.models import DUE_WITHIN, STUCK_AFTER, Goal, Reflection
from plc.frozen import frozen
from students.models import Section, Spark, Student

NEW_FOR = timedelta(weeks=4)
RECENT = timedelta(days=7)
MOST_WAITING = 60  # days; past that, waiting longer adds no more need
SHORT_WAIT = 21  # days; a shorter wait gives way to "only fits here" and to a wish

# How strongly each reason speaks; waiting counts one point a day up to MOST_WAITING.
POINTS: Mapping[str, int] = {
    Reason.ASKED: 100,
    Reason.WISH: 80,  # a promise that is open
    Reason.GOAL_DUE: 70,
    Reason.MOOD: 66,
    Reason.GOAL_STUCK: 64,
    Reason.RETEACH: 50,
    Reason.NEW: 45,
    Reason.OWN_IDEA: 40,
    Reason.READY_FOR_MORE: 24,
}


@frozen
class Because:
    """A student's strongest reason. `must` comes before any need; `days` is how long she waits.

    `turns` are those she had more than others in this round (`checkins.rounds`).
    """

    reason: str
    detail: dict[str, Any] = field(default_factory=dict)
    need: int = 0
    must: bool = False
    days: int = 0
    turns: int = 0


def reasons_for(
    section: Section,
    students: Iterable[Student],
    *,
    day: date,
    moods: bool,
    now: datetime | None = None,
) -> dict[int, Because]:
    """The strongest reason of each student on `day`, by student id.

    A time before `day` that is still to come `now` was not missed; without it, all are over.
    `moods` tells whether how students feel may be read: planning reads it (and writes that down),
    a page that is merely looked at does not.
    """
    ids = [student.pk for student in students]
    last_met = _last_met(section, ids, day)
    joined = dict(
        section.enrollments.current(day).filter(student__in=ids).values_list("student", "starts_on")
    )
    found = {pk: _waiting(day, last_met.get(pk), joined.get(pk, day)) for pk in ids}
    told: set[tuple[int, str]] = set()
    for signal in _signals(section, ids, day, last_met, joined, moods=moods, now=now):
        if (signal.student_id, signal.reason) not in told:  # two goals due are one reason
            told.add((signal.student_id, signal.reason))
            found[signal.student_id] = _stronger(found[signal.student_id], signal)
    return found


def _last_met(section: Section, ids: list[int], day: date) -> dict[int, date]:
    held = CheckIn.objects.filter(section=section, student__in=ids, held_on__lte=day)
    return dict(held.values("student").annotate(on=Max("held_on")).values_list("student", "on"))


def _waiting(day: date, met: date | None, joined: date) -> Because:
    days = max(0, (day - (met or joined)).days)
    detail = {"days": days} if met else {"days": days, "never": True}
    return Because(Reason.DAYS_SINCE, detail, min(days, MOST_WAITING), False, days)


def _stronger(known: Because, signal: Signal) -> Because:
    """The reason to show is the stronger one; need adds up, and a must stays a must."""
    points = POINTS.get(signal.reason, 0)
    need = known.need + points
    must = known.must or signal.must
    if _strength(known) >= points:
        return Because(known.reason, known.detail | carried(signal.detail), need, must, known.days)
    detail = carried(known.detail) | signal.detail
    return Because(signal.reason, detail, need, must, known.days)


def _strength(because: Because) -> int:
    if because.reason == Reason.DAYS_SINCE:
        return min(because.days, MOST_WAITING)
    return POINTS[because.reason]


def _signals(
    section: Section,
    ids: list[int],
    day: date,
    last_met: Mapping[int, date],
    joined: Mapping[int, date],
    *,
    moods: bool,
    now: datetime | None,
) -> Iterator[Signal]:
    yield from _asked(section, ids, day, last_met)
    yield from open_signals(section, ids, day)
    yield from _goals(ids, day)
    if moods:
        yield from _moods(ids, day)
    for student_id, detail in to_reteach(section, ids, day, last_met):
        yield Signal(student_id, Reason.RETEACH, detail)
    yield from _own_ideas(ids)
    yield from _newcomers(joined, day)
    yield from _promised(section, ids, day, last_met, now)


def _asked(
    section: Section, ids: list[int], day: date, last_met: Mapping[int, date]
) -> Iterator[Signal]:
    """Hands still up, and hands seen this week without a check-in since."""
    hands = section.help_requests.filter(student__in=ids).filter(
        Q(seen_at=None) | Q(asked_at__date__gt=day - RECENT)
    )
    for hand in hands.exclude(reason=HelpRequest.Reason.DONE, seen_at__isnull=False):
        on = section.school.today(hand.asked_at)
        met = last_met.get(hand.student_id)
        if hand.seen_at is None or met is None or met < on:
            detail: dict[str, Any] = {"on": on.isoformat(), "words": hand.words}
            if hand.reason == HelpRequest.Reason.TALK:
                detail["for_me"] = True  # said to the teacher, not to the room
            yield Signal(hand.student_id, Reason.ASKED, detail, must=True)


def _goals(ids: list[int], day: date) -> Iterator[Signal]:
    """Open goals that are due, stuck, or done to the last step (one query for the three)."""
    for goal in Goal.objects.open().filter(student__in=ids).with_progress():
        detail = {"goal": goal.title, "due": goal.due_on.isoformat()}
        if goal.steps_in_all and goal.steps_done == goal.steps_in_all:
            yield Signal(goal.student_id, Reason.READY_FOR_MORE, {"goal": goal.title})
        elif goal.due_on <= day + DUE_WITHIN:
            yield Signal(goal.student_id, Reason.GOAL_DUE, detail)
        elif (goal.moved_on or goal.started_on) <= day - STUCK_AFTER:
            yield Signal(goal.student_id, Reason.GOAL_STUCK, {"goal": goal.title})


def _moods(ids: list[int], day: date) -> Iterator[Signal]:
    """Who said this week that it goes hard: the fact alone, never which word."""
    hard = [Reflection.Mood.TRICKY, Reflection.Mood.STUCK]
    recent = Reflection.objects.filter(
        student__in=ids, mood__in=hard, on__gt=day - RECENT, on__lte=day
    )
    said = set(recent.order_by().values_list("student", flat=True))
    for student_id in sorted(said | worried(ids, day - RECENT, day)):
        yield Signal(student_id, Reason.MOOD, {})


def _own_ideas(ids: list[int]) -> Iterator[Signal]:
    waiting = Spark.objects.filter(student__in=ids, state=Spark.State.WAITING)
    for student_id, words in waiting.order_by("said_at").values_list("student", "words"):
        yield Signal(student_id, Reason.OWN_IDEA, {"words": words})


def _newcomers(joined: Mapping[int, date], day: date) -> Iterator[Signal]:
    for student_id, since in joined.items():
        if day - since < NEW_FOR:
            yield Signal(student_id, Reason.NEW, {"week": (day - since).days // 7 + 1})


def _promised(
    section: Section,
    ids: list[int],
    day: date,
    last_met: Mapping[int, date],
    now: datetime | None,
) -> Iterator[Signal]:
    """Students who were told a time this week and were not met: now they come first."""
    told = Slot.objects.to_come().filter(
        plan__in=_told_plans(section, day), student__in=ids, window__isnull=False
    )
    local = now and section.school.local(now)
    for student_id, on, at, minutes in told.values_list(
        "student", "plan__on", "starts_at", "plan__minutes"
    ):
        is_over = local is None or _is_over(on, at, minutes, local)
        if is_over and last_met.get(student_id, date.min) < on:
            yield Signal(student_id, "promise", {"promised": on.isoformat()}, must=True)


def _is_over(on: date, at: time | None, minutes: int, local: datetime) -> bool:
    """Whether a planned check-in has passed on the school's clock."""
    if on != local.date() or at is None:
        return on < local.date()
    return minute_of(at) + minutes <= minute_of(local.time())


def _told_plans(section: Section, day: date) -> QuerySet[Plan, Any]:
    return section.checkin_plans.filter(
        on__gt=day - RECENT, on__lt=day, state=Plan.State.READY
    ).values("pk")
