"""Coverage of a district: 61,000 students, 100 schools, 1,000,000 check-ins of a year.

    python tests/bench/bench_coverage.py                      # SQLite in a temporary folder
    python tests/bench/bench_coverage.py --database postgres://postgres@127.0.0.1:5432/empty
    python tests/bench/bench_coverage.py --database URL --filled   # the data is there already
    python tests/bench/bench_coverage.py --write              # puts its table in docs/benchmarks.md

The data is made by tests/bench/district.py from a seed; then the database looks at it (VACUUM
ANALYZE on Postgres, ANALYZE on SQLite), as it does by itself overnight. Each page is asked for
through the whole of Django, signed in, on a clock that stands at January 21, 2027. "wall" is the
quickest of the rounds. "cpu" is the processor time of this process and, where Postgres runs on this
machine, of its connection's backend, which is counted in ticks of 10 ms: the least mean of three
rounds in a row, and of as many more as fit into a quarter of a second. A machine shared with others
only ever adds to both. "raw" is the least SQL that any page with these figures must run from the
facts alone; a page may take twice as long. The floor is a fixed loop.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import report

BENCHMARKS = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
TURNS, ROUNDS = 4, 3
A_TURN = 0.25  # seconds, at least: a short page has more rounds
MOST_RAW = 2  # times as long as the raw statement
LIMIT = {"postgresql": 300, "sqlite": 1000}  # ms of a page
DRILL = 30  # ms
GROWTH = 30  # MiB
RAW = {
    "district": """
        SELECT e.school_id, m.last_on, COUNT(*) FROM students_student e LEFT JOIN (
            SELECT student_id, MAX(held_on) AS last_on FROM checkins_checkin
            WHERE held_on <= '2027-01-21' GROUP BY student_id) m ON m.student_id = e.id
        GROUP BY 1, 2""",
    "school": """
        SELECT e.school_id, m.last_on, COUNT(*) FROM students_student e LEFT JOIN (
            SELECT student_id, MAX(held_on) AS last_on FROM checkins_checkin
            WHERE held_on <= '2027-01-21' AND school_id = 2 GROUP BY student_id) m
        ON m.student_id = e.id WHERE e.school_id = 2 GROUP BY 1, 2""",
}


@dataclass(frozen=True)
class Measure:
    """The best of several rounds, in milliseconds."""

    what: str
    wall: float
    cpu: float  # of this process, and of the database's for us where it can be seen
    limit: float | None = None
    beside: float | None = None  # the raw statement's wall time

    @property
    def ratio(self) -> float:
        return self.wall / self.beside if self.beside else 0.0

    @property
    def is_missed(self) -> bool:
        return self.ratio > MOST_RAW or (self.limit is not None and self.wall > self.limit)

    def __str__(self) -> str:
        limit = f"<= {self.limit:,.0f} ms" if self.limit else ""
        ratio = f"{self.ratio:>6.2f} x raw" if self.beside else ""
        mark = " MISSED" if self.is_missed else ""
        return (
            f"{self.what:<52}{self.wall:>8.1f} ms{self.cpu:>8.1f} ms cpu {limit:<12}{ratio}{mark}"
        )

    def line(self) -> str:
        """A row of the table; what misses its limit is bold."""
        wall = f"**{self.wall:.0f} ms**" if self.is_missed else f"{self.wall:.0f} ms"
        limit = f"≤ {self.limit:,.0f} ms" if self.limit else ""
        ratio = f"{self.ratio:.2f}" if self.beside else ""
        return f"| {self.what} | {wall} | {self.cpu:.0f} ms | {limit} | {ratio} |"


def best(what: str, work: Callable[[], object], **more: Any) -> Measure:
    """The quickest round, and the least processor time of a few in a row."""
    work()
    begun = time.perf_counter()
    work()
    rounds = max(ROUNDS, round(A_TURN / (time.perf_counter() - begun)))
    walls, cpus = [], []
    for _turn in range(TURNS):
        cpu = processor_time()
        for _round in range(rounds):
            wall = time.perf_counter()
            work()
            walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (processor_time() - cpu) / rounds)
    return Measure(what, min(walls), min(cpus), **more)


def processor_time() -> float:
    """Seconds of this process and of its Postgres backend, if that is on this machine."""
    from django.db import connection

    mine = time.process_time()
    if connection.vendor != "postgresql":
        return mine
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return mine
    return mine + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def floor() -> int:
    """A fixed amount of plain work."""
    return sum(number * number for number in range(1_000_000))


def start_django(folder: Path, database: str | None) -> None:
    os.environ["DEMO"] = "1"  # what users get: templates are parsed once
    os.environ["STATIC_ROOT"] = str(folder / "static")
    os.environ["DATABASE_URL"] = database or f"sqlite:///{folder / 'district.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "plc.settings"
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.DEBUG = False  # or Django keeps every statement
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("collectstatic", verbosity=0, interactive=False)


def fill() -> float:
    from tests.bench import district

    begun = time.perf_counter()
    district.fill(district.Made())
    return time.perf_counter() - begun


def signed_in(name: str) -> Any:
    from django.test import Client

    from plc.models import User

    client = Client()
    client.force_login(
        User.objects.get(email=f"{name}@bench.example"), backend="plc.backends.StaffBackend"
    )
    return client


def opened(client: Any, url: str) -> Callable[[], None]:
    """Ask for a page and read all of it."""

    def ask() -> None:
        response = client.get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if response.status_code != 200 or not body:
            raise SystemExit(f"{url} answered {response.status_code}")

    return ask


def raw(statement: str) -> Callable[[], None]:
    from django.db import connection

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(RAW[statement])
            cursor.fetchall()

    return run


def pages(vendor: str) -> list[Measure]:
    from students.models import School, Section

    district, office = signed_in("district"), signed_in("admin")
    school = School.objects.get(pk=2)
    section = Section.objects.filter(school=1).order_by("pk").first()
    home, limit = "/school/coverage/", LIMIT[vendor]
    whole = best("raw SQL: students by school and last check-in", raw("district"))
    one = best("raw SQL: the same for one school", raw("school"))
    asked = [
        ("district, by home language", district, home, limit, whole.wall),
        ("district, by grade", district, f"{home}?by=grade", limit, whole.wall),
        ("district, 60 school days", district, f"{home}?days=60", limit, whole.wall),
        ("district, a month ago", district, f"{home}?end=2026-12-18", limit, whole.wall),
        ("district as CSV", district, "/school/coverage.csv", limit, whole.wall),
        ("district: drill to one school", district, f"{home}schools/{school.key}/", DRILL, None),
        ("one school's admin", office, home, limit, None),
        ("one school's admin: drill to one class", office, f"{home}{section.key}/", DRILL, None),
        ("one school as CSV", office, "/school/coverage.csv", limit, None),
        ("one school's waiting list", office, f"{home}waiting/", limit, None),
    ]
    found = [
        best(what, opened(client, url), limit=most, beside=beside)
        for what, client, url, most, beside in asked
    ]
    return [best("floor: a fixed loop", floor), whole, one, *found]


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def written(vendor: str, found: list[Measure], grown: float, made: float) -> None:
    """The table in docs/benchmarks.md, in the place of this database."""
    name = report.TITLES.get(vendor, "Postgres")
    rows = "\n".join(measure.line() for measure in found)
    grew = f"**{grown:.0f} MiB**" if grown > GROWTH else f"{grown:.0f} MiB"
    filled = f"Its data was made in {made:.0f} s. " if made else ""
    report.write_between(
        BENCHMARKS,
        f"coverage on {name}",
        f"| {name} | wall | cpu | limit | x raw |\n|---|---:|---:|---:|---:|\n{rows}\n\n"
        f"{filled}Peak memory of the process grew by {grew} (≤ {GROWTH} MiB).",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--database", metavar="URL", help="an empty database; default: SQLite")
    parser.add_argument("--filled", action="store_true", help="the data is there already")
    parser.add_argument("--write", action="store_true", help="put the table in docs/benchmarks.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        start_django(Path(name), options.database)
        from django.db import connection

        from plc import clock
        from tests.bench import district

        made = 0.0 if options.filled else fill()
        if made:
            print(f"made in {made:.0f} s")
        clock.now = lambda: district.NOW
        opened(signed_in("admin"), "/school/coverage/")()  # everything is loaded now
        before = peak_mib()
        print(connection.vendor)
        found = pages(connection.vendor)
        for measure in found:
            print(measure)
        grown = peak_mib() - before
        print(f"peak memory grew by {grown:.0f} MiB, <= {GROWTH} MiB")
        if options.write:
            written(connection.vendor, found, grown, made)


if __name__ == "__main__":
    main()
