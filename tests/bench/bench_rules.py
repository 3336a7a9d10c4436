"""CPU of the rules of a board and their linter as ratios to a fixed pure-Python loop.

    python tests/bench/bench_rules.py [--repeat 5] [--write]

The boards are made here from a seed. A ratio of 1 is the time one million additions take on the
same machine, so that figures of different machines compare. Best of `repeat` runs. "lint" is for
28 learners, 3 standards and a block. "import" is the processor time of `import
choiceboards.rules`, compiled before, in a new interpreter that has imported `dataclasses`, `enum`
and `typing`. `--write` puts the table in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from choiceboards.rules import (
    Ask,
    AtMost,
    Company,
    Learner,
    Need,
    Offer,
    Rules,
    Shape,
    Sheet,
    Tile,
    TooHard,
    count,
    lint,
    next_tiles,
)
from choiceboards.rules.diagram import MOST_NODES, diagram
from choiceboards.rules.sheet import made_ready
from tests.bench.bench_planner import seconds, yardstick
from tests.bench.report import write_between

ROOT = Path(__file__).resolve().parents[2]
KINDS = "read listen watch make draw record move solve show talk idea".split()
LIMIT = 50  # ms of a page


@dataclass(frozen=True)
class Case:
    """A board to lint; `limit` in ms where it has one."""

    name: str
    sheet: Sheet
    limit: int | None = None


def board(
    size: int, *, pick: int | None = None, limited: int = 0, most: int = 0, ways: int = 1, **rules
) -> Sheet:
    """A full grid; the first `limited` kinds have a limit, and a tile has `ways` of them."""
    rng = random.Random(1)
    kinds = KINDS[:limited] or KINDS
    tiles = tuple(_tile(rng, place, kinds, ways) for place in range(1, size * size + 1))
    limits = tuple(AtMost(kind, most) for kind in KINDS[:limited])
    return Sheet(tiles, Rules(pick=pick, at_most=limits, **rules), Shape.GRID, size, size)


def _tile(rng: random.Random, place: int, kinds: list[str], ways: int) -> Tile:
    return Tile(
        f"t{place:02}",
        place,
        minutes=(rng.choice([10, 15, 20]), 25),
        kinds=tuple(rng.sample(kinds, ways)),
        standards=frozenset(rng.sample("abc", rng.randint(0, 2))),
        needs_device=rng.random() < 0.3,
        needs_internet=rng.random() < 0.2,
        asks=frozenset(rng.sample(list(Ask), 2)),
        offers=frozenset(rng.sample(list(Offer), 5)),
        company=rng.choice(list(Company)),
    )


def room(size: int = 28) -> list[Learner]:
    """Every fifth without a device, every fifth without internet, half with needs."""
    rng = random.Random(2)
    return [
        Learner(
            f"s{n:02}",
            has_device=rng.random() < 0.8,
            has_internet=rng.random() < 0.8,
            needs=frozenset(rng.sample(list(Need), rng.choice([0, 0, 1, 2]))),
            extra_time=rng.choice([0, 0, 0, 50]),
        )
        for n in range(size)
    ]


def cases() -> list[Case]:
    return [
        Case("3x3, line", board(3, line=True), LIMIT),
        Case("3x3, 3 of 9", board(3, pick=3), LIMIT),
        Case("5x5, 12 of 25", board(5, pick=12), LIMIT),
        Case("5x5, 12 of 25, minutes", board(5, pick=12, minutes=170), LIMIT),
        Case("5x5, 12 of 25, 3 kinds limited", board(5, pick=12, limited=3, most=5), LIMIT),
        Case("5x5, 10 of 25, 11 kinds limited", board(5, pick=10, limited=11, most=2)),
        Case("5x5, 5 with a line", board(5, pick=5, line=True)),
        Case("5x5, 12 with a line, minutes", board(5, pick=12, line=True, minutes=170)),
        Case("5x5, 12, 11 limits, 2 a tile", board(5, pick=12, limited=11, most=4, ways=2)),
        Case("5x5, 12, 11 limits, 3 a tile", board(5, pick=12, limited=11, most=5, ways=3)),
        Case("5x5, 8 with a line, 11 limits", tangled()),
    ]


def tangled() -> Sheet:
    return board(5, pick=8, limited=11, most=4, ways=3, line=True)


def rows(repeat: int) -> list[str]:
    unit = seconds(yardstick, repeat)
    class_of_28 = room()
    lines = [
        f"one million additions: {unit * 1000:.1f} ms; at most {MOST_NODES} states",
        f"{'':38}{'paths':>10}{'states':>8}{'ms':>8}{'ratio':>8}{'limit ms':>10}",
    ]
    for case in cases():
        spent = seconds(partial(lint, case.sheet, class_of_28, "abc", 150), repeat)
        paths, states = size_of(case.sheet)
        lines.append(row(f"lint, {case.name}", paths, states, spent, unit, case.limit))
    for case in (cases()[0], cases()[2], cases()[-2]):
        spent = seconds(partial(next_tiles, case.sheet, ["t01"]), repeat)
        lines.append(row(f"next, {case.name}", "", "", spent, unit, None))
    lines.append(row("import", "", "", import_seconds(repeat), unit, None))
    return lines


def size_of(sheet: Sheet) -> tuple[str, str]:
    try:
        return str(count(sheet)), str(len(diagram(made_ready(sheet)).skip))
    except TooHard:
        return "not told", "too many"


def row(name: str, paths: str, states: str, spent: float, unit: float, limit: int | None) -> str:
    figures = f"{spent * 1000:8.1f}{spent / unit:8.2f}{limit or '':>10}"
    return f"{name:38}{paths:>10}{states:>9}{figures}".rstrip()


IMPORT = """
import dataclasses, enum, time, typing
begin = time.process_time()
import choiceboards.rules
print(time.process_time() - begin)
"""


def import_seconds(repeat: int) -> float:
    """Processor time of the first import in a process, compiled before."""
    with tempfile.TemporaryDirectory() as compiled:
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        env["PYTHONPYCACHEPREFIX"] = compiled
        command = [sys.executable, "-c", IMPORT]
        runs = [
            subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True).stdout
            for _ in range(max(repeat, 3) + 1)
        ]
    return min(map(float, runs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the table in docs/benchmarks.md")
    given = parser.parse_args()
    text = "\n".join(rows(given.repeat))
    print(text)
    if given.write:
        write_between(ROOT / "docs" / "benchmarks.md", "board rules", f"```\n{text}\n```\n")


if __name__ == "__main__":
    main()
