"""A district's class list in one import: rows a second, against plain `bulk_create`.

    python tests/bench/bench_roster.py [--rows 10000 100000] [--database URL]

The list is made here from a seed, with headings as a school office writes them. Each figure
covers the whole way: reading the file, comparing it, saving it. The database must be empty or
absent; SQLite in a temporary folder unless told otherwise. Each size gets a school of its own.
"""

import argparse
import csv
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

NOW = datetime(2027, 1, 21, 14, 30, tzinfo=UTC)
A_CLASS = 30
HEADINGS = ["Student ID", "Last Name", "First Name", "Grade Level", "Home Room", "Language"]
FIRST = "Amara Bilal Chloé Daniyar Élodie Fatima Gülçin Haruto Inés Jamal Kofi Lena Mateo".split()
LAST = "Alvarez Baker Chen Diallo Eze Fischer García Haddad Ivanova Jansen Kowalska Lê".split()
GRADES = ["K", "01", "2nd", "Grade 3", "4", "5"]
LANGUAGES = ["English", "Spanish", "Arabic", "Vietnamese", ""]
PLAIN = "plain bulk_create of the students"
GOALS = {"first import": 5_000, "the same list again": 10_000}  # rows a second


@dataclass(frozen=True)
class Measure:
    what: str
    rows: int
    seconds: float
    cpu: float  # seconds of this process; a database server's are not in it
    peak: float  # MiB, the process's highest memory while at it

    @property
    def speed(self) -> float:
        return self.rows / self.seconds


def write_list(path: Path, rows: int) -> None:
    """A list of `rows` students in classes of 30, in the order of an office's export."""
    rng = random.Random(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADINGS)
        for number in range(rows):
            room = number // A_CLASS
            name = [rng.choice(LAST), f"{rng.choice(FIRST)} {rng.choice(FIRST)}"]
            language = rng.choice(LANGUAGES)
            grade = GRADES[room % len(GRADES)]
            out.writerow([f"S{number:07}", *name, grade, f"Room {room}", language])


def write_year_later(path: Path, before: Path) -> None:
    """The same students, all a grade up: every student changes, nobody moves."""
    following = dict(zip(GRADES, [*GRADES[1:], "6"], strict=True))
    with before.open(encoding="utf-8") as old, path.open("w", encoding="utf-8") as new:
        rows = csv.reader(old)
        out = csv.writer(new)
        out.writerow(next(rows))
        out.writerows([*row[:3], following[row[3]], *row[4:]] for row in rows)


def timed(what: str, rows: int, work: Callable[[], object]) -> Measure:
    forget_peak()
    begun, cpu = time.perf_counter(), time.process_time()
    work()
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    return Measure(what, rows, seconds, cpu, peak_mib())


def forget_peak() -> None:
    """Count the highest memory anew from here (proc(5), clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_mib() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def start_django(folder: Path, database: str | None) -> None:
    os.environ["DEBUG"] = "1"
    os.environ["DATABASE_URL"] = database or f"sqlite:///{folder / 'roster.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "plc.settings"
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.DEBUG = False  # or Django keeps every statement
    call_command("migrate", verbosity=0, skip_checks=True)


def plain_students(rows: int) -> None:
    """As many students as Django's own `bulk_create` makes them, and nothing else."""
    from students.models import School, Student

    school = School.objects.create(name=f"Plain {rows}")
    Student.objects.bulk_create(
        (
            Student(school_id=school.pk, name=f"Amara Diallo {n}", called="Amara", grade="4")
            for n in range(rows)
        ),
        batch_size=1_000,
    )


def importer(school_name: str) -> Callable[[Path], None]:
    from plc.models import User
    from students.importing.unattended import Order, carry_out
    from students.models import School

    school = School.objects.create(name=school_name)
    email = f"{school.key}@bench.example"
    admin = User.objects.create_staff(email=email, name="Admin")

    def run(path: Path) -> None:
        report = carry_out(Order(path, school, by=admin), now=NOW)
        if report.saved is None:
            raise SystemExit(report.as_text())

    return run


def a_minute_later() -> None:
    """Count the tables anew, as Postgres's autovacuum does within a minute of a large import."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def measure(rows: int, folder: Path) -> list[Measure]:
    """The figures of one size, the memory of each above what the process had before the first."""
    path, later = folder / f"{rows}.csv", folder / f"{rows}-later.csv"
    write_list(path, rows)
    write_year_later(later, path)
    run = importer(f"Bench {rows}")
    forget_peak()
    before = peak_mib()
    measures = [timed("first import", rows, lambda: run(path))]
    a_minute_later()
    measures.append(timed("the same list again", rows, lambda: run(path)))
    measures.append(timed("a year later, all changed", rows, lambda: run(later)))
    measures.append(timed(PLAIN, rows, lambda: plain_students(rows)))
    return [replace(each, peak=each.peak - before) for each in measures]


def show(measures: list[Measure]) -> None:
    plain = next(each.seconds for each in measures if each.what == PLAIN)
    for each in measures:
        goal = GOALS.get(each.what)
        target = f">= {goal:,}" if goal else ""
        print(
            f"{each.rows:>9,}  {each.what:<34}{each.seconds:>8.2f} s {each.cpu:>8.2f} s cpu"
            f"{each.speed:>10,.0f} rows/s {target:<10}{each.seconds / plain:>6.2f} x plain"
            f"  + {each.peak:.0f} MiB"
        )
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--database", metavar="URL", help="an empty database; default: SQLite")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start_django(folder, options.database)
        for rows in options.rows:
            show(measure(rows, folder))


if __name__ == "__main__":
    main()
