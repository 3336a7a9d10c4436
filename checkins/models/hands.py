"""Raised hands: a student asks for her teacher."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from plc.keys import KeyField
from students.models import Enrollment, OfStudentQuerySet, Section, Student
from students.tenancy import SchoolOwned


class QueuedQuerySet(OfStudentQuerySet):
    """Rows in the queue of a class."""

    def in_class(self, day: date) -> Self:
        """Of students who are in that class on this day; who left stands in no queue of it."""
        there: Any = Enrollment.objects.current(day).order_by()
        same = {"section": OuterRef("section"), "student": OuterRef("student")}
        return self.filter(Exists(there.filter(**same)))


class HelpRequest(SchoolOwned):
    """A raised hand: a student asks for her teacher. Open until answered."""

    class Reason(models.TextChoices):
        STUCK = "stuck", _("I am stuck")
        DONE = "done", _("I am done")
        TALK = "talk", _("I need to talk")

    same_school = ("section", "student")

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="help_requests")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="help_requests")
    key = KeyField()
    reason = models.CharField(max_length=5, choices=Reason)
    words = models.CharField(max_length=140, blank=True)
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class HelpQuerySet(QueuedQuerySet):
        def waiting(self) -> Self:
            return self.filter(seen_at=None)

    objects = HelpQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "student", condition=Q(seen_at=None), name="one_raised_hand_a_student"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student_id}: {self.reason}"
