from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from plc.lazy import load_when_used

# Passkeys are switched off, yet allauth's code for them would bring fido2 and cryptography into
# every process: 11 MiB and 50 ms.
load_when_used("allauth.mfa.webauthn.internal.auth")


class PlcConfig(AppConfig):
    name = "plc"
    verbose_name = "plc"

    def ready(self) -> None:
        from plc.sessions import begin_a_day  # noqa: PLC0415 - models are not loaded before

        user_logged_in.connect(begin_a_day, dispatch_uid="begin_a_day")
