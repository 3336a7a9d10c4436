"""A day's plan as a whole: made from a template, marked ready, given its question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from checkins import services as checkins
from lessons.library import TemplateBlock
from lessons.models import Block, LessonPlan
from lessons.services.changes import claim, save
from students.models import Section, Spark


@transaction.atomic
def make_lesson_plan(
    *, section: Section, on: date, title: str, template: str, blocks: Sequence[TemplateBlock]
) -> LessonPlan:
    """Make the day's plan with these blocks, and a window for each stretch of work.

    A day that has a plan keeps it: a second post changes nothing and returns the first plan.
    """
    lesson_plan, is_new = LessonPlan.objects.get_or_create(
        section=section,
        on=on,
        defaults={"school": section.school, "title": title, "template": template},
    )
    if is_new:
        for block in blocks:
            save(Block(lesson_plan=lesson_plan, school=section.school, **vars(block)))
        section.beat()
    return lesson_plan


@transaction.atomic
def set_state(*, lesson_plan: LessonPlan, state: str) -> None:
    """Mark the day ready, so that students see their times, or not ready yet.

    Times that students were told stay told: opening the day again takes none of them back.
    """
    lesson_plan.beat()
    LessonPlan.objects.filter(pk=lesson_plan.pk).update(state=state)
    if state == LessonPlan.State.READY:
        checkins.mark_ready(section=lesson_plan.section, day=lesson_plan.on)
    lesson_plan.section.beat()


@transaction.atomic
def take_up(*, block: Block, spark: Spark, seen: int) -> None:
    """Make a student's question the question of the day; Stale as in `set_block`."""
    block.lesson_plan.beat()
    claim(block, seen)
    block.details = _("“%(words)s” (%(name)s)") % {
        "words": spark.words,
        "name": spark.student.called,
    }
    block.save(update_fields=["details", "version"])
    Spark.objects.filter(pk=spark.pk).update(state=Spark.State.TAKEN_UP)
    block.lesson_plan.section.beat()
