"""A calendar's secret address: made, shown once, ended; and what is read there."""

import base64
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from checkins import ics
from checkins.agenda import Entry, booked
from checkins.models import StaffCalendar
from plc.models import FormKey, User
from plc.prepared import prepared

LOOKS_BACK = timedelta(days=28)
REFRESH = "PT1H"
# For so long after a reading, the same reader is told "nothing new" without looking anything up.
FRESH = timedelta(minutes=5)


def token_for(user: User, form_key: UUID) -> str:
    """The token that a form with this key makes: 256 bits as 43 letters, digits, - and _.

    It follows from the form's key and the server's, so that a second tap on the button shows the
    same address again although it is not kept.
    """
    said = salted_hmac("checkins.calendar", f"{user.key}:{form_key}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(said).rstrip(b"=").decode()


def token_digest(token: str) -> str:
    return salted_hmac("checkins.calendar_token", token, algorithm="sha256").hexdigest()


@transaction.atomic
def open_address(*, user: User, form_key: UUID, now: datetime) -> str | None:
    """The token of a new address; the one before ends. None when this form is an old one."""
    token = token_for(user, form_key)
    digest = token_digest(token)
    mine, _is_new = StaffCalendar.objects.get_or_create(user=user, defaults={"changed_at": now})
    if FormKey.objects.claimed(user=user, key=uuid5(form_key, "calendar")):
        rows = StaffCalendar.objects.filter(pk=mine.pk)
        rows.update(token_digest=digest, made_at=now, etag="", read_at=None)
        return token
    return token if mine.token_digest == digest else None


def close_address(*, user: User) -> None:
    """End the address at once."""
    StaffCalendar.objects.filter(user=user).update(
        token_digest=None, made_at=None, etag="", read_at=None
    )


@transaction.atomic
def choose(*, user: User, names: str, sends_digest: bool, now: datetime) -> StaffCalendar:
    """Keep what she wants; with other names every entry counts as changed."""
    mine, _is_new = StaffCalendar.objects.get_or_create(user=user, defaults={"changed_at": now})
    rows = StaffCalendar.objects.filter(pk=mine.pk)
    rows.update(sends_digest=sends_digest)
    rows.exclude(names=names).update(
        names=names, version=F("version") + 1, changed_at=now, etag="", read_at=None
    )
    mine.refresh_from_db()
    return mine


def with_token(token: str) -> StaffCalendar | None:
    """The calendar with this address (one query); none of an adult who may not sign in."""
    return next(iter(_with_digest(token_digest(token))), None)


@prepared
def _with_digest(digest: str) -> QuerySet[StaffCalendar]:
    living = StaffCalendar.objects.select_related("user").filter(user__is_active=True)
    return living.filter(token_digest=digest)


def is_fresh(mine: StaffCalendar, now: datetime) -> bool:
    """Whether it was read a moment ago, so that nothing need be looked up."""
    return bool(mine.etag) and mine.read_at is not None and now - mine.read_at < FRESH


def read(
    mine: StaffCalendar, *, now: datetime, today: date, address: Callable[[Entry], str]
) -> str:
    """The calendar's text; remembers its tag and that it was read (six queries).

    `address` gives the page where the check-in is held, or nothing.
    """
    entries = booked(mine, today=today, start=today - LOOKS_BACK)
    events = (_event(entry, address(entry)) for entry in entries)
    text = ics.written(events, name=_("Check-ins"), refresh=REFRESH)
    tag = salted_hmac("checkins.calendar_etag", text, algorithm="sha256").hexdigest()
    mine.etag, mine.read_at = f'"{tag}"', now
    unchanged = StaffCalendar.objects.filter(
        pk=mine.pk, token_digest=mine.token_digest, version=mine.version
    )
    unchanged.update(etag=mine.etag, read_at=now)
    return text


def _event(entry: Entry, url: str) -> ics.Event:
    return ics.Event(
        uid=f"{entry.key}@checkins.plc",
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        summary=_("Check-in: %(student)s") % {"student": entry.who},
        place=entry.section,
        changed_at=entry.changed_at,
        sequence=entry.version,
        url=url,
    )
