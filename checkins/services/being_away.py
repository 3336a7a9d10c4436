"""Times when students are elsewhere, as planning sees them."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from checkins.models import Away, Booking, Slot
from checkins.places import minute_of
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


def days_booked(*, rows: Sequence[Away], today: date) -> list[date]:
    """The days from today on with a check-in of the student in these times (one query)."""
    waits = Booking.objects.filter(student=rows[0].student_id, on__gte=today)
    waits = waits.filter(slot__state=Slot.State.PLANNED)
    return sorted(
        {
            booked.on
            for booked in waits
            for away in rows
            if away.on in {None, booked.on}
            and away.weekday in {None, booked.on.weekday()}
            and minute_of(away.starts_at) < booked.ends
            and booked.starts < minute_of(away.ends_at)
        }
    )


def _when(away: Away) -> tuple[object, ...]:
    return away.weekday, away.on, away.starts_at, away.ends_at
