"""Where the processor time of one page goes.

    python tests/bench/profile_page.py /me/goals/ --as Priya --database sqlite:///demo.sqlite3
    python tests/bench/profile_page.py /school/coverage/ --as admin@maple.example

Runs the page inside this process, as production would, for an adult's e-mail or a student's
called-by name. Figures under the profiler are about twice as high as without: compare them with
each other, and take the first line for the cost.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
if TYPE_CHECKING:
    from django.test import Client

Stats = dict[tuple[str, int, str], tuple[int, int, float, float, Any]]


def signed_in(who: str) -> Client:
    from django.test import Client

    from plc.models import User
    from students.models import Student
    from students.sign_in import account_of

    client = Client(headers={"Accept-Encoding": "gzip"}, SERVER_NAME="127.0.0.1")
    if "@" in who:
        user, backend = User.objects.get(email=who), "plc.backends.StaffBackend"
    else:
        found = Student.objects.filter(called=who).order_by("pk").first()
        if found is None:
            raise SystemExit(f"No student is called {who}.")
        user, backend = account_of(found), "students.backends.StudentBackend"
    client.force_login(user, backend=backend)
    return client


def statements(client: Client, address: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    packed = response.headers.get("Content-Encoding", "plain")
    print(f"{response.status_code}, {len(response.content):,} bytes ({packed})")
    print(f"{len(captured)} SQL statements:")
    for number, query in enumerate(captured.captured_queries, 1):
        print(f"  {number:2} {float(query['time']) * 1000:5.1f} ms  {query['sql'][:150]}")


def milliseconds(client: Client, address: str, times: int) -> float:
    begun = time.process_time()
    for _time in range(times):
        client.get(address)
    return (time.process_time() - begun) / times * 1000


def profiled(client: Client, address: str, times: int) -> Stats:
    profiler = cProfile.Profile()
    profiler.enable()
    for _time in range(times):
        client.get(address)
    profiler.disable()
    return pstats.Stats(profiler).stats  # type: ignore[attr-defined,no-any-return]


def package(file: str) -> str:
    """`django/template`, `plc/middleware.py`, `~` for what is written in C."""
    short = re.sub(r".*/site-packages/", "", file).replace(f"{ROOT}/", "")
    parts = [part for part in short.split("/") if part]
    return "/".join(parts[:2]) if short != file else (parts[-1] if parts else "~")


def print_shares(stats: Stats, times: int) -> None:
    """Own time by package; calls into C are booked with the Python that made them."""
    shares: Counter[str] = Counter()
    for (file, _line, _name), (_calls, _primitive, own, _whole, callers) in stats.items():
        if file != "~":
            shares[package(file)] += own
            continue
        for (caller, _at, _by), (_c, _p, its_own, _w) in callers.items():
            shares[package(caller)] += its_own
    whole = sum(shares.values())
    print("\nOwn time by package (ms a request, share):")
    for name, own in shares.most_common(16):
        print(f"  {own / times * 1000:7.3f} {own / whole:5.0%}  {name}")


def print_slowest(stats: Stats, times: int, *, column: int, title: str) -> None:
    print(f"\n{title} (ms a request, calls):")
    ranked = sorted(stats.items(), key=lambda item: -item[1][column])
    for (file, line, name), row in ranked[:32]:
        where = f"{'/'.join(Path(file).parts[-2:])}:{line} {name}"
        print(f"  {row[column] / times * 1000:7.3f} {row[0] / times:8.1f}  {where}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("address")
    parser.add_argument("--as", dest="who", default="teacher@maple.example")
    parser.add_argument("--database", metavar="URL", help="default: DATABASE_URL, else the demo's")
    parser.add_argument("--times", type=int, default=60)
    options = parser.parse_args()
    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plc.settings")
    if options.database:
        os.environ["DATABASE_URL"] = options.database
    import django

    django.setup()
    client = signed_in(options.who)
    milliseconds(client, options.address, 5)
    spent = min(milliseconds(client, options.address, 20) for _round in range(5))
    print(f"{spent:.2f} ms of processor time a request")
    statements(client, options.address)
    stats = profiled(client, options.address, options.times)
    print_shares(stats, options.times)
    print_slowest(stats, options.times, column=2, title="Slowest by own time")
    print_slowest(stats, options.times, column=3, title="Slowest with what they call")


if __name__ == "__main__":
    main()
