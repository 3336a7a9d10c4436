"""The block of a day that was removed last: how it is kept, and made again."""

from __future__ import annotations

from typing import Any

from checkins.models import Window
from checkins.places import clock_time, minute_of
from checkins.services import Stale
from lessons.models import Block, LessonPlan

_OF_BLOCK = ("pk", "key", "kind", "title", "details", "icon", "board_id", "version")


def as_kept(block: Block) -> dict[str, Any]:
    """A block that goes, as `from_kept` makes it again."""
    kept = {name: getattr(block, name) for name in _OF_BLOCK}
    kept["starts_at"], kept["ends_at"] = minute_of(block.starts_at), minute_of(block.ends_at)
    window = block.window
    return kept | {"window": {"pk": window.pk, "key": window.key} if window else None}


def from_kept(lesson_plan: LessonPlan, key: str) -> tuple[Block, int]:
    """The block as it stood, unsaved, and how many lost their place by its going.

    It and its window keep their ids, by which the check-ins know them, and their keys.
    """
    kept = lesson_plan.removed
    if kept.get("key") != key:
        raise Stale
    block = Block(lesson_plan=lesson_plan, school_id=lesson_plan.school_id)
    for name in _OF_BLOCK:
        setattr(block, name, kept[name])
    block.starts_at, block.ends_at = clock_time(kept["starts_at"]), clock_time(kept["ends_at"])
    block.board = lesson_plan.section.boards.filter(pk=kept["board_id"]).first()
    if kept["window"]:
        block.window = Window(section=lesson_plan.section, on=lesson_plan.on, **kept["window"])
    return block, kept["lost"]
