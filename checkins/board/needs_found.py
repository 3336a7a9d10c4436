"""What somebody may need: one question to the database for each kind of reason."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.db.models import Max, TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.models import Ask, CheckIn, HelpRequest, Plan, Promise, Roadblock, Slot
from checkins.planner import Ruler
from checkins.reasons import RECENT, Because, in_words
from checkins.school_days import ruler_of
from checkins.signals import ask_detail, promise_detail, roadblock_detail
from goals.models import Goal
from plc.frozen import frozen
from students.models import Enrollment, School, Section, Spark

QUIET_AFTER = 10  # school days without a step before a goal counts as stalled, or without evidence
LONGEST = timedelta(days=370)  # no wait is counted further back


class Why(TextChoices):
    """The kinds of reasons, the most pressing first."""

    ASKED = "asked", gettext_lazy("Asked")
    PROMISE = "promise", gettext_lazy("Promise open")
    NOT_MET = "not_met", gettext_lazy("Planned, not met")
    OVERDUE = "overdue", gettext_lazy("Goal overdue")
    ROADBLOCK = "roadblock", gettext_lazy("Roadblock open")
    STALLED = "stalled", gettext_lazy("Goal stalled")
    NO_EVIDENCE = "no_evidence", gettext_lazy("No evidence yet")
    WAITING = "waiting", gettext_lazy("Waiting long")
    IDEA = "idea", gettext_lazy("Own idea")
    READY = "ready", gettext_lazy("Ready for more")


_ICONS: Mapping[str, str] = {
    Why.ASKED: "hand-stop",
    Why.PROMISE: "heart-handshake",
    Why.NOT_MET: "clock",
    Why.OVERDUE: "target",
    Why.ROADBLOCK: "flag",
    Why.STALLED: "target",
    Why.NO_EVIDENCE: "target",
    Why.WAITING: "hourglass",
    Why.IDEA: "telescope",
    Why.READY: "stairs",
}


@frozen
class Need:
    """One reason in words. `must`: a promise to a child is due."""

    why: str
    words: str
    must: bool = False

    @property
    def icon(self) -> str:
        return _ICONS[self.why]


@frozen
class Asked:
    """Whom the list is about, when, and for which class (all of theirs without one)."""

    ids: list[int]
    school: School
    today: date
    section: Section | None

    @property
    def about(self) -> dict[str, object]:
        """How to filter rows of students that belong to a class."""
        here = {} if self.section is None else {"section": self.section}
        return {"student__in": self.ids, **here}

    def words(self, reason: str, detail: dict[str, object]) -> str:
        return in_words(Because(reason, detail), self.today)


Found = Iterator[tuple[int, Need]]


def needs(asked: Asked) -> Found:
    last = dict(_last_met(asked))
    since = dict(
        Enrollment.objects.current(asked.today)
        .filter(**asked.about)
        .order_by("-starts_on")
        .values_list("student", "starts_on")
    )
    ruler = ruler_of(asked.school.calendar(), asked.today - LONGEST, asked.today)
    yield from _hands_and_turns(asked)
    yield from _follow_ups(asked)
    yield from _not_met(asked, last)
    yield from _goals(asked, ruler)
    yield from _waiting(asked, ruler, since | last)
    yield from _ideas(asked)


def _last_met(asked: Asked) -> Iterator[tuple[int, date]]:
    held = CheckIn.objects.filter(**asked.about, held_on__lte=asked.today).order_by()
    yield from held.values("student").annotate(on=Max("held_on")).values_list("student", "on")


def _hands_and_turns(asked: Asked) -> Found:
    for hand in HelpRequest.objects.waiting().filter(**asked.about).in_class(asked.today):
        on = asked.school.today(hand.asked_at).isoformat()
        detail = {"on": on, "words": hand.words}
        yield hand.student_id, Need(Why.ASKED, asked.words("asked", detail), must=True)
    for ask in Ask.objects.waiting().filter(**asked.about).in_class(asked.today):
        words = asked.words("asked", ask_detail(ask, asked.school))
        yield ask.student_id, Need(Why.ASKED, words, must=ask.promised_on <= asked.today)


def _follow_ups(asked: Asked) -> Found:
    for promise in Promise.objects.open().filter(**asked.about):
        words = asked.words("wish", promise_detail(promise.kind, promise.due_on))
        is_due = promise.due_on <= asked.today
        yield promise.student_id, Need(Why.PROMISE, words, must=is_due)
    for block in Roadblock.objects.open().filter(student__in=asked.ids):
        words = asked.words("goal_stuck", roadblock_detail(block.kind, block.noted_on))
        yield block.student_id, Need(Why.ROADBLOCK, words)


def _not_met(asked: Asked, last: Mapping[int, date]) -> Found:
    """Told a time in the last days and not met since; the latest such day is said."""
    plans = Plan.objects.filter(
        on__gt=asked.today - RECENT, on__lt=asked.today, state=Plan.State.READY
    )
    if asked.section is not None:
        plans = plans.filter(section=asked.section)
    told = Slot.objects.to_come().filter(
        student__in=asked.ids, plan__in=plans.values("pk"), window__isnull=False
    )
    latest = told.order_by().values("student").annotate(on=Max("plan__on"))
    for student_id, on in latest.values_list("student", "on"):
        if last.get(student_id, date.min) < on:
            day = date_format(on, "l")
            words = _("Was told a time on %(weekday)s, not met") % {"weekday": day}
            yield student_id, Need(Why.NOT_MET, words, must=True)


def _goals(asked: Asked, ruler: Ruler) -> Found:
    """Each open goal that is done, overdue, without any step, or without a new one (in turn)."""
    for goal in Goal.objects.open().filter(student__in=asked.ids).with_progress():
        detail = {"goal": goal.title, "due": goal.due_on.isoformat()}
        quiet = ruler.between(goal.moved_on or goal.started_on, asked.today)
        if goal.steps_in_all and goal.steps_done == goal.steps_in_all:
            yield goal.student_id, Need(Why.READY, asked.words("ready_for_more", detail))
        elif goal.due_on < asked.today:
            yield goal.student_id, Need(Why.OVERDUE, asked.words("goal_due", detail))
        elif quiet >= QUIET_AFTER:
            never = goal.moved_on is None
            yield goal.student_id, _quiet(goal.title, quiet, never=never)


def _quiet(title: str, days: int, *, never: bool) -> Need:
    parts = {"days": days, "goal": title}
    if never:
        words = ngettext(
            "No step done in %(days)s school day: %(goal)s",
            "No step done in %(days)s school days: %(goal)s",
            days,
        )
        return Need(Why.NO_EVIDENCE, words % parts)
    words = ngettext(
        "No new step for %(days)s school day: %(goal)s",
        "No new step for %(days)s school days: %(goal)s",
        days,
    )
    return Need(Why.STALLED, words % parts)


def _waiting(asked: Asked, ruler: Ruler, since: Mapping[int, date]) -> Found:
    """Longer than the school promises to everybody."""
    for student_id, day in since.items():
        if ruler.between(day, asked.today) >= asked.school.promise_days:
            days = min((asked.today - day).days, LONGEST.days)
            words = ngettext(
                "%(days)s day without a check-in", "%(days)s days without a check-in", days
            )
            yield student_id, Need(Why.WAITING, words % {"days": days})


def _ideas(asked: Asked) -> Found:
    waiting = Spark.objects.filter(student__in=asked.ids, state=Spark.State.WAITING)
    for student_id, words in waiting.order_by("said_at").values_list("student", "words"):
        yield student_id, Need(Why.IDEA, asked.words("own_idea", {"words": words}))
