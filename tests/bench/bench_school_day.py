"""A whole school from database rows to a published plan, as ratios to the planner's own time.

    python tests/bench/bench_school_day.py [--students 1200] [--teachers 70] [--repeat 3] [--write]

Makes a secondary school in a fresh database: every teacher has five of seven lessons, every student
sits in six. SQLite in a temporary folder, or DATABASE_URL (an empty database of its own). A ratio
of 1 is the time the planner alone takes for the same problem, so that figures of busy machines
compare. `--write` puts the table of this kind of database in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.report import TITLES, write_between

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2027, 1, 21)
DAWN = datetime(2027, 1, 21, 12, 0, tzinfo=UTC)
SINCE = date(2026, 8, 31)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("--students", 1200), ("--teachers", 70), ("--repeat", 3)):
        parser.add_argument(name, type=int, default=usual)
    parser.add_argument("--write", action="store_true", help="put the table in docs/benchmarks.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plc.settings")
        os.environ.setdefault("DEBUG", "1")
        kind, lines = measure(asked.students, asked.teachers, asked.repeat)
    text = "\n".join(lines)
    print(text)
    if asked.write:
        title = f"school day on {TITLES[kind]}"
        write_between(ROOT / "docs" / "benchmarks.md", title, f"```\n{text}\n```\n")


def measure(students: int, teachers: int, repeat: int) -> tuple[str, list[str]]:
    """The kind of database and the lines of the table."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    school, admin = fill(students, teachers)
    kind = "postgres" if connection.vendor == "postgresql" else connection.vendor
    said = f"{students} students x {teachers} teachers on {TITLES[kind]}"
    return kind, [said, *report(school, admin, repeat)]


def fill(students: int, teachers: int) -> tuple[Any, Any]:
    """A school in which everybody has lessons."""
    from checkins.models import Window
    from plc.models import User
    from students.models import (
        Enrollment,
        School,
        Section,
        StaffRole,
        Student,
    )

    rng = random.Random(3)
    school = School.objects.create(name="Bench", district="Bench")
    staff = User.objects.bulk_create(
        User(kind="staff", email=f"t{n}@bench.example", name=f"Teacher {n}")
        for n in range(teachers)
    )
    lessons: list[list[Section]] = [[] for _period in range(7)]
    roles, windows = [], []
    for user in staff:
        for period in sorted(rng.sample(range(7), 5)):
            section = Section(school=school, name=f"Lesson {period + 1}, {user.name}")
            lessons[period].append(section)
            roles.append(
                StaffRole(
                    user=user, kind="teacher", school=school, section=section, starts_on=SINCE
                )
            )
            begin, places = 495 + 55 * period, rng.choice([3, 4, 5])
            windows.append(
                Window(
                    school=school,
                    section=section,
                    on=DAY,
                    label="Independent work",
                    starts_at=clock(*divmod(begin, 60)),
                    ends_at=clock(*divmod(begin + places * 6 - 1, 60)),
                )
            )
    Section.objects.bulk_create(section for period in lessons for section in period)
    StaffRole.objects.bulk_create(roles)
    Window.objects.bulk_create(windows)
    children = Student.objects.bulk_create(
        Student(school=school, name=f"Child {n:04} Bench", called=f"Child {n:04}")
        for n in range(students)
    )
    Enrollment.objects.bulk_create(
        Enrollment(
            school=school, section=rng.choice(lessons[period]), student=child, starts_on=SINCE
        )
        for child in children
        for period in sorted(rng.sample(range(7), 6))
    )
    boss = User.objects.create(kind="staff", email="boss@bench.example", name="Boss")
    StaffRole.objects.create(user=boss, kind="school_admin", school=school, starts_on=SINCE)
    return school, boss


def report(school: Any, admin: Any, repeat: int) -> list[str]:
    """Each step's time and its ratio to planning alone."""
    from checkins.planner import plan
    from checkins.school import (
        Settings,
        draft_school,
        school_board,
        school_facts,
    )
    from checkins.services import school_day as services

    settings = Settings(minutes=5, gap=1)
    problem = draft_school(school_facts(school, DAY), settings).problem
    alone, best = seconds(lambda: plan(problem), repeat)

    def look() -> Any:
        return services.look_ahead(school=school, day=DAY, settings=settings, now=DAWN)[1]

    def publish() -> Any:
        shown = look()
        begin = time.perf_counter()
        services.publish(
            school=school, day=DAY, settings=settings, token=shown.token, by=admin, now=DAWN
        )
        return time.perf_counter() - begin

    rows = [
        ("the planner alone", alone),
        (
            "the day's rows and figures",
            seconds(lambda: school_board(school_facts(school, DAY)), repeat)[0],
        ),
        ("preview: rows, problem, plan", seconds(look, repeat)[0]),
        ("preview: its page, whole of Django", seconds(preview_page(admin), repeat)[0]),
        ("publish the first time", publish()),
        ("publish again without news", publish()),
    ]
    return [
        f"placed {len(best.checkins)}, left out {len(best.left_out)}, proved {best.optimal}",
        *(f"{name:36}{spent * 1000:7.0f} ms{spent / alone:8.2f}" for name, spent in rows),
        without_triggers(school, repeat),
    ]


def preview_page(admin: Any) -> Callable[[], None]:
    """Ask for the page that an admin looks at before she publishes."""
    from django.urls import reverse

    from tests.bench.profile_page import signed_in

    client, address = signed_in(admin.email), reverse("school_day_plan", args=[DAY])

    def ask() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} answers {response.status_code}.")

    return ask


def without_triggers(school: Any, repeat: int) -> str:
    """What the triggers cost: the same slots written in bulk, with them and without."""
    from django.db import connection, transaction

    from checkins.booking_triggers import install_booking_triggers
    from checkins.models import Slot

    slots = list(Slot.objects.filter(school=school).exclude(starts_at=None))

    def write() -> None:
        with transaction.atomic():
            Slot.objects.filter(school=school).delete()
            begin = time.perf_counter()
            Slot.objects.bulk_create(slots, batch_size=500)
            spent.append(time.perf_counter() - begin)
            transaction.set_rollback(True)

    found = []
    for is_on in (True, False):
        if not is_on:
            drop_booking_triggers(connection)
        spent: list[float] = []
        for _run in range(repeat):
            write()
        found.append(min(spent))
    install_booking_triggers()
    with_them, without = found
    each = (with_them - without) / max(1, len(slots)) * 1e6
    return (
        f"{len(slots)} slots in bulk: with triggers {with_them / without:.2f} times as long as"
        f" without ({each:.0f} µs more each)"
    )


def drop_booking_triggers(connection: Any) -> None:
    table = "ON checkins_slot" if connection.vendor == "postgresql" else ""
    suffix = "_insert" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER checkins_slot_books{suffix} {table}")


def seconds(work: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """The fastest of `repeat` runs, and what it gave."""
    times, found = [], None
    for _run in range(repeat):
        begin = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - begin)
    return min(times), found


if __name__ == "__main__":
    main()
