"""`manage.py forget_old_answers`: delete answers whose time is over. Run it once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from checkins.forgetting import forget
from plc import clock


class Command(BaseCommand):
    help = (
        "Delete readiness answers after the weeks that their class keeps them, and survey answers "
        "60 days after their school year. Running it again deletes nothing more."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        gone = forget(now=clock.now())
        self.stdout.write(
            f"Deleted {gone.readiness} readiness answers and {gone.survey_answers} survey answers."
        )
