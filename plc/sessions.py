"""Django's sessions in the database: an end that use does not put off, and a prepared query."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from plc.prepared import prepared

_ENDS_AT = "_ends_at"


class SessionStore(db.SessionStore):
    def get_expiry_date(self, **known: Any) -> datetime:
        """Django's, which each change of the session moves on, but no later than `end_in` said."""
        usual: datetime = super().get_expiry_date(**known)
        ends_at = self.get(_ENDS_AT)
        return min(usual, datetime.fromisoformat(ends_at)) if ends_at else usual

    def get_expiry_age(self, **known: Any) -> int:
        """The seconds left, for the cookie; never below one, which would delete it early."""
        left = self.get_expiry_date(**known) - timezone.now()
        return max(1, round(left.total_seconds()))

    def _get_session_from_db(self) -> Session | None:
        """The row, or None when there is none or it has ended (Django's own hook)."""
        found = _unexpired(str(self.session_key), timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]


@prepared
def _unexpired(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


def end_in(session: SessionBase, length: timedelta) -> None:
    """Let the session end after this long, however much it is used.

    A length, not an instant: the demo's clock is not the one that cookies and rows end by.
    """
    session[_ENDS_AT] = (timezone.now() + length).isoformat()


def begin_a_day(*, request: Any, **_signal: Any) -> None:
    """Whoever signs in is signed in for twelve hours at most (Django's `user_logged_in`)."""
    end_in(request.session, timedelta(seconds=settings.SESSION_COOKIE_AGE))
