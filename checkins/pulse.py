"""Has anything changed in this class? Every open live page asks each ten seconds: one query.

A page gets a ticket that names its reader and is worth nothing outside her session. With it, one
query tells the class's pulse if the session is still open, the reader active, and the class hers:
the same gates as ever, without loading what the answer "nothing new" does not need.
"""

from datetime import date, datetime

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.signing import BadSignature, Signer
from django.db.models import Exists, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from plc import clock
from plc.access import user_of
from plc.models import User
from plc.prepared import prepared
from students.models import Section


def ticket_for(request: HttpRequest) -> str:
    """What a page shows when it asks for news."""
    return _signer(request).sign(str(user_of(request).pk))


def pulse_for(request: HttpRequest, class_key: str, ticket: str) -> int | None:
    """The pulse of a class that the ticket's reader teaches; None when anything is wrong."""
    reader = _reader(request, ticket)
    found = reader and _pulse(*_gates(request, reader, class_key))
    return found[0] if found else None


def class_for(request: HttpRequest, class_key: str, ticket: str) -> Section | None:
    """The class with its school, by the same gates."""
    reader = _reader(request, ticket)
    found = reader and _class(*_gates(request, reader, class_key))
    return found[0] if found else None


def _reader(request: HttpRequest, ticket: str) -> int | None:
    try:
        return int(_signer(request).unsign(ticket))
    except (BadSignature, ValueError):
        return None


def _gates(
    request: HttpRequest, reader: int, class_key: str
) -> tuple[int, date, str, str, datetime]:
    now = timezone.now()  # sessions end by the world's clock, whatever the demo's says
    return reader, clock.today(), class_key, _session_key(request), now


def _signer(request: HttpRequest) -> Signer:
    return Signer(salt=f"checkins.pulse {_session_key(request)}")


def _session_key(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")


@prepared
def _pulse(
    reader: int, today: date, class_key: str, session_key: str, now: datetime
) -> QuerySet[Section, int]:
    mine = _mine(reader, today, class_key, session_key, now)
    return mine.values_list("pulse", flat=True)


@prepared
def _class(
    reader: int, today: date, class_key: str, session_key: str, now: datetime
) -> QuerySet[Section]:
    return _mine(reader, today, class_key, session_key, now).select_related("school")


def _mine(
    reader: int, today: date, class_key: str, session_key: str, now: datetime
) -> QuerySet[Section]:
    signed_in = Session.objects.filter(session_key=session_key, expire_date__gt=now)
    adult = User.objects.filter(pk=reader, is_active=True, kind=User.Kind.STAFF)
    mine = Section.objects.taught_by(User(pk=reader), today).active().filter(key=class_key)
    return mine.filter(Exists(signed_in), Exists(adult))
