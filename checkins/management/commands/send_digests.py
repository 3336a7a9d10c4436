"""`manage.py send_digests`: the mails of the evening before, once or again and again."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from checkins.digest import send_due
from plc import clock


class Command(BaseCommand):
    help = (
        "Send tomorrow's check-ins to the adults who asked for that mail, wherever it is evening. "
        "Running it often, or twice at once, sends nothing twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every",
            type=int,
            metavar="MINUTES",
            help="stay, and look again after so many minutes (where no timer starts the command)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            done = send_due(now=clock.now())
            self.stdout.write(f"{done.sent} sent, {done.failed} failed")
            if not options["every"]:
                return
            close_old_connections()
            time.sleep(60 * options["every"])
