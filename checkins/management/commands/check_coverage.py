"""`manage.py check_coverage [--mend]`: is what coverage counts what the facts say?"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from checkins.stays import mend, strays


class Command(BaseCommand):
    help = (
        "Count again who was met when, from enrollments, classes and check-ins, and compare it "
        "with what coverage counts. Ends with 1 when they differ."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="make anew what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["mend"]:
            self.stdout.write(f"Made anew for {mend()} students.")
            return
        wrong = len(strays())
        if wrong:
            self.stdout.write(f"Wrong for {wrong} students. Mend it with --mend.")
            sys.exit(1)
        self.stdout.write("Coverage counts what the facts say.")
