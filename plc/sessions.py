"""Django's sessions in the database, read by a prepared query: every request begins with it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from plc.prepared import prepared


class SessionStore(db.SessionStore):
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
