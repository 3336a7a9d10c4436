"""Writes that touch several rows: a plan with its blocks, and the check-in windows they give."""

from lessons.services.blocks import (
    SHORTEST,
    overlap_words,
    put_back_block,
    put_back_blocks,
    remove_block,
    resize_block,
    set_block,
)
from lessons.services.changes import Stale
from lessons.services.days import make_lesson_plan, set_state, take_up

__all__ = [
    "SHORTEST",
    "Stale",
    "make_lesson_plan",
    "overlap_words",
    "put_back_block",
    "put_back_blocks",
    "remove_block",
    "resize_block",
    "set_block",
    "set_state",
    "take_up",
]
