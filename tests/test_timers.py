"""What the timers of deploy/ start: the very commands of the units, with production's settings.

A mail goes out to a server that listens here; the school stands where it is evening just now.
"""

from __future__ import annotations

import os
import shlex
import socketserver
import subprocess
import sys
import threading
from configparser import ConfigParser
from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYTHON = "/opt/plc/.venv/bin/python"  # where docs/deploy.md puts it
OURS = {"DEBUG", "DEMO", "CI", "CACHE_URL", "CLOCK_AHEAD", "DATABASE_URL"}
A_SCHOOL_WHERE_IT_IS_EVENING = """
from datetime import time, timedelta
from checkins.models import Plan, Slot, StaffCalendar, Window
from plc import clock
from plc.models import User
from students.models import Enrollment, School, Section, StaffRole, Student
school = School.objects.create(name="Maple", time_zone={zone!r}, weekdays="0123456")
now = clock.now()
today, tomorrow = school.today(now), school.today(now) + timedelta(days=1)
adult = User.objects.create_staff(email="o@maple.example", name="Ms. Okonkwo")
room = Section.objects.create(school=school, name="Room 12")
since = today - timedelta(days=9)
StaffRole.objects.create(user=adult, kind="teacher", section=room, school=school, starts_on=since)
child = Student.objects.create(school=school, name="Priya Raman", called="Priya")
Enrollment.objects.create(school=school, section=room, student=child, starts_on=since)
window = Window.objects.create(
    section=room, on=tomorrow, label="Work", starts_at=time(9, 10), ends_at=time(9, 50)
)
plan = Plan.objects.create(section=room, on=tomorrow, state="ready", made_at=now)
Slot.objects.create(plan=plan, student=child, window=window, starts_at=time(9, 10))
StaffCalendar.objects.create(user=adult, sends_digest=True, changed_at=now)
"""


class Mailbox(socketserver.StreamRequestHandler):
    """As much of a mail server as takes a mail."""

    mails: list[str] = []

    def handle(self):
        self.say("220 here")
        while line := self.rfile.readline().decode().strip().upper():
            if line == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.mails.append(b"".join(lines).decode())
            self.say("221 bye" if line == "QUIT" else "250 ok")
            if line == "QUIT":
                return

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture(scope="module")
def mail_server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture(scope="module")
def production(tmp_path_factory, mail_server):
    """The environment of a school's server whose database is migrated and has a mail to send."""
    folder = tmp_path_factory.mktemp("production")
    env = {name: value for name, value in os.environ.items() if name not in OURS} | {
        "SECRET_KEY": "a-long-random-k3y" * 4,
        "ALLOWED_HOSTS": "plc.maple.example",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server}",
        "DEFAULT_FROM_EMAIL": "plc@maple.example",
        "DATABASE_URL": f"sqlite:///{folder}/plc.sqlite3",
        "DJANGO_SETTINGS_MODULE": "plc.settings",
    }
    hours = 20 - datetime.now(UTC).hour  # it is between 20:00 and 21:00 there
    zone = f"Etc/GMT{-hours if hours <= 12 else 24 - hours:+d}"
    run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], env)
    fill = A_SCHOOL_WHERE_IT_IS_EVENING.format(zone=zone)
    run([sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", fill], env)
    return env


def run(command, env):
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=300
    )
    assert not done.returncode, done.stderr[-2000:]
    return done.stdout


def unit(name):
    parsed = ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str
    parsed.read(ROOT / "deploy" / name)
    return parsed


def started_by(name):
    """What systemd runs for a unit, with this machine's Python."""
    python, *rest = shlex.split(unit(f"{name}.service")["Service"]["ExecStart"])
    assert python == PYTHON
    return [sys.executable, *rest]


def test_the_unit_of_the_mails_sends_one_and_a_second_round_none(production):
    command = started_by("plc-digests")
    assert run(command, production) == "1 sent, 0 failed\n"
    assert run(command, production) == "0 sent, 0 failed\n"

    (mail,) = Mailbox.mails
    assert "To: o@maple.example" in mail
    assert "From: plc@maple.example" in mail
    assert "9:10" in mail
    assert "P.R." in mail
    assert "Priya" not in mail


def test_the_unit_that_forgets_runs(production):
    assert run(started_by("plc-forget"), production)


@pytest.mark.parametrize("name", ["plc-digests", "plc-forget"])
def test_each_timer_starts_the_unit_of_its_name_and_lasts_over_a_restart(name):
    timer = unit(f"{name}.timer")
    assert (ROOT / "deploy" / f"{name}.service").exists()
    assert "Unit" not in timer["Timer"]  # so it is the service of the same name
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"
