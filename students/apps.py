from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


def _drop_triggers(using: str, **_kwargs: Any) -> None:
    from students.tenancy import drop_triggers  # noqa: PLC0415 - models are not loaded before

    drop_triggers(using)


def _install_triggers(using: str, **_kwargs: Any) -> None:
    from students.tenancy import install_triggers  # noqa: PLC0415 - models are not loaded before

    install_triggers(using)


class StudentsConfig(AppConfig):
    name = "students"

    def ready(self) -> None:
        # SQLite cannot rebuild a table that a trigger of another one reads, and drops the triggers
        # of the table it rebuilds: so all are dropped first and made anew. Each app sends these
        # signals, before anything is migrated and after everything is: once is enough.
        pre_migrate.connect(_drop_triggers, sender=self, dispatch_uid="no_triggers")
        post_migrate.connect(_install_triggers, sender=self, dispatch_uid="same_school")
