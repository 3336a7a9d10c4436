"""From answers to a score of 0 to 100. Pure.

An answer is 1 to `points`, as the student saw it. A reverse item is turned round: of five points a
2 counts as a 4. A scale has a score when at least three quarters of its items were answered (3 of
4, 4 of 5); what is missing is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping

from checkins.library import Band


def fewest(items: int) -> int:
    """How many of so many items must be answered."""
    return -(-3 * items // 4)


def score(band: Band, said: Mapping[str, int]) -> int | None:
    """The mean of the answered items, from 0 to 100; None when too few were answered."""
    worths = [
        (band.points - said[item.code]) if item.reverse else (said[item.code] - 1)
        for item in band.items
        if 1 <= said.get(item.code, 0) <= band.points
    ]
    if len(worths) < fewest(len(band.items)):
        return None
    return rounded(100 * sum(worths), len(worths) * (band.points - 1))


def rounded(total: int, count: int) -> int:
    """total / count, a half rounded up: the same on every machine and database."""
    return (2 * total + count) // (2 * count)
