"""Blocks of a day: set, made longer or shorter, removed, put back.

Every change begins with `open_day`, which locks the plan's row: two teachers who change one day
come one after the other, and the second one's overlap is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from checkins import services as checkins
from checkins.places import clock_format, clock_time, minute_of
from lessons.models import Block, LessonPlan
from lessons.services.changes import (
    claim,
    close_day,
    drop_window,
    in_the_way,
    open_day,
    save,
)
from lessons.services.removed import as_kept, from_kept

SHORTEST = 5  # minutes that a block keeps when its neighbour grows into it
_LAST_MINUTE = 24 * 60 - 1


@transaction.atomic
def set_block(*, block: Block, seen: int = 0) -> int:
    """Save a new block, or a changed one that was at version `seen`; its window follows.

    Returns how many students lost their place by it.
    Raises Stale when it has another version by now, ValidationError (in kind words) when it
    overlaps with another block or would drop a window in which check-ins were held.
    """
    before = open_day(block.lesson_plan)
    if block.pk:
        claim(block, seen)
    _refuse_overlap(block)
    save(block)
    return close_day(block.lesson_plan, before)


@transaction.atomic
def resize_block(*, block: Block, by: int, seen: int) -> int:
    """Let the block end `by` minutes later (earlier if below 0).

    The next block gives up the minutes it can spare; time with others ("off") is never touched.
    Returns how many students lost their place by it.
    """
    before = open_day(block.lesson_plan)
    claim(block, seen)
    end = minute_of(block.ends_at) + by
    if end < minute_of(block.starts_at) + SHORTEST:
        raise ValidationError(_("A block lasts 5 minutes or more. Remove it if it is not needed."))
    if end > _LAST_MINUTE:
        raise ValidationError(_("A block ends before midnight."))
    block.ends_at = clock_time(end)
    for neighbour in in_the_way(block):
        neighbour.lesson_plan = block.lesson_plan
        _give_way(neighbour, block.ends_at)
    save(block)
    return close_day(block.lesson_plan, before)


@transaction.atomic
def remove_block(*, block: Block) -> int:
    """Delete the block and its window; ValidationError when check-ins were held in it.

    Returns how many students lost their place by it. `put_back_block` takes it back.
    """
    lesson_plan, kept = block.lesson_plan, as_kept(block)
    before = open_day(lesson_plan)
    drop_window(block)
    block.delete()
    lost = close_day(lesson_plan, before, removed=kept["key"])
    LessonPlan.objects.filter(pk=lesson_plan.pk).update(removed=kept | {"lost": lost})
    return lost


@transaction.atomic
def put_back_block(*, lesson_plan: LessonPlan, key: str) -> Block:
    """Let the block that was removed last stand where it stood, with the places that it gave.

    ValidationError when another has its time by now. The check-ins' Stale when it was not the last,
    or it gave places and its day's check-ins were changed since; NoPlace when one who had a place
    in it is booked elsewhere by now.
    """
    before = open_day(lesson_plan)
    standing = lesson_plan.blocks.filter(key=key).first()
    if standing:  # a second press
        return standing
    lesson_plan.refresh_from_db(fields=["removed"])
    block, lost = from_kept(lesson_plan, key)
    other = in_the_way(block).first()
    if other:
        raise ValidationError(_not_back_words(other))
    save(block)
    LessonPlan.objects.filter(pk=lesson_plan.pk).update(removed={})
    if not lost:
        close_day(lesson_plan, before)
    elif before.places and before.places.plan.undo.get("removed") == key:
        plan = before.places.plan
        checkins.undo(plan=plan, version=plan.version)
    else:
        raise checkins.Stale
    return block


@transaction.atomic
def put_back_blocks(*, lesson_plan: LessonPlan, rows: Sequence[Sequence[int]]) -> None:
    """Let the day have these blocks only, at these times: (id, start, end) in minutes."""
    lesson_plan.beat()
    times = {pk: (clock_time(start), clock_time(end)) for pk, start, end in rows}
    for block in lesson_plan.blocks.select_related("window"):
        block.lesson_plan = lesson_plan
        if block.pk not in times:
            drop_window(block)
            block.delete()
        elif times[block.pk] != (block.starts_at, block.ends_at):
            block.starts_at, block.ends_at = times[block.pk]
            block.version += 1
            save(block)
    lesson_plan.section.beat()


def _not_back_words(other: Block) -> str:
    """Which block stands by now where the removed one stood."""
    words = _("Nothing was put back: %(title)s is from %(start)s to %(end)s by now.")
    return words % _title_and_times(other)


def _refuse_overlap(block: Block) -> None:
    other = in_the_way(block).first()
    if other:
        raise ValidationError(overlap_words(other))


def overlap_words(other: Block) -> str:
    """Which block is in the way, and when it is."""
    words = _("%(title)s is from %(start)s to %(end)s. Choose another time, or move it first.")
    return words % _title_and_times(other)


def _title_and_times(block: Block) -> dict[str, str]:
    shown = clock_format(block.lesson_plan.section.school)
    start, end = (time_format(each, shown) for each in (block.starts_at, block.ends_at))
    return {"title": block.title, "start": start, "end": end}


def _give_way(neighbour: Block, until: time) -> None:
    """Let a later block start at `until`, when it may and keeps its five minutes."""
    spare = minute_of(neighbour.ends_at) - minute_of(until)
    if neighbour.kind == Block.Kind.OFF or spare < SHORTEST:
        words = _("%(title)s starts at %(start)s. Change its time first.")
        raise ValidationError(words % _title_and_times(neighbour))
    neighbour.starts_at = until
    neighbour.version += 1
    save(neighbour)
