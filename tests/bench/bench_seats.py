"""Who gets the last seats of a tile: thirty students tap at the same moment, thirty times over.

    python tests/bench/bench_seats.py [--trials 30] [--write]     # SQLite in a temporary folder
    python tests/bench/bench_seats.py --database URL [--write]    # Postgres, an empty database

gunicorn serves plc as in production, two processes of sixteen threads. Every request stands inside
the server with all but its last byte sent; then all the last bytes are let go. A trial is exact
when as many students win as there are seats, the others read that the tile is full, and the
database holds as many picks and taken seats as there are seats. The control is the same rush with a
seat that is looked at first and taken afterwards: it must oversell, or this shows nothing.
`--write` puts the table in docs/benchmarks.md; the command fails where a trial is not exact.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import report

BENCHMARKS = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
STUDENTS = 30
SEATS = (1, 3, 10)  # in turn
TAP = {"level": "1"}
SERVERS = {"claimed": "plc.wsgi", "control": "tests.choiceboards.naive_wsgi"}


@dataclass(frozen=True)
class Trial:
    """What one rush came to."""

    seats: int
    won: int
    told_full: int
    picks: int
    taken: int

    @property
    def is_exact(self) -> bool:
        return (self.won, self.told_full, self.picks, self.taken) == (
            self.seats,
            STUDENTS - self.seats,
            self.seats,
            self.seats,
        )

    @property
    def oversold(self) -> int:
        return max(0, self.picks - self.seats)


def start_django(url: str) -> None:
    os.environ |= {"DATABASE_URL": url, "DEBUG": "1", "LOG_LEVEL": "ERROR"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "plc.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def scene() -> tuple[Any, list[str]]:
    """A tile of an open board, and a session of each of the class's students."""
    from tests.choiceboards import crowd
    from tests.factories import ActivityFactory, BoardFactory, SectionFactory, StudentFactory

    section = SectionFactory()
    tile = ActivityFactory(board=BoardFactory(section=section, state="open"), position=1)
    students = StudentFactory.create_batch(STUDENTS, section=section)
    return tile, [crowd.session_key(child) for child in students]


def rushes(url: str, tile: Any, sessions: list[str], wsgi: str, trials: int) -> list[Trial]:
    from django.urls import reverse

    from tests.choiceboards import crowd

    path = reverse("pick_tile", args=[tile.key])
    with crowd.server(url, wsgi) as port:
        found = []
        for number in range(trials):
            seats = SEATS[number % len(SEATS)]
            empty(tile, seats)
            answers = crowd.all_at_once(port, path, sessions, TAP)
            found.append(trial_of(tile, seats, answers))
        return found


def empty(tile: Any, seats: int) -> None:
    tile.picks.all().delete()
    type(tile).objects.filter(pk=tile.pk).update(taken=0, capacity=seats)


def trial_of(tile: Any, seats: int, answers: list[tuple[int, str]]) -> Trial:
    tile.refresh_from_db()
    full = [text for status, text in answers if status == 422 and "This one is full now" in text]
    won = sum(status == 302 for status, _text in answers)
    return Trial(seats, won, len(full), tile.picks.kept().count(), tile.taken)


def row(name: str, trials: list[Trial]) -> str:
    exact = sum(trial.is_exact for trial in trials)
    oversold = [trial.oversold for trial in trials]
    return f"| {name} | {len(trials)} | {exact} | {sum(map(bool, oversold))} | {max(oversold)} |"


def table(found: dict[str, list[Trial]]) -> str:
    head = "| The seat is | rushes | exact | oversold | most seats too many |"
    rule = "|---|---:|---:|---:|---:|"
    names = {"claimed": "claimed in one statement", "control": "control: looked at, then taken"}
    rows = (row(names[name], trials) for name, trials in found.items())
    return "\n".join([head, rule, *rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--database", metavar="URL", help="an empty database; default: SQLite")
    parser.add_argument("--trials", type=int, default=30)
    parser.add_argument("--write", action="store_true", help="put the table in docs/benchmarks.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/seats.sqlite3"
        start_django(url)
        from django.db import connection

        tile, sessions = scene()
        found = {
            name: rushes(url, tile, sessions, wsgi, options.trials)
            for name, wsgi in SERVERS.items()
        }
        name = report.TITLES.get(connection.vendor, "Postgres")
        print(f"{name}\n{table(found)}")
    if options.write:
        report.write_between(BENCHMARKS, f"seats on {name}", table(found))
    if not all(trial.is_exact for trial in found["claimed"]):
        raise SystemExit("A rush was not exact.")
    if not any(trial.oversold for trial in found["control"]):
        raise SystemExit("The control did not oversell: this run shows nothing.")


if __name__ == "__main__":
    main()
