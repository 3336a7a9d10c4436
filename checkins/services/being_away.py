"""Times when students are elsewhere, as planning sees them."""

from collections.abc import Sequence

from django.db import transaction

from checkins.models import Away
from students.models import Section, Student


@transaction.atomic
def be_away(*, section: Section, rows: Sequence[Away]) -> int:
    """Keep these times of one student free; those that are known already are not doubled."""
    student = rows[0].student_id
    Student.objects.select_for_update().get(pk=student)  # a double click waits for the first
    known = {_when(away) for away in Away.objects.filter(student=student)}
    new = [away for away in rows if _when(away) not in known]
    Away.objects.bulk_create(new)
    section.beat()
    return len(new)


@transaction.atomic
def be_here(*, section: Section, away: Away) -> None:
    """Forget a time away; a second press finds it gone, which is what it wanted."""
    away.delete()
    section.beat()


def _when(away: Away) -> tuple[object, ...]:
    return away.weekday, away.on, away.starts_at, away.ends_at
