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
    try:
        user_id = int(_signer(request).unsign(ticket))
    except (BadSignature, ValueError):
        return None
    now = timezone.now()  # sessions end by the world's clock, whatever the demo's says
    found = _pulse(user_id, clock.today(), class_key, _session_key(request), now)
    return found[0] if found else None


def _signer(request: HttpRequest) -> Signer:
    return Signer(salt=f"checkins.pulse {_session_key(request)}")


def _session_key(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")


@prepared
def _pulse(
    user_id: int, today: date, class_key: str, session_key: str, now: datetime
) -> QuerySet[Section, int]:
    signed_in = Session.objects.filter(session_key=session_key, expire_date__gt=now)
    reader = User.objects.filter(pk=user_id, is_active=True)
    mine = Section.objects.taught_by(User(pk=user_id), today).active().filter(key=class_key)
    return mine.filter(Exists(signed_in), Exists(reader)).values_list("pulse", flat=True)
