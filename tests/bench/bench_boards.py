"""Processor time and SQL statements of the pages of a choice board, for a class of 30.

    python tests/bench/bench_boards.py [--database sqlite|postgres|both] [--rounds 9] [--write]

Each page is asked of the demo's school in turns with the yardstick's page (its folder in
PLC_YARDSTICK), in whose units its processor time is told. The first row is the class dashboard's:
what costs more than `MOST` of those is bold. Servers listen on ports 8330 and 8331 of this
machine. `--write` puts the table in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import pages
from tests.bench.pages import CHANGED, DASHBOARD, REFERENCE, UNCHANGED
from tests.bench.report import TITLES, write_between
from tests.bench.rounds import Work, compared, ratio
from tests.bench.servers import ROOT, YARDSTICK, Server, filled, has_postgres, plc, run, yardstick
from tests.bench.visitor import student, teacher

STUDENTS = 30
PORT = 8330
ROUNDS, TIMES = 9, 10
MOST = 4  # of the class dashboard's processor time
REGION = {"HX_Request": "true", "HX_Target": "div#class-picks"}
# What stands in the table: the work, and the page whose statements are counted.
ROWS = {
    DASHBOARD: "",
    "student's board": "my_board",
    "a tile": "tile",
    "the board, to edit": "board",
    "class view by tile": "class_picks",
    "class view by student": "class_picks student",
    "class view, after the lesson": "class_picks after",
    UNCHANGED: "",
    CHANGED: "",
    "own ideas": "board_ideas",
    "check of the board": "check_board",
    "groups": "pick_groups",
    "kits": "kit_list",
    "opportunity mirror": "opportunity_mirror",
    "board on paper": "print_board",
    f"{STUDENTS} sheets on paper": "print_sheets",
    "grid to type back": "type_picks",
}
Row = tuple[str, float]  # statements for 1 and 30 students; processor time in units of REFERENCE


def measured(kind: str, rounds: int) -> dict[str, Row]:
    """The rows on one kind of database."""
    with filled(kind, STUDENTS) as env:
        command = [sys.executable, "-m", "tests.bench.statements", "boards"]
        counts = json.loads(run(command, ROOT, env))
        with plc(env, PORT) as server, yardstick(kind, PORT + 1) as reference:
            works = [*pages.of_yardstick(reference)[:1], *works_of(server)]
            spent = compared(works, rounds=rounds, times=TIMES)
    return {
        name: (said(counts.get(page, [])), ratio(spent, name, REFERENCE))
        for name, page in ROWS.items()
    }


def works_of(server: Server) -> Iterator[Work]:
    adult, child = teacher(server.base), student(server.base)
    home = pages.dashboard(adult)
    board = next(iter(adult.get(f"{home}boards/").links(r"/boards/\w{8,}/$")))
    tile = child.get("/me/board/").links(r"^/me/board/tiles/\w+/$")[0]
    yield Work(DASHBOARD, server, pages.asking(adult, home))
    yield Work("student's board", server, pages.asking(child, "/me/board/"))
    yield Work("a tile", server, pages.asking(child, tile))
    for name, path in adults_pages(board, home).items():
        yield Work(name, server, pages.asking(adult, path))
    yield from pages.live_polls(server, adult, f"{board}picks/", **REGION)


def adults_pages(board: str, home: str) -> dict[str, str]:
    return {
        "the board, to edit": board,
        "class view by tile": f"{board}picks/",
        "class view by student": f"{board}picks/?by=student",
        "class view, after the lesson": f"{board}picks/?by=after",
        "own ideas": f"{board}ideas/",
        "check of the board": f"{board}check/",
        "groups": f"{board}groups/",
        "kits": f"{board}kits/",
        "opportunity mirror": f"{home}mirror/",
        "board on paper": f"{board}print/",
        f"{STUDENTS} sheets on paper": f"{board}sheets/",
        "grid to type back": f"{board}type-back/",
    }


def said(counts: list[int]) -> str:
    """One number where a class of 1 and one of 30 take as many; a growth is bold."""
    if 0 in counts:
        raise SystemExit("A page of the board does not work.")
    if len(set(counts)) > 1:
        return f"**{', '.join(map(str, counts))}**"
    return str(counts[0]) if counts else ""


def table(found: dict[str, dict[str, Row]]) -> str:
    titles = " | ".join(f"{TITLES[kind]}: SQL | time" for kind in found)
    lines = [f"| Page | {titles} |", f"|---|{'---:|---:|' * len(found)}"]
    for name in ROWS:
        figures = " | ".join(shown(name, rows) for rows in found.values())
        lines.append(f"| {name} | {figures} |")
    text = "\n".join(lines)
    return re.sub(r"\|  \|", "| |", text) + "\n"


def shown(name: str, rows: dict[str, Row]) -> str:
    statements, time = rows[name]
    times = f"{time:.2f}x"
    return f"{statements} | {times if time <= MOST * rows[DASHBOARD][1] else f'**{times}**'}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--write", action="store_true", help="put the table in docs/benchmarks.md")
    given = parser.parse_args()
    if not YARDSTICK.is_dir():
        print("The yardstick is not here: set PLC_YARDSTICK to its folder. Nothing was measured.")
        return
    kinds = ("sqlite", "postgres") if given.database == "both" else (given.database,)
    if "postgres" in kinds and not has_postgres():
        print("No Postgres answers on port 5432 of this machine; it is left out.")
        kinds = tuple(kind for kind in kinds if kind != "postgres")
    found = table({kind: measured(kind, given.rounds) for kind in kinds})
    print(found)
    if given.write:
        write_between(ROOT / "docs" / "benchmarks.md", "boards", found)


if __name__ == "__main__":
    main()
