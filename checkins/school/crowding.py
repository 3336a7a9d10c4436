"""How many students are out of one class at the same time: never more than the school says.

A class has several check-ins at once when another adult meets its students beside its teacher.
Places are kept back before the planning, so whatever it chooses, the limit holds. Kept are first
those where somebody was published, then those open to most of the class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from checkins.models import Slot, Window
from checkins.places import Stretch, minute_of
from checkins.planner import Block
from checkins.school.facts import SchoolFacts
from plc.frozen import frozen


@frozen
class Uncrowded:
    """The blocks with the starts that may be used, and how many were kept back."""

    blocks: tuple[Block, ...]
    kept_back: int = 0


def uncrowded(
    facts: SchoolFacts,
    blocks: Iterable[Block],
    windows: Mapping[str, Window],
    *,
    minutes: int,
    limit: int | None,
    kept: Iterable[Slot],
    movable: Iterable[Slot],
) -> Uncrowded:
    """Leave as many places at one time in each class as `limit` allows beside those `kept`."""
    blocks = tuple(blocks)
    if limit is None:
        return Uncrowded(blocks)
    out = _out(facts, kept)
    published = {(s.window_id, minute_of(s.starts_at)) for s in movable if s.starts_at}
    left: dict[str, list[int]] = defaultdict(list)
    places = ((block, start) for block in blocks for start in block.slots or ())

    def first(place: tuple[Block, int]) -> tuple[bool, int, int, str]:
        block, start = place
        window = windows[block.id]
        is_published = (window.pk, start) in published
        return not is_published, -_open_to(facts, window), start, block.id

    for block, start in sorted(places, key=first):
        taken = out[windows[block.id].section_id]
        if most_at_once(taken, start, start + minutes) < limit:
            taken.append((start, start + minutes))
            left[block.id].append(start)
    found = tuple(replace(block, slots=tuple(sorted(left[block.id]))) for block in blocks)
    before, after = (sum(len(b.slots or ()) for b in some) for some in (blocks, found))
    return Uncrowded(found, before - after)


def most_at_once(taken: Iterable[Stretch], start: int, end: int) -> int:
    """The most of these stretches that share one minute of [start, end)."""
    near = [(since, to) for since, to in taken if since < end and start < to]
    moments = {max(start, since) for since, _to in near}
    return max((sum(s <= at < t for s, t in near) for at in moments), default=0)


def _out(facts: SchoolFacts, kept: Iterable[Slot]) -> dict[int, list[Stretch]]:
    """When a student is out of each class already."""
    plans = {plan.pk: plan for plan in facts.plans.values()}
    found: dict[int, list[Stretch]] = defaultdict(list)
    for slot in kept:
        if slot.starts_at is not None:
            start, plan = minute_of(slot.starts_at), plans[slot.plan_id]
            found[plan.section_id].append((start, start + plan.minutes))
    return found


def _open_to(facts: SchoolFacts, window: Window) -> int:
    """How many students of the class may come to a window."""
    here = facts.in_class.get(window.section_id, ())
    if window.adult_id is None:
        return len(here)
    return len(facts.cared_for.get(window.adult_id, frozenset()).intersection(here))
