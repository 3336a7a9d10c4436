"""Writing, ticking and closing goals."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from goals.models import MOST_OPEN, Goal, GoalStep, Reflection
from plc.frozen import frozen
from plc.models import FormKey, User
from students.models import Spark, Student


class GoalRefused(Exception):
    """A goal that cannot be written as asked; the message is for the person who asked."""


class TooManyGoals(GoalRefused):
    def __init__(self) -> None:
        super().__init__(_("Three open goals are enough. Close one first."))


class ChangedMeanwhile(GoalRefused):
    def __init__(self) -> None:
        super().__init__(_("Somebody changed this goal while you wrote. Both texts are below."))


@frozen
class Draft:
    """A goal's words, its date and its small steps in order."""

    title: str
    due_on: date
    steps: tuple[str, ...]
    domain: str = Goal.Domain.ACADEMIC
    standard: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """The columns of `Goal` that the draft holds."""
        return {name: value for name, value in vars(self).items() if name != "steps"}


@transaction.atomic
def write_goal(
    *, student: Student, draft: Draft, by: User, today: date, form_key: UUID | None = None
) -> Goal | None:
    """Add an open goal in the first free of the three places; None for a form posted twice."""
    Student.objects.select_for_update().get(pk=student.pk)
    if form_key and not FormKey.objects.claimed(user=by, key=form_key):
        return None
    taken = set(Goal.objects.open().filter(student=student).values_list("place", flat=True))
    free = [place for place in range(1, MOST_OPEN + 1) if place not in taken]
    if not free:
        raise TooManyGoals
    goal = Goal.objects.create(
        student=student, started_on=today, place=free[0], written_by=by, **draft.fields
    )
    _write_steps(goal, draft.steps)
    return goal


@transaction.atomic
def change_goal(*, goal: Goal, draft: Draft, version: int | None) -> None:
    """Change a goal's words, date and steps; refuses when `version` is no longer the newest."""
    changed = Goal.objects.filter(pk=goal.pk, version=version or 0).update(
        version=goal.version + 1, **draft.fields
    )
    if not changed:
        raise ChangedMeanwhile
    _write_steps(goal, draft.steps)


def _write_steps(goal: Goal, steps: tuple[str, ...]) -> None:
    """Make the steps these, in this order.

    A step whose words stay keeps its tick, what she said about it, and the key that the student's
    open page ticks it by.
    """
    kept = {step.text: step for step in goal.steps.all()}
    goal.steps.all().delete()
    GoalStep.objects.bulk_create(
        _step(goal, position, text, kept.pop(text, None)) for position, text in enumerate(steps, 1)
    )


def _step(goal: Goal, position: int, text: str, before: GoalStep | None) -> GoalStep:
    step = GoalStep(school_id=goal.school_id, goal=goal, position=position, text=text)
    if before is not None:
        step.key, step.done_on, step.how = before.key, before.done_on, before.how
    return step


def close_goal(*, goal: Goal, state: str, today: date) -> None:
    """End an open goal, met or let go; its place is free again."""
    Goal.objects.open().filter(pk=goal.pk).update(state=state, place=None, closed_on=today)


@transaction.atomic
def tick_step(*, step: GoalStep, done: bool, today: date, how: str = "") -> None:
    """Mark a step done today, or open again.

    The goal may be rewritten at the same moment: its lock lets one follow the other, and the
    step's key finds the row that stands there now. A step that was taken out is ticked no more.
    """
    Goal.objects.select_for_update().get(pk=step.goal_id)
    row = GoalStep.objects.filter(key=step.key).first()
    if row is not None:
        row.done_on = (row.done_on or today) if done else None
        row.how = how if done else ""
        row.save(update_fields=["done_on", "how"])


def say_mood(*, student: Student, mood: str, on: date, now: datetime) -> None:
    """Keep today's mood; saying another replaces it."""
    Reflection.objects.update_or_create(
        student=student, on=on, defaults={"mood": mood, "said_at": now, "school": student.school}
    )


@transaction.atomic
def wonder(*, student: Student, words: str, now: datetime) -> Spark:
    """Keep what a student learned or wonders; the same words twice in a row on a day are one.

    Her row is locked, so that also two posts of the same instant follow each other.
    """
    Student.objects.select_for_update().get(pk=student.pk)
    school, last = student.school, student.sparks.first()
    if last is not None and last.words == words and school.today(last.said_at) == school.today(now):
        return last
    return Spark.objects.create(student=student, words=words, said_at=now)
