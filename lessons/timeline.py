"""The day drawn to scale: where each block stands, in minutes since the first one starts.

The templates turn minutes into classes (`{% load ui %}`, the `minutes` filter), because the site
allows no style attributes.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from typing import Any

from checkins.places import clock_time, minute_of
from lessons.looks import tint_of
from lessons.models import Block
from plc.frozen import frozen

SHORT, VERY_SHORT = 15, 10  # minutes: a block below that needs a roomier scale to be read


@frozen
class Row:
    """A block in its place, with the check-ins that are planned in it."""

    block: Block
    at: int
    tint: str
    slots: Sequence[Any] = ()


@frozen
class Hour:
    at: int
    time: time


@frozen
class Timeline:
    rows: tuple[Row, ...]
    hours: tuple[Hour, ...]
    minutes: int
    scale: str  # a class of .day: "", "roomy" or "close"


def timeline(blocks: Iterable[Block], slots: Mapping[int, Sequence[Any]]) -> Timeline:
    """Place the blocks (in their order); `slots` are the check-ins by window id."""
    rows = list(blocks)
    if not rows:
        return Timeline((), (), 0, "")
    start = minute_of(rows[0].starts_at)
    end = max(minute_of(block.ends_at) for block in rows)
    return Timeline(
        rows=tuple(_row(block, start, slots) for block in rows),
        hours=tuple(_hours(start, end)),
        minutes=end - start,
        scale=_scale(min(block.minutes for block in rows)),
    )


def _row(block: Block, start: int, slots: Mapping[int, Sequence[Any]]) -> Row:
    planned = slots.get(block.window_id, ()) if block.window_id else ()
    return Row(block, minute_of(block.starts_at) - start, tint_of(block.kind), planned)


def _hours(start: int, end: int) -> Iterable[Hour]:
    first = -(-start // 60)
    return (Hour(hour * 60 - start, clock_time(hour * 60)) for hour in range(first, end // 60 + 1))


def _scale(shortest: int) -> str:
    if shortest < VERY_SHORT:
        return "close"
    return "roomy" if shortest < SHORT else ""
