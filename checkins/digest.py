"""The mail on the evening before a school day with booked check-ins, for adults who want it."""

import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checkins.agenda import Entry, booked
from checkins.models import Digest, StaffCalendar
from checkins.places import clock_format
from plc.frozen import frozen
from students.models import School, StaffRole, calendars

log = logging.getLogger(__name__)

EVENING = time(17, 0)
ONE_DAY = timedelta(days=1)
AGAIN_AFTER = timedelta(minutes=15)  # also when the one who took it was stopped in the middle
MOST_TRIES = 5
KEPT = timedelta(days=60)
_TICKET = Signer(salt="checkins.digest", sep=".")


@frozen
class Sent:
    """What a round did: mails sent, and mails that did not go this time."""

    sent: int
    failed: int


@frozen
class Line:
    """One check-in in the mail."""

    at: str
    who: str
    section: str


def send_due(*, now: datetime) -> Sent:
    """Send each mail that is due and not sent. A mail that fails is tried again in a later round.

    Two rounds at the same moment send nothing twice: whoever takes the row sends.
    """
    Digest.objects.filter(tried_at__lt=now - KEPT).delete()
    sent = failed = 0
    for own, day, entries in _due(now):
        row = _taken(own, day, now)
        if row is None:
            continue
        if _send(own, day, entries):
            Digest.objects.filter(pk=row.pk).update(sent_at=now)
            sent += 1
        else:
            failed += 1
    return Sent(sent, failed)


# --- who is to get one ----------------------------------------------------------------------------
def _due(now: datetime) -> Iterator[tuple[StaffCalendar, date, list[Entry]]]:
    """Everyone who wants the mail, and her check-ins of tomorrow, where it is evening."""
    for day, schools in _evenings(now).items():
        open_schools = {pk for pk, days in calendars(schools).items() if days.is_open(day)}
        for own in _wanting(open_schools, day - ONE_DAY):
            tomorrow = booked(own, today=day - ONE_DAY, start=day, end=day)
            entries = [each for each in tomorrow if each.is_school_day]
            if entries:
                yield own, day, entries


def _evenings(now: datetime) -> dict[date, list[School]]:
    """The schools where it is evening, by their next date."""
    found: dict[date, list[School]] = {}
    for school in School.objects.order_by("pk"):
        local = school.local(now)
        if local.time() >= EVENING:
            found.setdefault(local.date() + ONE_DAY, []).append(school)
    return found


def _wanting(schools: Iterable[int], today: date) -> list[StaffCalendar]:
    roles = StaffRole.objects.current(today).filter(school__in=schools)
    wanting = StaffCalendar.objects.filter(sends_digest=True, user__is_active=True)
    wanting = wanting.filter(user__in=roles.values("user")).exclude(
        user__in=Digest.objects.filter(on=today + ONE_DAY, sent_at__isnull=False).values("user")
    )
    return list(wanting.select_related("user").order_by("pk"))


def _taken(own: StaffCalendar, day: date, now: datetime) -> Digest | None:
    """The row of this mail if it is ours to send now, else None."""
    row, is_new = Digest.objects.get_or_create(
        user=own.user, on=day, defaults={"tried_at": now, "tries": 1}
    )
    waiting = Digest.objects.filter(
        pk=row.pk, sent_at=None, tried_at__lte=now - AGAIN_AFTER, tries__lt=MOST_TRIES
    )
    is_ours = is_new or waiting.update(tried_at=now, tries=F("tries") + 1)
    return row if is_ours else None


# --- the mail -------------------------------------------------------------------------------------
def _send(own: StaffCalendar, day: date, entries: list[Entry]) -> bool:
    try:
        mail(own, day, entries).send()
    except Exception as error:  # one bad address or a tired server must not stop the others
        log.warning("Digest of %s for %s: %s", own.user.key, day, type(error).__name__)
        return False
    return True


def mail(own: StaffCalendar, day: date, entries: list[Entry]) -> EmailMultiAlternatives:
    """The mail as text and as simple HTML, with a way to stop it that takes one click."""
    stop = _link("stop_digest", ticket_of(own))
    context = {
        "user": own.user,
        "day": day,
        "lines": [_line(entry) for entry in entries],
        "calendar_url": _link("calendar"),
        "stop_url": stop,
    }
    message = EmailMultiAlternatives(
        subject=_("Your check-ins on %(day)s") % {"day": date_format(day, "l, F j")},
        body=render_to_string("checkins/digest.txt", context),
        to=[own.user.email or ""],
        headers={
            "Message-ID": f"<digest.{day:%Y-%m-%d}.{own.user.key}@{_domain()}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string("checkins/digest.html", context), "text/html")
    return message


def _line(entry: Entry) -> Line:
    local = entry.school.local(entry.starts_at)
    shown = date_format(local, clock_format(entry.school))
    return Line(shown, entry.who, entry.section)


def _link(name: str, *args: str) -> str:
    return urljoin(settings.SITE_URL, reverse(name, args=args))


def _domain() -> str:
    return settings.SITE_URL.partition("://")[2].partition("/")[0].partition(":")[0]


# --- stopping it ----------------------------------------------------------------------------------
def ticket_of(own: StaffCalendar) -> str:
    """What stands in a mail's link: whose mails to stop, signed."""
    return _TICKET.sign(own.user.key)


def of_ticket(ticket: str) -> StaffCalendar | None:
    """Whose mails a link is about, or None when it is not one of ours."""
    try:
        key = _TICKET.unsign(ticket)
    except BadSignature:
        return None
    return StaffCalendar.objects.filter(user__key=key).first()


def stop(own: StaffCalendar) -> None:
    StaffCalendar.objects.filter(pk=own.pk).update(sends_digest=False)
