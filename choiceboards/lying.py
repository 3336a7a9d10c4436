"""Where tiles lie: the moves from a place, the free places, and new places when a board changes.

Plain Python. Positions count from 1, row by row on a grid, down the list on every other shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from choiceboards.limits import MOST_TILES
from choiceboards.models.kinds import Course, Shape
from plc.frozen import frozen

STEPS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


@frozen
class Ground:
    """What tiles lie on: a grid with its rows and columns, or one column without an end."""

    shape: str = Shape.GRID
    rows: int = 3
    columns: int = 3

    @property
    def is_grid(self) -> bool:
        return self.shape == Shape.GRID

    @property
    def places(self) -> int:
        """The most tiles it holds."""
        return self.rows * self.columns if self.is_grid else MOST_TILES

    def beside(self, position: int, taken: Iterable[int]) -> dict[str, int]:
        """The positions to trade with, by the way that leads there; none over the edge.

        On a list that is the tile before and the tile after, however far apart their numbers are.
        """
        if not self.is_grid:
            return _nearest(position, taken)
        row, column = divmod(position - 1, self.columns)
        return {
            way: self.columns * (row + down) + column + right + 1
            for way, (right, down) in STEPS.items()
            if 0 <= row + down < self.rows and 0 <= column + right < self.columns
        }

    def free(self, taken: Iterable[int]) -> int | None:
        """The first free place of a grid, the one behind the last elsewhere; None if it is full."""
        held = set(taken)
        if len(held) >= self.places:
            return None
        if not self.is_grid:
            return max(held, default=0) + 1
        return next(place for place in range(1, self.places + 1) if place not in held)


def _nearest(position: int, taken: Iterable[int]) -> dict[str, int]:
    others = sorted(taken)
    before = [place for place in others if place < position]
    after = [place for place in others if place > position]
    ways = {"up": before[-1:], "down": after[:1]}
    return {way: found[0] for way, found in ways.items() if found}


def moved_over(old: Ground, new: Ground, taken: Iterable[int]) -> Mapping[int, int]:
    """The new position of each tile, by its old one; there are places enough.

    From grid to grid a tile keeps its row and column where there is such a place; the others
    follow in their order on the places left.
    """
    order = sorted(taken)
    if not new.is_grid:
        return dict(zip(order, range(1, len(order) + 1), strict=True))
    kept = {}
    for place in order:
        row, column = divmod(place - 1, old.columns) if old.is_grid else (new.rows, 0)
        if row < new.rows and column < new.columns:
            kept[place] = new.columns * row + column + 1
    left = iter(sorted(set(range(1, new.places + 1)) - set(kept.values())))
    return {place: kept.get(place) or next(left) for place in order}


class OfACourse(Protocol):
    @property
    def course(self) -> str: ...


T = TypeVar("T", bound=OfACourse)


def in_courses(tiles: Iterable[T]) -> list[tuple[str, list[T]]]:
    """(course, its tiles) as a menu is read; those that are of none come last, under ""."""
    held: dict[str, list[T]] = {course: [] for course in (*Course.values, "")}
    for tile in tiles:
        held[tile.course].append(tile)
    return [(course, found) for course, found in held.items() if found]


def heading(course: str) -> str:
    """What stands above the tiles of a course; nothing above those of none."""
    return str(Course(course).label) if course else ""
