from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from checkins.booking_triggers import install_booking_triggers
from checkins.stay_triggers import install_stay_triggers
from checkins.stays import mend


def _install_triggers(using: str, **_kwargs: Any) -> None:
    install_booking_triggers(using)
    if install_stay_triggers(using):
        mend(using)  # a migration writes rows while no trigger is there


class CheckinsConfig(AppConfig):
    name = "checkins"

    def ready(self) -> None:
        # SQLite drops a table's triggers when a migration rebuilds it, so they are made anew.
        post_migrate.connect(_install_triggers, sender=self, dispatch_uid="nobody_is_booked_twice")
