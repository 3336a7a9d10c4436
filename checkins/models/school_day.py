"""A day of the whole school: help offered, what was published, and who is taken when."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plc.keys import KeyField
from students.models import School, Section, Student
from students.tenancy import SchoolOwned

from .plans import Slot
from .windows import Window


class OfferQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Whoever may know of the class."""
        return self.filter(section__in=Section.objects.visible_to(user).values("pk"))

    def editable_by(self, user: Any) -> Self:
        """Help is offered by those who run the school."""
        return self.filter(school__in=School.objects.run_by(user).values("pk"))


class Offer(SchoolOwned):
    """What a school offers a class on one day: an adult's minutes, and the window they give.

    Cover: the adult takes the class, so that its teacher meets students. Specialist: the adult
    meets those students herself whom she is assigned to, or whom the teacher sends her.
    """

    class Kind(models.TextChoices):
        COVER = "cover", _("Cover: takes the class, the teacher meets students")
        SPECIALIST = "specialist", _("Specialist: meets students herself")

    same_school = ("section", "window")

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="offers")
    key = KeyField()
    kind = models.CharField(_("kind of help"), max_length=10, choices=Kind)
    adult = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="offers"
    )
    on = models.DateField()
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    window = models.OneToOneField(Window, on_delete=models.CASCADE, related_name="offer")
    version = models.PositiveIntegerField(default=1)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["on", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="offer_ends_after_it_starts"
            ),
        ]

    @property
    def minutes(self) -> int:
        start, end = self.starts_at, self.ends_at
        return (end.hour - start.hour) * 60 + end.minute - start.minute

    def __str__(self) -> str:
        return f"{self.kind} for {self.section_id} on {self.on:%Y-%m-%d}"


class SchoolDayQuerySet(models.QuerySet["SchoolDay"]):
    def visible_to(self, user: Any) -> Self:
        """Those who run the school."""
        return self.filter(school__in=School.objects.run_by(user).values("pk"))


class SchoolDay(SchoolOwned):
    """A day whose check-ins were planned for the whole school, as it was last published."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    gap = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    token = models.CharField(max_length=32)  # of the preview that was published
    # The version of each plan (by its key) as published: another one by now is its teacher's.
    versions = models.JSONField(default=dict)

    objects = SchoolDayQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("school", "on", name="one_school_day_a_day")]

    def __str__(self) -> str:
        return f"{self.school_id} on {self.on:%Y-%m-%d}"


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

    Written by triggers of the database alone (`checkins.booking_triggers`): one for each slot that
    has a place, and one for each adult who covers a class. They refuse a second one for the same
    person at the same time. Minutes are counted from midnight, and stay as they were booked when
    the length of later check-ins changes.
    """

    same_school = ("slot", "offer", "student")

    slot = models.OneToOneField(Slot, on_delete=models.CASCADE, null=True, related_name="booking")
    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, null=True, related_name="booking")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, null=True, related_name="+")
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
            models.CheckConstraint(
                condition=Q(slot__isnull=False, student__isnull=False, offer=None)
                | Q(slot=None, student=None, offer__isnull=False),
                name="booking_of_a_slot_or_an_offer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} on {self.on:%Y-%m-%d} from minute {self.starts}"
