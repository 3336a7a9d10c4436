"""What each change of a day's blocks goes through: its lock, windows, the check-ins' places."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from checkins import services as checkins
from checkins.models import Slot, Window
from checkins.places import minute_of
from lessons.models import Block, BlockQuerySet, LessonPlan
from plc.frozen import frozen

_Row = tuple[time, time, int | None]  # of a block: start, end, window


class Stale(Exception):
    """Another teacher changed the block since this one was shown."""


@frozen
class Before:
    """A day that is being changed: its check-ins as they were, if any, and its blocks."""

    places: checkins.Places | None
    blocks: dict[int, _Row]


def open_day(lesson_plan: LessonPlan) -> Before:
    """Lock the day and look at it."""
    lesson_plan.beat()
    places = checkins.look(section=lesson_plan.section, day=lesson_plan.on)
    return Before(places, _blocks(lesson_plan) if places else {})


def close_day(lesson_plan: LessonPlan, before: Before, removed: str = "") -> int:
    """Let check-ins give up the minutes that are gone; how many lost their place.

    Other times of the same blocks can be taken back with the check-ins, and so can the block that
    was `removed` (its key). Another block or window that came or went can not.
    """
    lost = 0
    blocks = _blocks(lesson_plan) if before.places else {}
    if before.places and blocks != before.blocks:
        kept: dict[str, Any] = {"removed": removed} if removed else {}
        if removed or _same(blocks, before.blocks):
            kept["blocks"] = _as_rows(before.blocks)
        lost = checkins.give_up_places(places=before.places, **kept)
    lesson_plan.section.beat()
    return lost


def _blocks(lesson_plan: LessonPlan) -> dict[int, _Row]:
    rows = Block.objects.filter(lesson_plan=lesson_plan)
    found = rows.values_list("pk", "starts_at", "ends_at", "window")
    return {pk: (start, end, window) for pk, start, end, window in found}


def _same(one: dict[int, _Row], other: dict[int, _Row]) -> bool:
    """Whether the two are the same blocks with the same windows, at whatever times."""
    return {pk: row[2] for pk, row in one.items()} == {pk: row[2] for pk, row in other.items()}


def _as_rows(blocks: dict[int, _Row]) -> list[list[int]]:
    """A day's blocks as `put_back_blocks` takes them: (id, start, end) in minutes."""
    return [[pk, minute_of(start), minute_of(end)] for pk, (start, end, _w) in blocks.items()]


def claim(block: Block, seen: int) -> None:
    """Take the next version, or raise Stale; the row is locked by `beat` before."""
    if not Block.objects.filter(pk=block.pk, version=seen).update(version=seen + 1):
        raise Stale
    block.version = seen + 1


def in_the_way(block: Block) -> BlockQuerySet:
    """The other blocks of the day that share a minute with this one."""
    others = Block.objects.filter(lesson_plan=block.lesson_plan).exclude(pk=block.pk)
    return others.overlapping(block.starts_at, block.ends_at)


def save(block: Block) -> None:
    """Save the block and keep its window in step: a stretch of work has one, nothing else does."""
    if not block.is_work:
        drop_window(block)
    else:
        lesson_plan = block.lesson_plan
        window = block.window or Window(section=lesson_plan.section, on=lesson_plan.on)
        window.label = block.title[: Window._meta.get_field("label").max_length]
        window.starts_at, window.ends_at = block.starts_at, block.ends_at
        window.save()
        block.window = window
    block.save()


def drop_window(block: Block) -> None:
    window = block.window
    if window is None:
        return
    if window.slots.filter(state=Slot.State.DONE).exists():
        raise ValidationError(
            _("Check-ins were held in %(title)s, so it stays. You can make it shorter.")
            % {"title": block.title}
        )
    block.window = None
    Block.objects.filter(pk=block.pk).update(window=None)
    window.delete()
