"""The one clock. Views ask it and pass the answer down; nothing below a view reads it."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from plc.prepared import is_preparing


def is_moved() -> bool:
    """Whether this process shows another day than the world's (the demo, a walk-through)."""
    return bool(settings.CLOCK_AHEAD)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    _refuse_while_preparing()
    return timezone.now() + timedelta(seconds=settings.CLOCK_AHEAD)


def today() -> date:
    """The server's date: good enough to tell who is enrolled, never for a school's day."""
    _refuse_while_preparing()
    return timezone.localdate(now())


def _refuse_while_preparing() -> None:
    if is_preparing.get():
        raise TypeError("A prepared query is kept for good: pass it today as a value.")
