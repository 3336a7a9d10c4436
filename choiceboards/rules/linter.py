"""The linter: what a teacher should know of a board before a class opens it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from .checks import Board, path_checks, tile_checks
from .findings import Code, Finding, Severity
from .model import Learner, Sheet, TooHard
from .possible import in_the_way, ruled_out
from .sheet import made_ready
from .suiting import learner_checks, shut_out_by_musts

_CODES = list(Code)
_SEVERITIES = list(Severity)


def lint(
    sheet: Sheet,
    learners: Iterable[Learner] = (),
    standards: Collection[str] = (),
    block_minutes: int | None = None,
) -> tuple[Finding, ...]:
    """What is wrong with the board for these learners, standards and this time; worst first.

    A path is legal by the sheet's own rules; it then should serve every standard, be done within
    `block_minutes`, and each learner should have one. The order of the input does not matter.
    """
    ready = made_ready(sheet)
    board = Board(ready, tuple(sorted(set(standards))), block_minutes)
    places = {tile.key: n for n, tile in enumerate(ready.tiles)}

    def place(finding: Finding) -> tuple[object, ...]:
        order = _SEVERITIES.index(finding.severity), _CODES.index(finding.code)
        tiles, numbers = [places[key] for key in finding.tiles], sorted(finding.numbers.items())
        return *order, finding.learner, finding.about, tiles, numbers

    return tuple(sorted(_findings(board, learners), key=place))


def _findings(board: Board, learners: Iterable[Learner]) -> Iterator[Finding]:
    if not board.ready.tiles:
        yield Finding(Code.NO_TILES, Severity.ERROR)
        return
    yield from tile_checks(board)
    try:
        total = board.legal.count
    except TooHard as hard:
        yield Finding(Code.TOO_HARD, Severity.WARNING, numbers={"most": hard.most})
        yield from ruled_out(board.ready)
        yield from shut_out_by_musts(board.ready, learners)
        return
    if total:
        yield from path_checks(board)
        yield from learner_checks(board, learners)
        return
    causes = [*ruled_out(board.ready), *in_the_way(board.ready, board.legal)]
    yield from causes or [Finding(Code.NO_PATH, Severity.ERROR)]
