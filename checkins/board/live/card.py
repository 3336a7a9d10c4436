"""The card of the child who is here: until when, how to begin, what about."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.board.live.turns import Turn
from checkins.board.rows import SlotRow
from checkins.models import Plan, Reason, Topic
from goals.models import Goal
from plc.frozen import frozen

SOON = timedelta(minutes=3)  # nearer than this, a check-in counts as begun


@frozen
class GoalCard:
    """The first open goal of the child who is here; `steps` are done or not."""

    title: str
    steps: tuple[bool, ...]
    words: str


@frozen
class NowCard:
    """The child to be with. Instants are milliseconds since 1970, for the clock in the browser."""

    row: SlotRow
    has_begun: bool
    ends_at: time | None
    now_ms: int
    ends_ms: int
    seconds: int
    seconds_left: int
    question: str
    topic: str
    goal: GoalCard | None


def bare_card(turn: Turn, local: datetime) -> NowCard:
    """Whose turn it is and no more: what a page that keeps its card needs."""
    return NowCard(turn.row(local.date()), True, None, 0, 0, 0, 0, "", "", None)


def card(
    turn: Turn, plan: Plan, began: datetime, local: datetime, *, with_goal: bool = True
) -> NowCard:
    """`with_goal`: whether the reader may know what the child works on."""
    ends = began + timedelta(minutes=plan.minutes)
    goal = _goal(turn) if with_goal else None
    return NowCard(
        row=turn.row(local.date()),
        has_begun=began - local <= SOON,
        ends_at=ends.time(),
        now_ms=round(local.timestamp() * 1000),
        ends_ms=round(ends.timestamp() * 1000),
        seconds=plan.minutes * 60,
        seconds_left=max(0, round((ends - local).total_seconds())),
        question=_question(turn.reason),
        topic=_topic(turn.reason, goal),
        goal=goal,
    )


def _goal(turn: Turn) -> GoalCard | None:
    """Her first open goal; the one the reason names, when it names one (two queries)."""
    goals = list(Goal.objects.open().filter(student=turn.student_id).prefetch_related("steps"))
    named = [goal for goal in goals if goal.title == turn.detail.get("goal")]
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
