"""A day of the whole school: who is taken when, so that nobody is in two places at once."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from students.models import School, Student
from students.tenancy import SchoolOwned

from .plans import Slot


class BookingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own time, that of the students one may see, and of a school one runs."""
        return self.filter(
            Q(adult=user)
            | Q(student__in=Student.objects.visible_to(user).values("pk"))
            | Q(school__in=School.objects.run_by(user).values("pk"))
        )

    def on_day(self, day: date) -> Self:
        return self.filter(on=day)


class Booking(SchoolOwned):
    """The minutes [starts, ends) of a day for which a student and an adult are taken.

    Written by triggers of the database alone (`checkins.booking_triggers`), one for each slot that
    has a place; they refuse a second one for the same person at the same time. Minutes are counted
    from midnight, and stay as they were booked when the length of later check-ins changes.
    """

    same_school = ("slot", "student")

    slot = models.OneToOneField(Slot, on_delete=models.CASCADE, related_name="booking")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+")
    adult = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    on = models.DateField()
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["on", "starts", "pk"]
        indexes = [
            models.Index("student", "on", name="booked_student"),
            models.Index("adult", "on", name="booked_adult"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")), name="booking_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} on {self.on:%Y-%m-%d} from minute {self.starts}"
