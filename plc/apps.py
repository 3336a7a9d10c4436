from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class PlcConfig(AppConfig):
    name = "plc"
    verbose_name = "plc"

    def ready(self) -> None:
        from plc.sessions import begin_a_day  # noqa: PLC0415 - models are not loaded before

        user_logged_in.connect(begin_a_day, dispatch_uid="begin_a_day")
