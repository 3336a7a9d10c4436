"""When there is time: free minutes of a class, and when a student is elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plc.keys import KeyField
from students.models import OfStudentQuerySet, Section, Student
from students.tenancy import SchoolOwned


class OfSectionQuerySet(models.QuerySet[Any]):
    """Rows about a class, seen by whoever may see the class; changed by its teachers."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(section__in=Section.objects.visible_to(user).values("pk"))

    def editable_by(self, user: Any) -> Self:
        return self.filter(section__in=Section.objects.taught_by(user).values("pk"))


class Window(SchoolOwned):
    """Free minutes of one adult on one day, in which check-ins of a class may be held."""

    same_school = ("section",)

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="windows")
    key = KeyField()
    on = models.DateField()
    label = models.CharField(_("name"), max_length=60)
    starts_at = models.TimeField(_("starts at"))
    ends_at = models.TimeField(_("ends at"))
    # Who holds them; null is the class's own teacher.
    adult = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfSectionQuerySet.as_manager()

    class Meta:
        ordering = ["on", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="window_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Away(SchoolOwned):
    """When a student is elsewhere each week (a weekday, Monday is 0) or on one date."""

    same_school = ("student",)

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="away_times")
    key = KeyField()
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    on = models.DateField(null=True, blank=True)
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    where = models.CharField(_("where"), max_length=60)

    class AwayQuerySet(OfStudentQuerySet):
        def on_day(self, day: date) -> Self:
            return self.filter(Q(on=day) | Q(weekday=day.weekday()))

    objects = AwayQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="away_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(weekday__isnull=False, on=None) | Q(weekday=None, on__isnull=False),
                name="away_weekly_or_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.where


class Absence(SchoolOwned):
    """A student who is not at school on a day."""

    same_school = ("student",)

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="absences")
    on = models.DateField()

    objects = OfStudentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("student", "on", name="absent_once")]

    def __str__(self) -> str:
        return f"{self.student_id} on {self.on:%Y-%m-%d}"
