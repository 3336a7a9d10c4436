"""What the mirror looks at: the students of one teacher's classes and their picks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Min, Q, Sum
from django.utils.translation import gettext as _

from choiceboards.mirror import Facts
from choiceboards.models import Company, Kind, Pick
from students.models import Enrollment, Section, Student

LOOKS_BACK = timedelta(days=90)
NEW = timedelta(days=60)
DONE = [Pick.State.STARTED, Pick.State.PAUSED, Pick.State.FINISHED]
# Where a student leads: she shows or talks, or the tile is done with others.
LEADS = (
    Q(activity__kind__in=[Kind.SHOW, Kind.TALK])
    | Q(format=Kind.TALK)
    | Q(activity__company=Company.TOGETHER)
)


def facts_of(sections: Iterable[Section], today: date, now: datetime) -> list[Facts]:
    """Everybody who is in one of the classes today, and what she has begun lately (five queries).

    A pick counts once it was started; the class it was made in is one of these.
    """
    sections = list(sections)
    enrolled = Enrollment.objects.current(today).filter(section__in=sections)
    since = dict(enrolled.values_list("student").annotate(first=Min("starts_on")).order_by())
    picks = Pick.objects.filter(
        board__section__in=sections, state__in=DONE, picked_at__gte=now - LOOKS_BACK
    ).order_by()
    advanced = set(picks.filter(level=3).values_list("student", flat=True))
    leads = set(picks.filter(LEADS).values_list("student", flat=True))
    worked = dict(picks.values_list("student").annotate(total=Sum("worked")))
    return [
        Facts(
            groups={
                "language": child.home_language or _("Not known"),
                "joined": "new" if since[child.pk] >= today - NEW else "longer",
                "device": "yes" if child.has_device else "no",
            },
            advanced=child.pk in advanced,
            together=child.pk in leads,
            seconds=worked.get(child.pk, 0),
        )
        for child in Student.objects.filter(pk__in=since).order_by("pk")
    ]
