"""What the linter says of tiles and paths, whoever sits in the class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from plc.frozen import frozen

from .counting import Family, first
from .diagram import Diagram, diagram
from .findings import Code, Finding, Severity
from .model import Shape
from .paths import clock, legal
from .possible import idle
from .sheet import Ready, longest, shortest


@frozen
class Board:
    """A sheet with what it is measured by; diagram and families are made when first asked for."""

    ready: Ready
    standards: tuple[str, ...]
    block: int | None

    @cached_property
    def diagram(self) -> Diagram:
        return diagram(self.ready)

    @cached_property
    def legal(self) -> Family:
        return legal(self.ready, self.diagram)

    @cached_property
    def in_time(self) -> Family:
        """The legal paths that fit into the block at their shortest levels."""
        if self.most_minutes == self.ready.sheet.rules.minutes:
            return self.legal
        return self.within(self.ready.everything, self.most_minutes)

    @property
    def most_minutes(self) -> int | None:
        """The least of the rule's minutes and the block's."""
        limits = [n for n in (self.ready.sheet.rules.minutes, self.block) if n is not None]
        return min(limits, default=None)

    def within(self, allowed: int, minutes: int | None) -> Family:
        """The legal paths made of some tiles only, within some minutes."""
        return Family(self.diagram, allowed, clock(self.ready, minutes))

    def found(
        self, code: Code, inside: Family, outside: Family | None = None, tiles: int = 0, **more: int
    ) -> Finding | None:
        """A warning about the legal paths in one family but not in the other, if there are any.

        It is an error when every path is concerned.
        """
        total = self.legal.count
        concerned = inside.count - (outside.count if outside else 0)
        bits = first(inside, outside)
        if bits is None:
            return None
        severity = Severity.ERROR if concerned == total else Severity.WARNING
        return Finding(
            code,
            severity,
            tiles=self.ready.path(tiles),
            path=self.ready.path(bits),
            numbers={"paths": concerned, "of": total, **more},
        )


def tile_checks(board: Board) -> Iterator[Finding]:
    """What can be said of each tile by itself."""
    standards = frozenset(board.standards)
    is_menu = board.ready.sheet.shape == Shape.MENU
    for tile in board.ready.tiles:
        if is_menu and not tile.section:
            yield Finding(Code.NO_COURSE, Severity.ERROR, (tile.key,))
        if board.block is not None and shortest(tile) > board.block:
            severity = Severity.ERROR if tile.is_must else Severity.WARNING
            numbers = {"minutes": shortest(tile), "most": board.block}
            yield Finding(Code.TILE_TOO_LONG, severity, (tile.key,), numbers=numbers)
        if standards and not standards & tile.standards:
            yield Finding(Code.TILE_OFF_STANDARD, Severity.NOTE, (tile.key,))


def path_checks(board: Board) -> Iterator[Finding]:
    """What is wrong with some of the legal paths; there is at least one."""
    yield from _standards(board)
    yield from _minutes(board)
    yield from _dead(board)
    yield from idle(board.ready, board.legal)


def _standards(board: Board) -> Iterator[Finding]:
    for standard in board.standards:
        serving = sum(
            1 << n for n, tile in enumerate(board.ready.tiles) if standard in tile.standards
        )
        without = board.within(~serving, board.ready.sheet.rules.minutes)
        finding = board.found(Code.MISSES_STANDARD, without, tiles=serving)
        if finding:
            yield replace(finding, about=standard)


def _minutes(board: Board) -> Iterator[Finding]:
    most = board.most_minutes
    if most is None:
        return
    if board.in_time is not board.legal:
        finding = board.found(Code.PATH_TOO_LONG, board.legal, board.in_time, most=most)
        if finding:
            yield _timed(board, finding, at_longest=False)
    if any(shortest(tile) != longest(tile) for tile in board.ready.tiles):
        slow = Family(
            board.diagram, board.ready.everything, clock(board.ready, most, at_longest=True)
        )
        finding = board.found(Code.PATH_MAY_BE_TOO_LONG, board.in_time, slow, most=most)
        if finding:
            yield replace(_timed(board, finding, at_longest=True), severity=Severity.NOTE)


def _timed(board: Board, finding: Finding, *, at_longest: bool) -> Finding:
    """The finding with the minutes of its path."""
    reckon = longest if at_longest else shortest
    minutes = sum(reckon(tile) for tile in board.ready.tiles if tile.key in finding.path)
    return replace(finding, numbers={**finding.numbers, "minutes": minutes})


def _dead(board: Board) -> Iterator[Finding]:
    """Tiles on no path; and a board that leaves no choice though it has tiles to choose from."""
    alive = board.legal.used()
    for n, tile in enumerate(board.ready.tiles):
        if not alive >> n & 1:
            yield Finding(Code.DEAD_TILE, Severity.WARNING, (tile.key,))
    if board.legal.count == 1 and alive != board.ready.everything:
        yield Finding(Code.ONE_PATH, Severity.WARNING, path=board.ready.path(alive))
