"""The scoreboard: what plc costs beside a bare Django page on the same machine and database.

    python tests/bench/scoreboard.py [--database sqlite|postgres|both] [--rows 1,2,3] [--write]

Starts the yardstick (its folder in PLC_YARDSTICK) and the demo's school, asks both in turns, and
prints a table; `--write` puts it in docs/benchmarks.md. Processor time is that of all processes of
the server and its database connections. Servers listen on ports 8190 to 8195 of this machine.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import chromium, pages, report
from tests.bench.pages import BOARD, CHANGED, DASHBOARD, PICK, REFERENCE, REFERENCE_PICK, UNCHANGED
from tests.bench.report import Figure
from tests.bench.rounds import compared, ratio
from tests.bench.servers import ROOT, YARDSTICK, Server, filled, has_postgres, plc, run, yardstick
from tests.bench.visitor import Visitor, teacher

STUDENTS = 30
PORT = 8190
ROUNDS, TIMES = 9, 30
CROWD = 8  # browsers at once, where memory is weighed
STAFF = ("teacher", "coteacher", "specialist", "admin")  # one account has five tries at once
CPU_ROWS = {1, 3, 4, 5}
# (row, work, in units of, the goal: at most so many)
RATIOS = (
    (1, DASHBOARD, REFERENCE, 2.5),
    (3, BOARD, REFERENCE, 2.0),
    (4, PICK, REFERENCE, 2.0),
    (4, PICK, REFERENCE_PICK, None),
    (5, UNCHANGED, REFERENCE, 0.4),
    (5, CHANGED, REFERENCE, 1.5),
)


@dataclass(frozen=True)
class Options:
    rows: frozenset[int]
    rounds: int

    def wants(self, *rows: int) -> bool:
        return bool(self.rows & set(rows))


def measured(kind: str, options: Options) -> Iterator[Figure]:
    """Every figure asked for, on one kind of database."""
    with ExitStack() as running:
        env = running.enter_context(filled(kind, STUDENTS))
        if options.wants(2):
            yield from statements(env)
        if options.wants(*CPU_ROWS, 10):
            with plc(env, PORT) as server:
                yield from processor_time(kind, server, options)
                if options.wants(10):
                    yield from wire(server)
        if options.wants(13):  # each of the two fresh, so that both have seen the same
            with plc(env, PORT) as server:
                yield from weight(kind, server)


def processor_time(kind: str, server: Server, options: Options) -> Iterator[Figure]:
    if not options.wants(*CPU_ROWS):
        return
    with yardstick(kind, PORT + 1) as reference:
        works = [*pages.of_yardstick(reference), *pages.of_plc(server)]
        spent = compared(works, rounds=options.rounds, times=TIMES)
    for row, work, unit, goal in RATIOS:
        if row in options.rows:
            name = f"processor time: {work}, in units of the {unit}"
            yield Figure(row, name, ratio(spent, work, unit), "x", goal)


def statements(env: dict[str, str]) -> Iterator[Figure]:
    """One figure a page; the goal of all but the dashboard is that sizes do not matter."""
    found = json.loads(run([sys.executable, "-m", "tests.bench.statements"], ROOT, env))
    for page, counts in found.items():
        name = f"SQL statements: {page}, 1, 30 and 300 students"
        same = len(set(counts)) == 1
        shown = f"{counts[0]}" if same else ", ".join(map(str, counts))
        goal = 8 if page == "today" else None
        reached = same and 0 < counts[0] <= (goal or 99)
        yield Figure(2, name, max(counts), "", goal, shown=shown, reached=reached)


def wire(server: Server) -> Iterator[Figure]:
    """What Chromium fetches for the class's page, with an empty and with a full cache."""
    cold, warm = chromium.loads(server.base, pages.dashboard(teacher(server.base)))
    yield Figure(
        10, "requests of the class dashboard in Chromium, first time", cold.requests, "", 6
    )
    yield Figure(10, "sent for it, first time", cold.kib, " KiB", 75)
    yield Figure(10, "sent for it, again", warm.kib, " KiB", 8)


def weight(kind: str, server: Server) -> Iterator[Figure]:
    """Memory and start, beside the yardstick's on the same database.

    The goals were set where the yardstick took 113 MiB and 0.3 s, which it does on SQLite. On
    Postgres, where it takes 129 MiB itself, the ratio is the goal.
    """
    memory = _after_load(server, lambda number: _signed_in(server, STAFF[number % len(STAFF)]))
    with yardstick(kind, PORT + 1) as reference:
        least = _after_load(reference, lambda _number: _let_in(reference))
        start = server.start / reference.start
    name = "peak memory of gunicorn and 2 workers after load, shared counted in each"
    yield Figure(13, name, memory, " MiB", 180 if kind == "sqlite" else None)
    yield Figure(13, "the same, in units of the yardstick's", memory / least, "x", 180 / 113)
    yield Figure(13, "server start to first page", server.start, " s", 0.8)
    yield Figure(13, "the same, in units of the yardstick's", start, "x", 0.8 / 0.3)


def _signed_in(server: Server, name: str) -> tuple[Visitor, str]:
    """One of the staff and the page she lands on."""
    adult = teacher(server.base, name)
    return adult, pages.dashboard(adult)


def _let_in(reference: Server) -> tuple[Visitor, str]:
    visitor = Visitor(reference.base)
    visitor.get("/login")
    return visitor, "/class"


def _after_load(server: Server, sign_in: Callable[[int], tuple[Visitor, str]]) -> float:
    """The memory once a staff room has signed in and looked, all at once, so that both work."""

    def look(number: int) -> None:
        visitor, page = sign_in(number)
        for _time in range(20):
            visitor.get(page)

    with ThreadPoolExecutor(CROWD) as crowd:
        list(crowd.map(look, range(2 * CROWD)))
    return server.peak_memory()


def others(rows: frozenset[int]) -> Iterator[str]:
    """What the other benchmarks print; they are commands of their own."""
    for row, name in ((8, "bench_roster.py"), (12, "bench_start.py")):
        command = Path(__file__).with_name(name)
        if row in rows and command.is_file():
            said = run([sys.executable, str(command)], ROOT, dict(os.environ))
            yield f"Row {row}, by `{name}`:\n\n```\n{said}```\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--rows", default="1,2,3,4,5,8,10,12,13")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--write", action="store_true", help="put the table in docs/benchmarks.md")
    given = parser.parse_args()
    options = Options(frozenset(map(int, given.rows.split(","))), given.rounds)
    if not YARDSTICK.is_dir():
        print("The yardstick is not here: set PLC_YARDSTICK to its folder. Nothing was measured.")
        return
    kinds = ("sqlite", "postgres") if given.database == "both" else (given.database,)
    if "postgres" in kinds and not has_postgres():
        print("No Postgres answers on port 5432 of this machine; it is left out.")
        kinds = tuple(kind for kind in kinds if kind != "postgres")
    found = {kind: list(measured(kind, options)) for kind in kinds}
    table = report.table(found)
    print(table)
    rest = "\n".join(others(options.rows))
    print(rest)
    if given.write:
        report.write(ROOT / "docs" / "benchmarks.md", table, rest)


if __name__ == "__main__":
    main()
