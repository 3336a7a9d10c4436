"""How adults' passwords are kept: argon2, sized for a small server."""

from threading import Lock

from django.contrib.auth.hashers import Argon2PasswordHasher

_ONE_AT_A_TIME = Lock()


class SmallArgon2(Argon2PasswordHasher):
    """argon2id as OWASP advises it for little memory: 7 MiB, five passes, one lane.

    Django's takes 100 MiB and 0.2 s of a core each time, so that a staff room signing in at eight
    would need more memory than all the rest of plc. Older hashes are read, and renewed on sign-in.
    """

    time_cost = 5
    memory_cost = 7 * 1024  # KiB
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _ONE_AT_A_TIME:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _ONE_AT_A_TIME:
            return super().verify(password, encoded)
