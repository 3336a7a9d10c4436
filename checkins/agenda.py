"""Whose check-ins are booked for an adult, and how a child is named outside plc."""

import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Q

from checkins.models import Plan, Slot, SlotQuerySet, StaffCalendar
from plc.frozen import frozen
from plc.models import User
from students.calendar import Calendar
from students.models import School, Section, Student, calendars

_BOOKED = (Slot.State.PLANNED, Slot.State.DONE)
# What an entry is made of: a thousand of them are read each hour, and rows cost less than models.
_COLUMNS = (
    *("key", "school", "starts_at", "booking__starts", "booking__ends"),
    *("plan__on", "plan__minutes", "plan__version", "plan__changed_at"),
    *("plan__section", "plan__section__name", "student__name", "student__called"),
)


@frozen
class Entry:
    """A check-in with its place in a day that is ready; `who` is written as she chose."""

    key: str
    who: str
    on: date
    starts_at: datetime
    minutes: int
    section: str
    section_key: str  # empty where she does not teach the class
    school: School
    version: int
    changed_at: datetime
    is_school_day: bool

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def booked(
    calendar: StaffCalendar, *, today: date, start: date, end: date | None = None
) -> tuple[Entry, ...]:
    """The booked check-ins of her classes, of the students she cares for, and in her own windows.

    Those of her class whom another adult meets are in that adult's calendar. Only plans that are
    ready count, only students she has to do with today, and only days on which the school is not
    closed (four queries).
    """
    user = calendar.user
    taught = Section.objects.taught_by(user, today).active()
    own_classes = dict(taught.values_list("pk", "key"))
    slots = _slots(user, today).filter(plan__on__gte=start)
    if end is not None:
        slots = slots.filter(plan__on__lte=end)
    rows = list(slots.values_list(*_COLUMNS, named=True))
    schools = School.objects.in_bulk({row.school for row in rows})
    days = calendars(list(schools.values()))
    found = (
        _entry(row, calendar, own_classes, schools[row.school], days[row.school])
        for row in rows
        if row.plan__on not in days[row.school].closed
    )
    return tuple(sorted(found, key=lambda entry: (entry.starts_at, entry.key)))


def _slots(user: User, today: date) -> SlotQuerySet:
    caring = user.staff_roles.current(today).caring()
    taught = Section.objects.taught_by(user, today)
    hers = Q(plan__section__in=taught.values("pk"), window__adult=None)
    hers |= Q(student__in=caring.values("student"))
    hers &= Q(student__in=Student.objects.taught_by(user).values("pk"))
    hers |= Q(window__adult=user, school__in=School.objects.visible_to(user).values("pk"))
    ready = Slot.objects.filter(plan__state=Plan.State.READY, plan__section__archived_at=None)
    placed = ready.filter(state__in=_BOOKED, window__isnull=False, starts_at__isnull=False)
    return placed.filter(hers).order_by()


def _entry(
    row: Any, calendar: StaffCalendar, own_classes: dict[int, str], school: School, days: Calendar
) -> Entry:
    minutes = row.plan__minutes
    if row.booking__ends is not None:  # as it was booked; the plan's length is for later ones
        minutes = row.booking__ends - row.booking__starts
    # A time that the clocks skip is read as an hour later: a calendar must not fail over it.
    starts_at = datetime.combine(row.plan__on, row.starts_at, tzinfo=school.zone)
    return Entry(
        key=row.key,
        who=named(row.student__name, row.student__called, calendar.names),
        on=row.plan__on,
        starts_at=starts_at.astimezone(UTC),
        minutes=minutes,
        section=row.plan__section__name,
        section_key=own_classes.get(row.plan__section, ""),
        school=school,
        version=row.plan__version + calendar.version,
        changed_at=max(row.plan__changed_at, calendar.changed_at),
        is_school_day=days.is_open(row.plan__on),
    )


def named(name: str, called: str, names: str) -> str:
    """A student as she may be written where plc no longer guards her name."""
    return called if names == StaffCalendar.Names.CALLED else initials(name)


def initials(name: str) -> str:
    """The first letters of the first and the last word: "P.R." for Priya Raman."""
    words = [letters for word in name.split() if (letters := _first_letter(word))]
    return "".join(f"{letter}." for letter in (words if len(words) < 2 else (words[0], words[-1])))


def _first_letter(word: str) -> str:
    """The first letter with the marks that belong to it; none in a word without letters."""
    start = next((place for place, sign in enumerate(word) if sign.isalpha()), None)
    if start is None:
        return ""
    end = start + 1
    while end < len(word) and unicodedata.category(word[end]) in {"Mn", "Mc", "Me"}:
        end += 1
    return word[start:end].upper()
