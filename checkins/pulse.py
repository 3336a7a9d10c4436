"""Has anything changed in this class? Every open live page asks each ten seconds: one query.

A page gets a ticket that names its reader and is worth nothing outside her session. With it, one
statement tells the class's pulse if the session is still open, its user active, and the class hers.
The statement is the ORM's own for `Section.objects.taught_by`, compiled once a day and then sent
with other values, so that who teaches a class stays written in one place.
"""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.signing import BadSignature, Signer
from django.db import connection
from django.db.models import Exists
from django.http import HttpRequest
from django.utils import timezone

from plc import clock
from plc.access import user_of
from plc.models import User
from students.models import Section

# What stands in the compiled statement for the values of one question.
_USER, _CLASS, _SESSION, _NOW = -121, "a class", "a session", datetime(1971, 1, 21, tzinfo=UTC)


def ticket_for(request: HttpRequest) -> str:
    """What a page's poll shows instead of loading its session and user."""
    return _signer(request).sign(str(user_of(request).pk))


def pulse_for(request: HttpRequest, class_key: str, ticket: str) -> int | None:
    """The pulse of a class the ticket's reader teaches; None when anything is wrong."""
    try:
        user_id = int(_signer(request).unsign(ticket))
    except (BadSignature, ValueError):
        return None
    statement, places = _compiled(clock.today())
    values = {
        _USER: user_id,
        _CLASS: class_key,
        _SESSION: _session_key(request),
        _stored(_NOW): _stored(timezone.now()),  # sessions end by the world's clock
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, [values.get(place, place) for place in places])
        row = cursor.fetchone()
    return row[0] if row else None


def _signer(request: HttpRequest) -> Signer:
    return Signer(salt=f"checkins.pulse {_session_key(request)}")


def _session_key(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")


def _stored(instant: datetime) -> Any:
    """An instant as this database takes it."""
    return connection.ops.adapt_datetimefield_value(instant)


@lru_cache(maxsize=2)
def _compiled(_today: date) -> tuple[str, tuple[Any, ...]]:
    """The statement and its parameters; the roles that count change with the day."""
    signed_in = Session.objects.filter(session_key=_SESSION, expire_date__gt=_NOW)
    reader = User.objects.filter(pk=_USER, is_active=True)
    mine = Section.objects.taught_by(User(pk=_USER, kind=User.Kind.STAFF)).active()
    asked = mine.filter(Exists(signed_in), Exists(reader), key=_CLASS).order_by()
    statement, places = asked.values_list("pulse").query.sql_with_params()
    return statement, tuple(places)
