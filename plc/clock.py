"""The one clock. Views ask it and pass the answer down; nothing below a view reads it."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone


def is_moved() -> bool:
    """Whether this process shows another day than the world's (the demo, a walk-through)."""
    return bool(settings.CLOCK_AHEAD)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return timezone.now() + timedelta(seconds=settings.CLOCK_AHEAD)


def today() -> date:
    """The server's date: good enough to tell who is enrolled, never for a school's day."""
    return timezone.localdate(now())
