"""Start the yardstick and plc the same way, and read how much processor time they took.

Both run behind gunicorn with two workers and plc's own gunicorn settings, on the same kind of
database, filled anew in a temporary folder (SQLite) or a database of their own (Postgres).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
YARDSTICK = Path(os.environ.get("PLC_YARDSTICK", ROOT.parent / "shared" / "bench"))
POSTGRES = "postgres://postgres@127.0.0.1:5432"
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "deploy" / "gunicorn.conf.py")]
SHOWN_AT = datetime(2027, 1, 21, 14, 30, tzinfo=UTC)  # 9:30 in New York, on the day itself
PATIENCE = 30  # seconds


@dataclass(frozen=True)
class Server:
    """A running server; `base` is its address and `database` its Postgres database, if any.

    `start` is how many seconds it took to its first page.
    """

    base: str
    pid: int
    database: str | None
    start: float

    def cpu(self) -> int:
        """Nanoseconds of processor time so far, of every thread and every database backend."""
        return sum(_nanoseconds(pid) for pid in [*tree(self.pid), *self._backends()])

    def _backends(self) -> list[int]:
        if self.database is None:
            return []
        asked = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        rows = _observer().execute(asked, [self.database]).fetchall()
        return [pid for (pid,) in rows]

    def peak_memory(self) -> float:
        """MiB at the most so far; memory that processes share is counted in each."""
        statuses = (Path(f"/proc/{pid}/status").read_text() for pid in tree(self.pid))
        peaks = (text.partition("VmHWM:")[2].split()[0] for text in statuses)
        return sum(map(int, peaks)) / 1024


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in tree(int(child)))]


def _nanoseconds(pid: int) -> int:
    """On a processor so far: /proc/PID/schedstat of each thread, finer than utime and stime."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):  # the thread ended just now
            total += int((task / "schedstat").read_text().split()[0])
    return total


_connection: list[psycopg.Connection] = []


def _observer() -> psycopg.Connection:
    """A connection to the maintenance database, whose own work is not counted."""
    if not _connection:
        _connection.append(psycopg.connect(f"{POSTGRES}/postgres", autocommit=True))
    return _connection[0]


def has_postgres() -> bool:
    try:
        _observer()
    except psycopg.OperationalError:
        return False
    return True


@contextlib.contextmanager
def database(kind: str, name: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database, gone at the end."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    _observer().execute(drop)
    _observer().execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{POSTGRES}/{name}"
    finally:
        _observer().execute(drop)


@contextlib.contextmanager
def yardstick(kind: str, port: int) -> Iterator[Server]:
    """The bare-Django reference, filled and running."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "bench"
        shutil.copytree(YARDSTICK, folder)
        with database(kind, "ref_bench", folder) as url:
            env = {
                **_environment(port),
                "DATABASE_URL": url,  # for gunicorn's settings
                "DB_URL": "pg" if kind == "postgres" else "sqlite",
                "REF_PG_NAME": "ref_bench",
            }
            run([sys.executable, "reference.py"], folder, env)
            name = "ref_bench" if kind == "postgres" else None
            command = [*GUNICORN, "reference:application"]
            with _serving(command, folder, {**env, "REF_FULL": "1"}, port, "hello") as (pid, start):
                yield Server(f"http://127.0.0.1:{port}", pid, name, start)


@contextlib.contextmanager
def filled(kind: str, size: int) -> Iterator[dict[str, str]]:
    """The environment of plc with the demo's school in it; its Room 12 has `size` students."""
    ahead = round((SHOWN_AT - datetime.now(UTC)).total_seconds())
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with database(kind, "plc_bench", folder) as url:
            env = {
                **_environment(0),
                "DEMO": "1",
                "DATABASE_URL": url,
                "CLOCK_AHEAD": str(ahead),
                "STATIC_ROOT": str(folder / "static"),
            }
            manage = [sys.executable, "manage.py"]
            run([*manage, "collectstatic", "--noinput"], ROOT, env)
            run([*manage, "demo", "--fill-only", "--on", f"{SHOWN_AT:%Y-%m-%d}"], ROOT, env)
            run([sys.executable, "-m", "tests.bench.sizes", str(size)], ROOT, env)
            yield env


@contextlib.contextmanager
def plc(env: dict[str, str], port: int) -> Iterator[Server]:
    """plc, running as in production but over plain HTTP."""
    url = env["DATABASE_URL"]
    name = "plc_bench" if url.startswith(POSTGRES) else None
    served = {**env, "BIND": f"127.0.0.1:{port}"}
    with _serving([*GUNICORN, "plc.wsgi"], ROOT, served, port, "account/login/") as (pid, start):
        yield Server(f"http://127.0.0.1:{port}", pid, name, start)


def _environment(port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DEBUG", "DEMO"}}
    return {**kept, "BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": "2", "LOG_LEVEL": "WARNING"}


def run(command: list[str], folder: Path, env: dict[str, str]) -> str:
    """Its output; on failure the end of what it said."""
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[1:3])} failed:\n{done.stderr[-3000:]}")
    return done.stdout


@contextlib.contextmanager
def _serving(
    command: list[str], folder: Path, env: dict[str, str], port: int, first: str
) -> Iterator[tuple[int, float]]:
    """The running command's process, and how many seconds it took to answer."""
    with tempfile.TemporaryFile("w+") as output:
        started = time.perf_counter()
        server = subprocess.Popen(
            command, cwd=folder, env=env, stdout=output, stderr=output, start_new_session=True
        )
        try:
            if not _answers(f"http://127.0.0.1:{port}/{first}", server):
                output.seek(0)
                raise SystemExit(f"The server did not start:\n{output.read()[-3000:]}")
            yield server.pid, time.perf_counter() - started
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)
            server.wait(PATIENCE)


def _answers(url: str, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return True
        time.sleep(0.01)
    return False
