"""Groups of those who do the same tile, by how they like to work. Pure; the same each time.

Whoever likes to work alone does, and those who like one partner get one, where the tile allows it.
The others are split into groups as even as can be, in the order in which they stand. A wish that
had no room is named, so that the teacher may change things.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Generic, TypeVar

from plc.frozen import frozen

T = TypeVar("T")


class Wish(StrEnum):
    """How a student likes to work."""

    ALONE = "alone"
    PAIR = "pair"
    GROUP = "group"
    ANY = ""


class Company(StrEnum):
    """With whom a tile is done."""

    EITHER = "either"
    ALONE = "alone"
    TOGETHER = "together"


@frozen
class Member(Generic[T]):
    who: T
    wish: Wish = Wish.ANY


@frozen
class Split(Generic[T]):
    """The groups, and those whose wish had no room."""

    groups: tuple[tuple[Member[T], ...], ...]

    @property
    def unmet(self) -> list[Member[T]]:
        return [one for group in self.groups for one in group if not _is_met(one.wish, len(group))]


def _is_met(wish: Wish, size: int) -> bool:
    if wish is Wish.ALONE:
        return size == 1
    if wish is Wish.PAIR:
        return size == 2
    return wish is Wish.ANY or size > 1


def split(members: Sequence[Member[T]], most: int, company: Company = Company.EITHER) -> Split[T]:
    """Groups of at most `most` (2 or more); one more where somebody would be left alone."""
    if company is Company.ALONE:
        return Split(tuple((one,) for one in members))
    alone = [one for one in members if one.wish is Wish.ALONE and company is Company.EITHER]
    pairs = [one for one in members if one.wish is Wish.PAIR]
    pairs = pairs[: len(pairs) // 2 * 2]
    taken = {id(one) for one in (*alone, *pairs)}
    groups = [tuple(pairs[n : n + 2]) for n in range(0, len(pairs), 2)]
    rest = [one for one in members if id(one) not in taken]
    if len(rest) == 1 and groups and (rest[0].wish or company is Company.TOGETHER):
        groups[-1] = (*groups[-1], *rest)
    else:
        groups += _evenly(rest, most)
    return Split((*groups, *((one,) for one in alone)))


def _evenly(members: Sequence[Member[T]], most: int) -> list[tuple[Member[T], ...]]:
    """As few groups as hold them all, none larger than another by more than one.

    Of three with at most two together, nobody stays alone: they are one group.
    """
    number = -(-len(members) // most)
    if number and len(members) // number < 2 <= len(members):
        number = max(1, len(members) // 2)
    small, larger = divmod(len(members), number) if number else (0, 0)
    found, start = [], 0
    for place in range(number):
        end = start + small + (place < larger)
        found.append(tuple(members[start:end]))
        start = end
    return found
