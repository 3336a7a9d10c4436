"""Is it fair? The share met in each group of students, small groups hidden. Pure.

A group is marked when it is met less often than everybody together by ten points or more, and so
few would be met by chance less than once in twenty (Fisher's exact test, one-sided): a gap of two
children is not an injustice yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import exp, lgamma

from plc.frozen import frozen
from plc.hiding import hidden_groups

GAP = 10  # points
CHANCE = 0.05


@frozen
class Share:
    """How many of some students were met; without figures where they must stay hidden."""

    name: str
    met: int | None
    students: int | None
    is_behind: bool = False

    @property
    def is_hidden(self) -> bool:
        return self.students is None

    @property
    def percent(self) -> int:
        return percent(self.met or 0, self.students or 0)


def percent(part: int, whole: int) -> int:
    """Rounded half up, and 100 only when nobody is missing, 0 only when everybody is."""
    if not whole:
        return 0
    rounded = (200 * part + whole) // (2 * whole)
    return min(99, max(1, rounded)) if 0 < part < whole else rounded


def shares(figures: Mapping[str, tuple[int, int]]) -> tuple[Share, ...]:
    """(met, students) by group, as it may be shown: the largest first, then the hidden ones."""
    hidden = hidden_groups({name: students for name, (_met, students) in figures.items()})
    met, students = (sum(pair[place] for pair in figures.values()) for place in (0, 1))
    found = [
        Share(name, None, None)
        if name in hidden
        else Share(name, *pair, is_behind=is_behind(*pair, met, students))
        for name, pair in figures.items()
        if pair[1]
    ]
    return in_order(found)


def in_order(found: Iterable[Share]) -> tuple[Share, ...]:
    """The largest first; the hidden ones last, by name, so that their order says nothing."""
    return tuple(sorted(found, key=lambda share: (-(share.students or 0), share.name)))


def is_behind(met: int, students: int, all_met: int, everybody: int) -> bool:
    """Whether a group is met less often than everybody, by more than chance would do."""
    gap = 100 * (all_met / everybody - met / students) if students else 0
    return gap >= GAP and chance(met, students, all_met, everybody) < CHANCE


def chance(met: int, students: int, all_met: int, everybody: int) -> float:
    """How likely at most `met` of these are among all that were met, if names were drawn blindly.

    The tail is added from its largest term down; below the mean each is smaller than the last.
    """
    missed = everybody - all_met
    least = max(0, students - missed)
    term = exp(
        _choose(all_met, met) + _choose(missed, students - met) - _choose(everybody, students)
    )
    total = 0.0
    for count in range(met, least - 1, -1):
        total += term
        if term < total * 1e-12:
            break
        term *= (
            count * (missed - students + count) / ((all_met - count + 1) * (students - count + 1))
        )
    return total


def _choose(whole: int, part: int) -> float:
    """The logarithm of how many ways there are to draw `part` of `whole`."""
    return lgamma(whole + 1) - lgamma(part + 1) - lgamma(whole - part + 1)
