"""What the linter says of each learner; it shows needs, so it is for the child's team alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from .checks import Board
from .counting import Family, first
from .findings import Code, Finding, Severity
from .fitting import suits
from .model import Learner, Tile
from .sheet import Ready


def learner_checks(board: Board, learners: Iterable[Learner]) -> Iterator[Finding]:
    """What the board lacks for each learner. There is at least one legal path."""
    suiting = _Suiting(board)
    for learner in learners:
        yield from suiting.of(learner)


def shut_out_by_musts(ready: Ready, learners: Iterable[Learner]) -> Iterator[Finding]:
    """Who cannot do a must, which can be said without knowing the paths."""
    for learner in learners:
        unsuited = [not suits(tile, learner) for tile in ready.tiles]
        tiles = ready.musts & sum(1 << n for n, is_out in enumerate(unsuited) if is_out)
        if tiles:
            yield Finding(Code.NO_PATH_FOR, Severity.ERROR, ready.path(tiles), learner=learner.key)


class _Suiting:
    """Families of paths by tiles and minutes, kept: many learners need the same."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.ready = board.ready
        self.device = _tiles(board.ready, lambda tile: tile.needs_device)
        self.internet = _tiles(board.ready, lambda tile: tile.needs_internet)
        self.said: dict[tuple[Code, int], Finding | None] = {}
        self.ways: dict[tuple[int, int | None], tuple[int, int | None]] = {}

    def of(self, learner: Learner) -> Iterator[Finding]:
        lacks = [
            (Code.NEEDS_DEVICE, self.device, learner.has_device),
            (Code.NEEDS_INTERNET, self.internet, learner.has_internet),
        ]
        for code, tiles, has_it in lacks:
            finding = None if has_it else self._needing(code, tiles)
            if finding:
                yield replace(finding, learner=learner.key)
        unsuited = _tiles(self.ready, lambda tile: not suits(tile, learner))
        if unsuited or learner.extra_time:
            yield from self._left_for(learner, unsuited)

    def _needing(self, code: Code, tiles: int) -> Finding | None:
        """The paths that hold one of these tiles. An error is said of the learner, not here."""
        if (code, tiles) not in self.said:
            without = self._within(~tiles, self.ready.sheet.rules.minutes)
            found = self.board.found(code, self.board.legal, without, tiles)
            self.said[code, tiles] = found and replace(found, severity=Severity.WARNING)
        return self.said[code, tiles]

    def _left_for(self, learner: Learner, unsuited: int) -> Iterator[Finding]:
        """Whether the learner has any path, and enough time for one."""
        total, tiles = self.board.legal.count, self.ready.path(unsuited)
        ways, bits = self._ways(~unsuited, self.ready.sheet.rules.minutes)
        if not ways:
            numbers = {"of": total}
            yield Finding(Code.NO_PATH_FOR, Severity.ERROR, tiles, (), learner.key, "", numbers)
            return
        minutes = self._minutes_of(learner)
        if minutes is not None:
            ways, bits = self._ways(~unsuited, minutes)
        if not ways and self.board.in_time.count:
            numbers = {"of": total, "most": minutes or 0}
            yield Finding(Code.NO_TIME_FOR, Severity.ERROR, tiles, (), learner.key, "", numbers)
        elif ways == 1 and bits is not None and self.board.in_time.count > 1:
            path, numbers = self.ready.path(bits), {"of": total}
            yield Finding(Code.ONE_PATH_FOR, Severity.NOTE, tiles, path, learner.key, "", numbers)

    def _minutes_of(self, learner: Learner) -> int | None:
        """How many minutes of the board fit into her time: time and a half is two thirds of it."""
        rule, block = self.ready.sheet.rules.minutes, self.board.block
        if block is None:
            return rule
        hers = block * 100 // (100 + learner.extra_time)
        return hers if rule is None else min(rule, hers)

    def _ways(self, allowed: int, minutes: int | None) -> tuple[int, int | None]:
        """How many paths are left, and the first of them."""
        key = allowed & self.ready.everything, minutes
        if key not in self.ways:
            family = self._within(*key)
            self.ways[key] = family.count, first(family)
        return self.ways[key]

    def _within(self, allowed: int, minutes: int | None) -> Family:
        return self.board.within(allowed, minutes)


def _tiles(ready: Ready, wanted: Callable[[Tile], bool]) -> int:
    return sum(1 << n for n, tile in enumerate(ready.tiles) if wanted(tile))
