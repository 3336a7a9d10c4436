"""The scoreboard as a table, on the screen and in docs/benchmarks.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

TITLES = {"sqlite": "SQLite", "postgres": "Postgres"}


@dataclass(frozen=True)
class Figure:
    """One measured value; `goal` is the most it may be, None when it is only told."""

    row: int
    name: str
    value: float
    unit: str
    goal: float | None
    shown: str = ""
    reached: bool | None = None

    def __str__(self) -> str:
        text = self.shown or f"{_plain(self.value)}{self.unit}"
        return text if self.is_reached else f"**{text}**"

    @property
    def is_reached(self) -> bool:
        if self.reached is not None:
            return self.reached
        return self.goal is None or self.value <= self.goal


def _plain(value: float) -> str:
    return f"{value:.2f}" if value < 10 and value != int(value) else f"{value:.0f}"


def table(found: dict[str, list[Figure]]) -> str:
    """Markdown, a line a figure, a column a database; what misses its goal is bold."""
    kinds = list(found)
    lines = [
        f"| Row | What | {' | '.join(TITLES[kind] for kind in kinds)} | Goal |",
        f"|---|---|{'---:|' * len(kinds)}---:|",
    ]
    for figures in zip(*found.values(), strict=True):
        first = figures[0]
        goal = "" if first.goal is None else f"≤ {_plain(first.goal)}{first.unit}"
        shown = " | ".join(map(str, figures))
        lines.append(f"| {first.row} | {first.name} | {shown} | {goal} |")
    return "\n".join(lines) + "\n"


def write(path: Path, figures: str, rest: str) -> None:
    """Replace the figures in the page, and nothing else of it."""
    write_between(path, "scoreboard", f"{figures}\n{rest}")


def write_between(path: Path, name: str, figures: str) -> None:
    """Replace what stands between the two marks of this name, with the day it was measured."""
    begin, end = f"<!-- {name}: written by the command -->", f"<!-- end of the {name} -->"
    before, _begin, after = path.read_text().partition(begin)
    _old, _end, after = after.partition(end)
    today = datetime.now(UTC).date()
    text = f"{begin}\nMeasured on {today:%Y-%m-%d}.\n\n{figures}"
    path.write_text(f"{before}{text.rstrip()}\n{end}{after}")
