from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _install_triggers(using: str, **_kwargs: Any) -> None:
    from students.tenancy import install_triggers  # noqa: PLC0415 - models are not loaded before

    install_triggers(using)


class StudentsConfig(AppConfig):
    name = "students"

    def ready(self) -> None:
        # SQLite drops a table's triggers when a migration rebuilds it, so they are made anew.
        post_migrate.connect(_install_triggers, dispatch_uid="same_school")
