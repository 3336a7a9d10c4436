"""Single facts about a request and a place that several modules ask for."""

from __future__ import annotations

from collections.abc import Sequence

from .model import Block, CheckIn, Previous, Request


def section_missed(request: Request, block: Block) -> str | None:
    """The section whose lesson the student misses while in `block`."""
    return request.pulled_from.get(block.id, block.section)


def day_allowed(request: Request, day: int) -> bool:
    """Whether the request's window of days holds `day`."""
    if request.earliest_day is not None and day < request.earliest_day:
        return False
    return request.due_day is None or day <= request.due_day


def is_away(request: Request, day: int, start: int, end: int) -> bool:
    """Whether the student is away during any of these minutes."""
    return any(a.day == day and a.start < end and start < a.end for a in request.away)


def misses_wish(request: Request, block: Block, start: int) -> bool:
    """Whether this place leaves a stated wish unmet."""
    wish = request.prefer
    if wish is None:
        return False
    if wish.not_first and start == block.start:
        return True
    if wish.blocks and block.id not in wish.blocks:
        return True
    end = start + request.minutes
    return bool(wish.windows) and not any(
        w.day == block.day and w.start <= start and end <= w.end for w in wish.windows
    )


def is_change(old: CheckIn, block: str, start: int, previous: Previous) -> bool:
    """Whether a published check-in counts as moved when it stands here."""
    return block != old.block or abs(start - old.start) > previous.tolerance


def starts_of(block: Block) -> Sequence[int]:
    """Where a check-in may start: on a slot, or without slots on every minute of the block."""
    return range(block.start, block.end) if block.slots is None else block.slots


def slots_between(start: int, end: int, minutes: int, gap: int) -> tuple[int, ...]:
    """Starts for check-ins of `minutes` with `gap` between, in [start, end)."""
    return tuple(range(start, end - minutes + 1, minutes + gap))
