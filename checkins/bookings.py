"""Who is taken elsewhere while a class plans its day: its students, and who holds its windows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from datetime import date, time

from django.db.models import Exists, ExpressionWrapper, Q, QuerySet
from django.db.models.fields import BooleanField
from django.utils.translation import gettext as _

from checkins.models import Away, Booking, SchoolDay, Window
from plc.frozen import frozen
from students.models import Section, StaffRole

Stretch = tuple[int, int]


@frozen
class Elsewhere:
    """Times that other classes have booked on a day."""

    aways: tuple[Away, ...] = ()  # of students, unsaved: they read like any other time away
    busy: Mapping[int, list[Stretch]] = field(default_factory=dict)  # by window, of its adult
    settled: frozenset[int] = frozenset()  # students whom the school's plan gave to another class


def elsewhere(
    section: Section, day: date, students: Collection[int], windows: Iterable[Window]
) -> Elsewhere:
    """What is booked outside this class for its students and for who holds its windows (1 query).

    `students` are ids.
    """
    holders = {window.pk: window.adult_id for window in windows}
    aways: list[Away] = []
    busy: dict[int, list[Stretch]] = {}
    settled = set()
    for row in _booked(section, day, students, {pk for pk in holders.values() if pk}):
        student, adult, name, starts, ends, is_own_teacher, is_school_day = row
        if student in students:
            settled |= {student} if is_school_day else set()
            aways.append(_away(student, name or _("another class"), starts, ends))
        for window, holder in holders.items():
            if holder == adult or (holder is None and is_own_teacher):
                busy.setdefault(window, []).append((starts, ends))
    return Elsewhere(tuple(aways), busy, frozenset(settled))


def days_booked(section: Section, days: Collection[date], students: Collection[int]) -> set[date]:
    """The days on which `elsewhere` finds anything for these students (ids) or the class's own
    teachers (1 query); windows that name another adult are asked about day by day."""
    teachers = section.staff_roles.filter(kind=StaffRole.Kind.TEACHER).values("user")
    rows = Booking.objects.filter(on__in=days).exclude(slot__plan__section=section)
    rows = rows.filter(Q(student__in=students) | Q(adult__in=teachers))
    return set(rows.order_by().values_list("on", flat=True).distinct())


def _booked(
    section: Section, day: date, students: Collection[int], adults: Collection[int]
) -> QuerySet:
    own = own_teachers(section, day).values("user")
    rows = Booking.objects.on_day(day).exclude(slot__plan__section=section)
    rows = rows.filter(Q(student__in=students) | Q(adult__in=adults) | Q(adult__in=own))
    is_own = ExpressionWrapper(Q(adult__in=own), output_field=BooleanField())
    is_school_day = Exists(SchoolDay.objects.filter(school=section.school_id, on=day))
    return rows.order_by("starts").values_list(
        "student", "adult", "adult__name", "starts", "ends", is_own, is_school_day
    )


def own_teachers(section: Section, day: date) -> QuerySet[StaffRole]:
    """The class's own teacher on a day: the first of several, as the triggers see it."""
    roles = section.staff_roles.current(day).filter(kind=StaffRole.Kind.TEACHER)
    return roles.order_by("pk")[:1]


def _away(student_id: int, where: str, starts: int, ends: int) -> Away:
    return Away(
        student_id=student_id,
        starts_at=time(*divmod(starts, 60)),
        ends_at=time(*divmod(min(ends, 24 * 60 - 1), 60)),
        where=where,
    )
