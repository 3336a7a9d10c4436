"""A day that does not hold everybody: what it could give, doing it, and taking it back.

The check-ins know windows; blocks are known here. So what lengthens a block, adds one, or makes a
later day's blocks is done here, and the check-ins are planned again in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from checkins import services as checkins
from checkins.models import Plan
from checkins.places import Stretch, clock_time, minute_of
from checkins.remedies import DayRoom, Remedy, remedies
from lessons.library import TemplateBlock
from lessons.looks import icon_of
from lessons.models import Block, LessonPlan
from lessons.services import (
    SHORTEST,
    make_lesson_plan,
    put_back_block,
    put_back_blocks,
    resize_block,
    set_block,
)
from students.calendar import Calendar

_LOOKS_AHEAD = timedelta(days=90)


def ways_out(
    lesson_plan: LessonPlan, plan: Plan, calendar: Calendar, now: datetime
) -> tuple[Remedy, ...]:
    """The repairs of a day that can really be done, each planned again."""
    return remedies(plan, day_room(lesson_plan, calendar), now)


def day_room(lesson_plan: LessonPlan, calendar: Calendar) -> DayRoom:
    """How far each block of work can grow, and what of the day is free (2 queries)."""
    blocks = list(lesson_plan.blocks.select_related("window"))
    section, on = lesson_plan.section, lesson_plan.on
    ends = minute_of(section.school.day_ends_at)
    following = zip(blocks, [*blocks[1:], None], strict=True)
    until = {block.window.key: _limit(after, ends) for block, after in following if block.window}
    later = section.lesson_plans.filter(on__gt=on, on__lte=on + _LOOKS_AHEAD)
    return DayRoom(
        calendar=calendar,
        until=until,
        spare=tuple(_gaps(blocks, minute_of(section.school.day_starts_at), ends)),
        barred=frozenset(later.values_list("on", flat=True)),
    )


def _limit(after: Block | None, ends: int) -> int:
    """How late a block may end: what follows gives up what it can spare, never time with others."""
    if after is None:
        return ends
    if after.kind == Block.Kind.OFF or after.is_work:
        return minute_of(after.starts_at)
    return max(minute_of(after.starts_at), minute_of(after.ends_at) - SHORTEST)


def _gaps(blocks: Iterable[Block], start: int, end: int) -> list[Stretch]:
    """The stretches of the school day without a block."""
    found = []
    for block in blocks:
        if minute_of(block.starts_at) - start >= SHORTEST:
            found.append((start, minute_of(block.starts_at)))
        start = max(start, minute_of(block.ends_at))
    return [*found, (start, end)] if end - start >= SHORTEST else found


@transaction.atomic
def repair(
    *, lesson_plan: LessonPlan, plan: Plan, to: str, version: int, calendar: Calendar, now: datetime
) -> Remedy:
    """Do what a button offered, and plan again; returns the repair as it was done.

    NoPlace when the day has changed so that it would help no more; Stale after another save.
    """
    lesson_plan.beat()
    before = checkins.begin(plan=plan, version=version)
    offered = ways_out(lesson_plan, plan, calendar, now)
    remedy = next((one for one in offered if one.to == to), None)
    if remedy is None:
        raise checkins.NoPlace
    blocks = _as_rows(lesson_plan)
    if remedy.kind == "later":
        made = _blocks_for(lesson_plan, remedy)
        checkins.finish_later(
            plan=plan, before=before, found=remedy.days, calendar=calendar, now=now, made=made
        )
        return remedy
    if remedy.kind == "longer":
        _lengthen(lesson_plan, remedy)
    elif remedy.kind == "added":
        _add(lesson_plan, remedy)
    minutes = remedy.minutes if remedy.kind == "shorter" else None
    checkins.finish(plan=plan, before=before, now=now, minutes=minutes, blocks=blocks)
    return remedy


def _as_rows(lesson_plan: LessonPlan) -> list[list[Any]]:
    rows = lesson_plan.blocks.values_list("pk", "starts_at", "ends_at")
    return [[pk, minute_of(start), minute_of(end)] for pk, start, end in rows]


def _lengthen(lesson_plan: LessonPlan, remedy: Remedy) -> None:
    block = lesson_plan.blocks.select_related("window").get(window__key=remedy.window)
    block.lesson_plan = lesson_plan
    resize_block(block=block, by=remedy.minutes, seen=block.version)


def _add(lesson_plan: LessonPlan, remedy: Remedy) -> None:
    start, end = remedy.stretch
    block = Block(
        lesson_plan=lesson_plan,
        school=lesson_plan.school,
        kind=Block.Kind.WORK,
        title=_("Independent work"),
        icon=icon_of(Block.Kind.WORK),
        starts_at=clock_time(start),
        ends_at=clock_time(end),
    )
    set_block(block=block)


def _blocks_for(lesson_plan: LessonPlan, remedy: Remedy) -> list[int]:
    """Give the suggested days the blocks of this one; the new plans' ids."""
    blocks = tuple(
        TemplateBlock(
            kind=block.kind,
            title=block.title,
            icon=block.icon,
            starts_at=block.starts_at,
            ends_at=block.ends_at,
            details=block.details,
        )
        for block in lesson_plan.blocks.all()
    )
    return [
        make_lesson_plan(
            section=lesson_plan.section,
            on=day,
            title=lesson_plan.title,
            template=lesson_plan.template,
            blocks=blocks,
        ).pk
        for day in remedy.days.suggested
    ]


@transaction.atomic
def undo(*, lesson_plan: LessonPlan | None, plan: Plan, version: int) -> None:
    """Take back the last change of the day's check-ins, with the blocks it changed or made."""
    if lesson_plan is not None and "removed" in plan.undo and plan.undo["version"] == version:
        put_back_block(lesson_plan=lesson_plan, key=plan.undo["removed"])
        return
    kept = checkins.undo(plan=plan, version=version)
    if lesson_plan is not None and "blocks" in kept:
        put_back_blocks(lesson_plan=lesson_plan, rows=kept["blocks"])
    for later in LessonPlan.objects.filter(
        pk__in=kept.get("made", ()), section=plan.section_id, version=1
    ):
        _drop(later)


def _drop(lesson_plan: LessonPlan) -> None:
    """Take away a day's blocks that nobody has touched, with their windows."""
    windows = lesson_plan.section.windows.filter(block__lesson_plan=lesson_plan)
    if windows.filter(slots__isnull=False).exists():
        return
    windows = lesson_plan.section.windows.filter(pk__in=list(windows.values_list("pk", flat=True)))
    lesson_plan.delete()
    windows.delete()
