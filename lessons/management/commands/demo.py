"""`manage.py demo`: Maple Street School in an empty database, served on this machine alone."""

from __future__ import annotations

import os
import sys
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from lessons.demo.fill import DEFAULT_DAY, ZONE, fill
from lessons.demo.school import PASSWORD, SCHOOL
from students.models import School

ACCOUNTS = ("teacher", "coteacher", "specialist", "admin", "district")


class Command(BaseCommand):
    help = "Fill an empty database with a school that does not exist, and show it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--on", type=datetime.fromisoformat, help="the day to show: 2027-01-21")
        parser.add_argument("--reset", action="store_true", help="start over with a new school")
        parser.add_argument("--fill-only", action="store_true", help="fill, but do not serve")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError("The demo needs a database of its own: run `python3 dev.py demo`.")
        on = options["on"].date() if options["on"] else DEFAULT_DAY
        if options["reset"]:
            self._forget()
        call_command("migrate", verbosity=0)
        if not School.objects.exists():
            self.stdout.write("Making Maple Street School ...")
            fill(day=on)
        if not options["fill_only"]:
            self._serve(port=options["port"], starts_at=datetime.combine(on, time(8, 40), ZONE))

    def _forget(self) -> None:
        """Empty the demo's database; refuse where another school has moved in."""
        if "students_school" not in connection.introspection.table_names():
            return
        if School.objects.exclude(name=SCHOOL).exists():
            raise CommandError("This database holds a school that is not the demo's. Not touched.")
        call_command("flush", interactive=False, verbosity=0)

    def _serve(self, *, port: int, starts_at: datetime) -> None:
        ahead = round((starts_at - timezone.now()).total_seconds())
        environment = {**os.environ, "DEMO": "1", "CLOCK_AHEAD": str(ahead)}
        call_command("collectstatic", interactive=False, verbosity=0)
        self._say_where(port, starts_at)
        connection.close()
        os.chdir(settings.BASE_DIR)
        if sys.platform == "win32":  # gunicorn needs a Unix
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)
            return
        server = [sys.executable, "-m", "gunicorn", "plc.wsgi", "--bind", f"127.0.0.1:{port}"]
        server += ["--config", str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py")]
        self.stdout.flush()
        os.execve(sys.executable, server, environment)  # noqa: S606 - becomes the server

    def _say_where(self, port: int, starts_at: datetime) -> None:
        lines = [
            "",
            f"  {SCHOOL} is open at http://127.0.0.1:{port}/",
            f"  Its clock starts at {starts_at:%A, %B} {starts_at.day}, {starts_at.year}, 8:40.",
            "",
            f"  Adults, all with the password {PASSWORD}:",
            *(f"    {name}@maple.example" for name in ACCOUNTS),
            "  Students: class code MAPLE12, any picture; the secret is the first two pictures.",
            "",
            "  Walk the day itself with --on 2027-01-21. Stop with Ctrl+C.",
            "",
        ]
        self.stdout.write("\n".join(lines))
