"""All that is known of a class's day: its plan, its blocks in their places, its check-ins."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from checkins.board import PlanBoard, plan_board
from lessons.library import Template, TemplateBlock
from lessons.models import Block, LessonPlan
from lessons.occasion import Occasion, occasion
from lessons.timeline import Timeline, timeline
from plc.frozen import frozen
from students.calendar import Calendar
from students.models import Section, Spark


@frozen
class DayPlan:
    """`lesson_plan` is None while the day is not planned; the timeline is empty then."""

    day: date
    lesson_plan: LessonPlan | None
    timeline: Timeline
    board: PlanBoard

    @property
    def is_shown(self) -> bool:
        """Whether the day is marked ready, its check-ins too where there are some."""
        is_ready = self.lesson_plan is not None and self.lesson_plan.is_ready
        return is_ready and (self.board.is_ready or not self.board.exists)


def day_plan(section: Section, day: date, now: datetime) -> DayPlan:
    """The day's plan with its check-ins (two queries and the board's own)."""
    lesson_plan = section.lesson_plans.filter(on=day).first()
    blocks = list(lesson_plan.blocks.all()) if lesson_plan else []
    board = plan_board(section, day, now)
    slots = {window.pk: window.slots for window in board.windows}
    return DayPlan(day, lesson_plan, timeline(blocks, slots), board)


def waiting_sparks(section: Section, today: date) -> QuerySet[Spark]:
    """What the class's students wonder about and nobody has taken up yet, the newest first."""
    students = section.students_on(today).order_by()
    waiting = Spark.objects.filter(state=Spark.State.WAITING, student__in=students.values("pk"))
    return waiting.select_related("student")


def kept_on(day: date, calendar: Calendar) -> Occasion | None:
    """The occasion that `day` is for: January 21 itself, or a day offered instead of it."""
    found = occasion(day.year, calendar)
    return found if day in (found.actual, *found.days) else None


def last_plan_as_template(section: Section, day: date) -> Template | None:
    """The class's latest plan before or after `day`, to be used again; None without one."""
    last = section.lesson_plans.exclude(on=day).prefetch_related("blocks").first()
    if last is None or not last.blocks.all():
        return None
    return Template(
        name="usual",
        title=_("My usual day"),
        who=last.title,
        summary=_("The same blocks as in your last plan."),
        blocks=tuple(_as_template(block) for block in last.blocks.all()),
    )


def _as_template(block: Block) -> TemplateBlock:
    return TemplateBlock(
        kind=block.kind,
        title=block.title,
        icon=block.icon,
        starts_at=block.starts_at,
        ends_at=block.ends_at,
        details=block.details,
    )
