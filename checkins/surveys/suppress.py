"""Which figures of a survey stay hidden: coverage's rule, and the total besides. Pure.

Figures stand in one line: groups that share nobody, and their total. `hidden_groups` hides what is
small and what would give it away. Where it cannot hide enough (one class alone, or all of them
together under ten) the total is hidden as well, which coverage never needs: it counts, and a total
of few is no child's answer. A group of nobody has no figure and hides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from plc.frozen import frozen
from plc.hiding import SMALLEST_GROUP, hidden_groups


@frozen
class Shown:
    """What may be seen of a line; groups by their ids."""

    hidden: frozenset[int]
    total: bool


def shown(sizes: Mapping[int, int]) -> Shown:
    """Which of the groups to hide, and whether the total may be shown."""
    names = hidden_groups({str(group): size for group, size in sizes.items()})
    hidden = frozenset(group for group in sizes if str(group) in names)
    together = sum(sizes[group] for group in hidden)
    is_safe = not hidden or (len(hidden) > 1 and together >= SMALLEST_GROUP)
    return Shown(hidden, is_safe and sum(sizes.values()) >= SMALLEST_GROUP)
