"""Who gets the chances that boards offer, by group of students. Pure.

Three things are counted of each student: whether she did a tile at level 3, whether she did one on
which students show, talk or work with others, and whether she worked longer than the middle one of
all. Each group is held against everybody else by Fisher's exact test, two-sided, in whole numbers.
Many comparisons find something by chance alone; Holm's rule keeps the chance that fair data show
even one mark below one in twenty. Groups under ten are hidden, and a second one with them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import comb
from typing import TypeVar

from plc.frozen import frozen
from plc.hiding import hidden_groups

CHANCE = Fraction(1, 20)
AXES = ("language", "joined", "device")
Split = tuple[str, frozenset[frozenset[int]]]  # a measure, and two sets of students
K = TypeVar("K")
MEASURES = ("advanced", "together", "minutes")


@frozen
class Facts:
    """One student: `groups` by axis, and what came of her picks."""

    groups: Mapping[str, str]
    advanced: bool
    together: bool
    seconds: int


@frozen
class Share:
    """How many of a group, and of everybody else, had the chance; `chance` is the test's.

    `mark` is "fewer" or "more" where Holm's rule lets it stand, else nothing.
    """

    measure: str
    had: int
    students: int
    others_had: int
    others: int
    chance: Fraction
    mark: str = ""

    @property
    def way(self) -> str:
        """Which way it differs."""
        is_fewer = self.had * self.others < self.others_had * self.students
        return "fewer" if is_fewer else "more"


@frozen
class Group:
    axis: str
    name: str
    students: int
    shares: tuple[Share, ...]


@frozen
class Mirror:
    """The groups that may be shown; `hidden` counts those that may not, by axis."""

    groups: tuple[Group, ...]
    hidden: Mapping[str, int]
    comparisons: int

    @property
    def marked(self) -> list[tuple[Group, Share]]:
        return [(group, share) for group in self.groups for share in group.shares if share.mark]


def mirror(students: Sequence[Facts]) -> Mirror:
    """Every group of every axis held against everybody else."""
    had = {measure: _had(measure, students) for measure in MEASURES}
    raw, hidden = [], {}
    for axis in AXES:
        members: dict[str, list[int]] = {}
        for number, one in enumerate(students):
            members.setdefault(one.groups[axis], []).append(number)
        unseen = hidden_groups({name: len(own) for name, own in members.items()})
        hidden[axis] = len(unseen)
        if len(members) > 1:
            raw += [
                (axis, name, frozenset(own))
                for name, own in sorted(members.items(), key=lambda row: (-len(row[1]), row[0]))
                if name not in unseen
            ]
    return _marked(raw, hidden, had, len(students))


def _had(measure: str, students: Sequence[Facts]) -> frozenset[int]:
    """Who had the chance, by place in the list."""
    if measure == "minutes":
        middle = sorted(one.seconds for one in students)[len(students) // 2] if students else 0
        return frozenset(n for n, one in enumerate(students) if one.seconds > middle)
    is_so: Callable[[Facts], bool] = lambda one: getattr(one, measure)  # noqa: E731
    return frozenset(n for n, one in enumerate(students) if is_so(one))


def _marked(
    raw: Sequence[tuple[str, str, frozenset[int]]],
    hidden: Mapping[str, int],
    had: Mapping[str, frozenset[int]],
    everybody: int,
) -> Mirror:
    """The comparisons, with those marked that stand; a split that occurs twice counts once."""
    whole = frozenset(range(everybody))

    def split(measure: str, own: frozenset[int]) -> Split:
        return measure, frozenset((own, whole - own))

    chances = {
        split(measure, own): fisher(len(own & those), len(own), len(those), everybody)
        for _axis, _name, own in raw
        for measure, those in had.items()
    }
    stands = holm(chances)
    groups = []
    for axis, name, own in raw:
        shares = []
        for measure, those in had.items():
            key = split(measure, own)
            share = _share(measure, own, those, everybody, chances[key])
            shares.append(replace(share, mark=share.way) if key in stands else share)
        groups.append(Group(axis, name, len(own), tuple(shares)))
    return Mirror(tuple(groups), hidden, len(chances))


def _share(
    measure: str, own: frozenset[int], those: frozenset[int], everybody: int, chance: Fraction
) -> Share:
    inside = len(own & those)
    return Share(measure, inside, len(own), len(those) - inside, everybody - len(own), chance)


def fisher(had: int, group: int, all_had: int, everybody: int) -> Fraction:
    """How likely a split at least as rare is, if who had the chance were drawn blindly.

    Two-sided: all splits that are as rare as this one or rarer are added up, in whole numbers.
    """
    least, most = max(0, group - (everybody - all_had)), min(group, all_had)
    ways = [comb(all_had, n) * comb(everybody - all_had, group - n) for n in range(least, most + 1)]
    seen = ways[had - least]
    return Fraction(sum(way for way in ways if way <= seen), comb(everybody, group))


def holm(chances: Mapping[K, Fraction], most: Fraction = CHANCE) -> Collection[K]:
    """Which comparisons stand when the chance of even one false one is to stay below `most`."""
    stands = set()
    ordered = sorted(chances.items(), key=lambda row: row[1])
    for place, (name, chance) in enumerate(ordered):
        if chance * (len(ordered) - place) > most:
            break
        stands.add(name)
    return stands
