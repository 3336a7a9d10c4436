"""Maple Street School behind gunicorn, put back to its first state in a blink.

The school is filled once a run, by the demo's own command, with production's settings. What tests
and visitors then do to the database is undone by copying the first state over it: SQLite's backup
works beneath open connections, so the server keeps running.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
APP = "tests.browser.app"
DAY = "2027-01-21"
CLASS_CODE = "MAPLE12"
ZONE = ZoneInfo("America/New_York")
PATIENCE = 30  # seconds
MANAGE = (sys.executable, "manage.py")
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH")  # the rest is set for the tests' own
# Rows that make up a plan of the day or follow from it, children before parents.
PLANNED = (
    """DELETE FROM checkins_checkinnote WHERE checkin_id IN
    (SELECT id FROM checkins_checkin WHERE held_on >= :day)""",
    "DELETE FROM checkins_roadblock WHERE noted_on >= :day",
    "DELETE FROM checkins_promise WHERE noted_on >= :day",
    """UPDATE checkins_ask SET closed_at = NULL, checkin_id = NULL WHERE checkin_id IN
    (SELECT id FROM checkins_checkin WHERE held_on >= :day)""",
    "DELETE FROM checkins_checkin WHERE held_on >= :day",
    """DELETE FROM checkins_slot WHERE plan_id IN
    (SELECT id FROM checkins_plan WHERE "on" >= :day)""",
    'DELETE FROM checkins_plan WHERE "on" >= :day',
    """DELETE FROM lessons_block WHERE lesson_plan_id IN
    (SELECT id FROM lessons_lessonplan WHERE "on" >= :day)""",
    'DELETE FROM lessons_lessonplan WHERE "on" >= :day',
    'DELETE FROM checkins_window WHERE "on" >= :day',
)


@dataclass(frozen=True)
class Stage:
    """The running school: its address, its clock and its database.

    `shown` holds what only its pages tell: the ends of signed addresses, by a name for each.
    """

    base: str
    folder: Path
    shown: dict[str, str] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return self.base + path

    def at(self, time_of_day: str, day: str = DAY) -> None:
        """Put the clock to, say, "9:12" in the school's time."""
        instant = datetime.fromisoformat(f"{day} {time_of_day:0>5}").replace(tzinfo=ZONE)
        fresh = self.folder / "clock.new"
        fresh.write_text(instant.astimezone(UTC).isoformat())
        fresh.replace(self.folder / "clock")  # whole, for a worker that reads just now

    def keep(self) -> None:
        """Take what is there now for the first state."""
        copy_database(self.live, self.first)

    def again(self) -> None:
        """Back to the first state, on the morning of the day."""
        copy_database(self.first, self.live)
        self.at("8:40")

    def key(self, table: str, where: str = "1", *values: str) -> str:
        """The opaque key of the first row that fits: what a visitor would find in a link."""
        query = f"SELECT key FROM {table} WHERE {where} ORDER BY id LIMIT 1"  # noqa: S608
        with contextlib.closing(sqlite3.connect(self.live)) as database:
            row = database.execute(query, values).fetchone()
        assert row, f"The demo has no {table} where {where} {values}."
        return row[0]

    def texts(self, query: str) -> list[str]:
        """The first column of each row."""
        with contextlib.closing(sqlite3.connect(self.live)) as database:
            return [row[0] for row in database.execute(query)]

    def change(self, statement: str) -> None:
        """What somebody else did meanwhile, foreign keys as the server keeps them."""
        with contextlib.closing(sqlite3.connect(self.live, timeout=PATIENCE)) as database, database:
            database.execute("PRAGMA foreign_keys = ON")
            database.execute(statement)

    def unplan(self) -> None:
        """Forget the plans that the demo made for the day, so that a teacher can make them."""
        with contextlib.closing(sqlite3.connect(self.live, timeout=PATIENCE)) as database, database:
            for statement in PLANNED:
                database.execute(statement, {"day": DAY})

    @property
    def live(self) -> Path:
        return self.folder / "live.sqlite3"

    @property
    def first(self) -> Path:
        return self.folder / "first.sqlite3"

    def errors(self) -> list[str]:
        """What the server complained of; a refusal (4xx) is a warning and no complaint."""
        return [line for line in self.log.read_text().splitlines() if line.startswith("ERROR")]

    @property
    def log(self) -> Path:
        return self.folder / "server.log"


def copy_database(source: Path, target: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(source)) as from_,
        contextlib.closing(sqlite3.connect(target, timeout=PATIENCE)) as to,
    ):
        from_.backup(to)


@contextlib.contextmanager
def staged(folder: Path, *, demo_strip: bool = True) -> Iterator[Stage]:
    """Fill the school and serve it from `folder` until the block ends."""
    stage, env = _prepared(folder, demo_strip=demo_strip)
    run([*MANAGE, "demo", "--fill-only", "--on", DAY], env)
    stage.keep()
    with serving(stage, env):
        yield stage


@contextlib.contextmanager
def empty_site(folder: Path) -> Iterator[Stage]:
    """A server whose database holds nobody yet."""
    stage, env = _prepared(folder, demo_strip=False)
    run([*MANAGE, "migrate", "--verbosity", "0"], env)
    with serving(stage, env):
        yield stage


def _prepared(folder: Path, *, demo_strip: bool) -> tuple[Stage, dict[str, str]]:
    """Where it will be served, and the environment to serve it in; static files are ready."""
    port = free_port()
    stage = Stage(f"http://127.0.0.1:{port}", folder)
    env = {
        **{name: os.environ[name] for name in INHERITED if name in os.environ},
        "DEMO": "1",
        "DATABASE_URL": f"sqlite:///{stage.live}",
        "STATIC_ROOT": str(folder / "static"),
        "CLOCK_FILE": str(folder / "clock"),
        "CLOCK_AHEAD": "1" if demo_strip else "0",  # pages then say that this is a demo
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": "1",
        "LOG_LEVEL": "ERROR",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    stage.at("8:40")
    run([*MANAGE, "collectstatic", "--noinput"], env)
    return stage, env


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def run(command: list[str], env: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert not done.returncode, f"{' '.join(command[1:3])} failed:\n{done.stderr[-3000:]}"


@contextlib.contextmanager
def serving(stage: Stage, env: dict[str, str]) -> Iterator[None]:
    config = str(ROOT / "deploy" / "gunicorn.conf.py")
    command = [sys.executable, "-m", "gunicorn", APP, "--config", config]
    with stage.log.open("w") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
        )
    try:
        assert answers(stage.url("/healthz"), server), stage.log.read_text()[-3000:]
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(PATIENCE)


def answers(url: str, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):  # noqa: S310
            return True
        time.sleep(0.05)
    return False


def chromium() -> str:
    """The browser's program; `dev.py browser` looks for it and names it in CHROMIUM."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
