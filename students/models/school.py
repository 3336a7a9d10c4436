"""The school: its name, its hours, its calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from plc import clock
from plc.keys import KeyField
from plc.prepared import prepared
from students.calendar import Calendar, DayOff, calendar_of
from students.tenancy import SchoolOwned

if TYPE_CHECKING:
    from plc.models import User


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("This time zone is not known. Choose one from the list."))


class SchoolQuerySet(models.QuerySet["School"]):
    def visible_to(self, user: User) -> Self:
        """The schools where `user` works or learns, and a district's schools to its admin."""
        if user.is_student:
            return self.filter(pk=user.student.school_id)
        roles = user.staff_roles.current(clock.today())
        return self.filter(
            models.Q(pk__in=roles.exclude(school=None).values("school"))
            | models.Q(district__in=roles.district_wide().values("district"))
        )

    def overseen_by(self, user: User) -> Self:
        """The schools of the districts that `user` is an admin of."""
        roles = user.staff_roles.current(clock.today()).district_wide()
        return self.filter(district__in=roles.values("district"))

    def run_by(self, user: User) -> Self:
        """The schools that `user` is an admin of."""
        roles = user.staff_roles.current(clock.today()).school_wide()
        return self.filter(pk__in=roles.values("school"))


class School(models.Model):
    """One school, the tenant of every row below it."""

    key = KeyField()
    name = models.CharField(_("name of the school"), max_length=120)
    district = models.CharField(_("district"), max_length=120, blank=True, db_index=True)
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="America/New_York", validators=[validate_time_zone]
    )
    day_starts_at = models.TimeField(_("school starts at"), default=time(8, 0))
    day_ends_at = models.TimeField(_("school ends at"), default=time(15, 30))
    weekdays = models.CharField(max_length=7, default="01234")  # Monday is 0
    clock_24h = models.BooleanField(_("24-hour clock"), default=False)
    promise_days = models.PositiveSmallIntegerField(
        _("everyone is met within this many school days"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(day_ends_at__gt=models.F("day_starts_at")),
                name="school_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(promise_days__gte=1), name="school_promises_at_least_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def local(self, instant: datetime) -> datetime:
        """The instant as the school's own clock shows it."""
        return instant.astimezone(self.zone)

    def today(self, instant: datetime) -> date:
        """The school's date at an instant."""
        return self.local(instant).date()

    def at(self, day: date, clock_time: time) -> datetime:
        """The instant when the school's clock shows this; ValueError for a skipped hour."""
        instant = datetime.combine(day, clock_time, tzinfo=self.zone)
        there_and_back = instant.astimezone(ZoneInfo("UTC")).astimezone(self.zone)
        if there_and_back.replace(tzinfo=None) != instant.replace(tzinfo=None):
            raise ValueError(f"{clock_time} does not exist on {day} in {self.time_zone}")
        return instant

    def calendar(self) -> Calendar:
        """The school's days (one query)."""
        return calendar_of(self.weekdays, (row[:4] for row in _days_off_of(self.pk)))


def calendars(schools: Sequence[School]) -> dict[int, Calendar]:
    """The calendar of each of these schools, by the school's id (one query)."""
    entered: dict[int, list[DayOff]] = defaultdict(list)
    for *row, school in _days_off([school.pk for school in schools]):
        entered[school].append(tuple(row))
    return {school.pk: calendar_of(school.weekdays, entered[school.pk]) for school in schools}


@prepared
def _days_off_of(school_id: int) -> models.QuerySet[Any, Any]:
    return _days_off([school_id])


def _days_off(schools: Iterable[int]) -> models.QuerySet[Any, Any]:
    """What `calendar_of` reads, and the school: days off and half days, and the terms."""
    half, closed, term = map(models.Value, ("half", "closed", "term"))
    kind = models.Case(models.When(is_half=True, then=half), default=closed)
    days = ClosedDay.objects.order_by().filter(school__in=schools)
    terms = Term.objects.order_by().filter(school__in=schools)
    return days.values_list(kind, "on", "until", "reason", "school").union(
        terms.values_list(term, "starts_on", "ends_on", "name", "school"), all=True
    )


class ScopedQuerySet(models.QuerySet["models.Model"]):
    """Rows that everyone of the school may see."""

    def visible_to(self, user: User) -> Self:
        return self.filter(school__in=School.objects.visible_to(user).values("pk"))


class Term(SchoolOwned):
    """A school year or a part of it."""

    class Kind(models.TextChoices):
        YEAR = "year", _("School year")
        SEMESTER = "semester", _("Semester")
        QUARTER = "quarter", _("Quarter")
        OTHER = "other", _("Other")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="terms")
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.YEAR)
    external_id = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="term_ends_after_it_starts",
                violation_error_message=_("A term ends after it starts."),
            ),
            models.UniqueConstraint(
                "school", "name", name="term_name_once", violation_error_message=_("Name it anew.")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClosedDay(SchoolOwned):
    """Weekdays without school, one or several in a row; or with school for half of the day."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="closed_days")
    on = models.DateField(_("first day"))
    until = models.DateField(_("last day"), null=True, blank=True)
    is_half = models.BooleanField(_("school for half of the day"), default=False)
    reason = models.CharField(_("reason"), max_length=80)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                "school",
                "on",
                name="closed_day_once",
                violation_error_message=_("This day is already closed."),
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("on")),
                name="closed_days_end_after_they_start",
                violation_error_message=_("The last day comes before the first. Swap the two."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.reason}"
