"""Compare processor time: the same number of requests in turn to each, again and again.

Ratios are taken inside a round and the median of the rounds is reported, so that what else the
machine does disturbs both sides alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from tests.bench.servers import Server

WARM_UP = 12  # requests; both workers have then compiled their templates


@dataclass(frozen=True)
class Work:
    """Asked of a server again and again; what comes `before` a series and `undo` do not count."""

    name: str
    server: Server
    ask: Callable[[], object]
    undo: Callable[[], object] | None = None
    before: Callable[[], object] | None = None
    each: int = 1  # requests that `ask` makes

    def cpu(self, times: int) -> float:
        """Milliseconds of processor time a request."""
        if self.before is not None:
            self.before()
        if self.undo is None:
            before = self.server.cpu()
            for _time in range(times):
                self.ask()
            return (self.server.cpu() - before) / times / self.each / 1e6
        return sum(self._counted() for _time in range(times)) / times

    def _counted(self) -> float:
        before = self.server.cpu()
        self.ask()
        spent = self.server.cpu() - before
        assert self.undo is not None
        self.undo()
        return spent / 1e6


def compared(works: list[Work], *, rounds: int, times: int) -> dict[str, list[float]]:
    """Milliseconds a request by the name of the work, one figure a round."""
    for work in works:
        work.cpu(WARM_UP)
    spent: dict[str, list[float]] = {work.name: [] for work in works}
    for number in range(rounds):
        for work in works if number % 2 else reversed(works):
            spent[work.name].append(work.cpu(times))
    return spent


def ratio(spent: dict[str, list[float]], name: str, reference: str) -> float:
    """The median over the rounds of one work's cost in units of another's."""
    pairs = zip(spent[name], spent[reference], strict=True)
    return median(ours / theirs for ours, theirs in pairs)
