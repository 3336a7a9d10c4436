"""Writes that touch several rows: a plan with its blocks, and the check-in windows they give.

Every change begins with `LessonPlan.beat`, which locks the plan's row: two teachers who change one
day come one after the other, and the second one's overlap is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from checkins import services as checkins
from checkins.models import Slot, Window
from checkins.places import clock_format, clock_time, minute_of
from lessons.library import TemplateBlock
from lessons.models import Block, BlockQuerySet, LessonPlan
from lessons.removed import as_kept, from_kept
from plc.frozen import frozen
from students.models import Section, Spark

SHORTEST = 5  # minutes that a block keeps when its neighbour grows into it
_LAST_MINUTE = 24 * 60 - 1
_Row = tuple[time, time, int | None]  # of a block: start, end, window


class Stale(Exception):
    """Another teacher changed the block since this one was shown."""


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
            _save(Block(lesson_plan=lesson_plan, school=section.school, **vars(block)))
        section.beat()
    return lesson_plan


@transaction.atomic
def set_block(*, block: Block, seen: int = 0) -> int:
    """Save a new block, or a changed one that was at version `seen`; its window follows.

    Returns how many students lost their place by it.
    Raises Stale when it has another version by now, ValidationError (in kind words) when it
    overlaps with another block or would drop a window in which check-ins were held.
    """
    before = _open(block.lesson_plan)
    if block.pk:
        _claim(block, seen)
    _refuse_overlap(block)
    _save(block)
    return _close(block.lesson_plan, before)


@transaction.atomic
def resize_block(*, block: Block, by: int, seen: int) -> int:
    """Let the block end `by` minutes later (earlier if below 0).

    The next block gives up the minutes it can spare; time with others ("off") is never touched.
    Returns how many students lost their place by it.
    """
    before = _open(block.lesson_plan)
    _claim(block, seen)
    end = minute_of(block.ends_at) + by
    if end < minute_of(block.starts_at) + SHORTEST:
        raise ValidationError(_("A block lasts 5 minutes or more. Remove it if it is not needed."))
    if end > _LAST_MINUTE:
        raise ValidationError(_("A block ends before midnight."))
    block.ends_at = clock_time(end)
    for neighbour in _in_the_way(block):
        neighbour.lesson_plan = block.lesson_plan
        _give_way(neighbour, block.ends_at)
    _save(block)
    return _close(block.lesson_plan, before)


@transaction.atomic
def remove_block(*, block: Block) -> int:
    """Delete the block and its window; ValidationError when check-ins were held in it.

    Returns how many students lost their place by it. `put_back_block` takes it back.
    """
    lesson_plan, kept = block.lesson_plan, as_kept(block)
    before = _open(lesson_plan)
    _drop_window(block)
    block.delete()
    lost = _close(lesson_plan, before, removed=kept["key"])
    LessonPlan.objects.filter(pk=lesson_plan.pk).update(removed=kept | {"lost": lost})
    return lost


@transaction.atomic
def put_back_block(*, lesson_plan: LessonPlan, key: str) -> Block:
    """Let the block that was removed last stand where it stood, with the places that it gave.

    ValidationError when another has its time by now. The check-ins' Stale when it was not the last,
    or it gave places and its day's check-ins were changed since; NoPlace when one who had a place
    in it is booked elsewhere by now.
    """
    before = _open(lesson_plan)
    standing = lesson_plan.blocks.filter(key=key).first()
    if standing:  # a second press
        return standing
    lesson_plan.refresh_from_db(fields=["removed"])
    block, lost = from_kept(lesson_plan, key)
    other = _in_the_way(block).first()
    if other:
        raise ValidationError(_not_back_words(other))
    _save(block)
    LessonPlan.objects.filter(pk=lesson_plan.pk).update(removed={})
    if not lost:
        _close(lesson_plan, before)
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
            _drop_window(block)
            block.delete()
        elif times[block.pk] != (block.starts_at, block.ends_at):
            block.starts_at, block.ends_at = times[block.pk]
            block.version += 1
            _save(block)
    lesson_plan.section.beat()


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
    _claim(block, seen)
    block.details = _("“%(words)s” (%(name)s)") % {
        "words": spark.words,
        "name": spark.student.called,
    }
    block.save(update_fields=["details", "version"])
    Spark.objects.filter(pk=spark.pk).update(state=Spark.State.TAKEN_UP)
    block.lesson_plan.section.beat()


@frozen
class _Before:
    """A day that is being changed: its check-ins as they were, if any, and its blocks."""

    places: checkins.Places | None
    blocks: dict[int, _Row]


def _open(lesson_plan: LessonPlan) -> _Before:
    """Lock the day and look at it."""
    lesson_plan.beat()
    places = checkins.look(section=lesson_plan.section, day=lesson_plan.on)
    return _Before(places, _blocks(lesson_plan) if places else {})


def _close(lesson_plan: LessonPlan, before: _Before, removed: str = "") -> int:
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


def _not_back_words(other: Block) -> str:
    """Which block stands by now where the removed one stood."""
    shown = clock_format(other.lesson_plan.section.school)
    return _("Nothing was put back: %(title)s is from %(start)s to %(end)s by now.") % {
        "title": other.title,
        "start": time_format(other.starts_at, shown),
        "end": time_format(other.ends_at, shown),
    }


def _claim(block: Block, seen: int) -> None:
    """Take the next version, or raise Stale; the row is locked by `beat` before."""
    if not Block.objects.filter(pk=block.pk, version=seen).update(version=seen + 1):
        raise Stale
    block.version = seen + 1


def _in_the_way(block: Block) -> BlockQuerySet:
    """The other blocks of the day that share a minute with this one."""
    others = Block.objects.filter(lesson_plan=block.lesson_plan).exclude(pk=block.pk)
    return others.overlapping(block.starts_at, block.ends_at)


def _refuse_overlap(block: Block) -> None:
    other = _in_the_way(block).first()
    if other:
        raise ValidationError(overlap_words(other))


def overlap_words(other: Block) -> str:
    """Which block is in the way, and when it is."""
    shown = clock_format(other.lesson_plan.section.school)
    return _("%(title)s is from %(start)s to %(end)s. Choose another time, or move it first.") % {
        "title": other.title,
        "start": time_format(other.starts_at, shown),
        "end": time_format(other.ends_at, shown),
    }


def _give_way(neighbour: Block, until: time) -> None:
    """Let a later block start at `until`, when it may and keeps its five minutes."""
    spare = minute_of(neighbour.ends_at) - minute_of(until)
    if neighbour.kind == Block.Kind.OFF or spare < SHORTEST:
        starts = time_format(
            neighbour.starts_at, clock_format(neighbour.lesson_plan.section.school)
        )
        raise ValidationError(
            _("%(title)s starts at %(start)s. Change its time first.")
            % {"title": neighbour.title, "start": starts}
        )
    neighbour.starts_at = until
    neighbour.version += 1
    _save(neighbour)


def _save(block: Block) -> None:
    """Save the block and keep its window in step: a stretch of work has one, nothing else does."""
    if not block.is_work:
        _drop_window(block)
    else:
        lesson_plan = block.lesson_plan
        window = block.window or Window(section=lesson_plan.section, on=lesson_plan.on)
        window.label = block.title[: Window._meta.get_field("label").max_length]
        window.starts_at, window.ends_at = block.starts_at, block.ends_at
        window.save()
        block.window = window
    block.save()


def _drop_window(block: Block) -> None:
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
