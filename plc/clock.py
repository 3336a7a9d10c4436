"""The one clock. Views ask it and pass the answer down; nothing below a view reads it."""

import time
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

_started = time.monotonic()


@lru_cache(maxsize=4)
def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else timezone.make_aware(instant)


def is_moved() -> bool:
    """Whether this process shows another day than the world's (the demo, a walk-through)."""
    return bool(settings.CLOCK_STARTS_AT)


def now() -> datetime:
    """The present instant, aware, in UTC or the clock's own zone."""
    if settings.CLOCK_STARTS_AT:
        passed = timedelta(seconds=time.monotonic() - _started)
        return _instant(settings.CLOCK_STARTS_AT) + passed
    return timezone.now()


def today() -> date:
    """The server's date: good enough to tell who is enrolled, never for a school's day."""
    return timezone.localdate(now())
