"""A student asks for a check-in: a turn in the class's queue, with a promised day."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from plc.keys import KeyField
from students.models import Section, Student
from students.tenancy import SchoolOwned

from .hands import QueuedQuerySet
from .held import CheckIn, Topic


class AskQuerySet(QueuedQuerySet):
    def visible_to(self, user: Any) -> Self:
        """A child's own words: hers, and her team's to read."""
        if user.is_student:
            return self.filter(student__user=user)
        return self.filter(student__in=Student.objects.taught_by(user).values("pk"))

    def waiting(self) -> Self:
        return self.filter(closed_at=None)

    def before(self, ask: Ask) -> Self:
        """Those of the same class who asked earlier and still wait."""
        earlier = Q(asked_at__lt=ask.asked_at) | Q(asked_at=ask.asked_at, pk__lt=ask.pk)
        return self.waiting().filter(earlier, section=ask.section_id)


class Ask(SchoolOwned):
    """A student wants a check-in about something; open until one is held with her.

    `promised_on` is the school day she was told: by then her teacher has planned her, or is told
    that the promise is due. "Not now" leaves all of it as it is.
    """

    same_school = ("section", "student", "checkin")

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="asks")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="asks")
    key = KeyField()
    topic = models.CharField(max_length=9, choices=Topic)
    words = models.CharField(max_length=140, blank=True)
    asked_at = models.DateTimeField()
    promised_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    checkin = models.ForeignKey(
        CheckIn, on_delete=models.SET_NULL, null=True, blank=True, related_name="asks"
    )

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "student", condition=Q(closed_at=None), name="one_open_ask_a_student"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("asked_at")),
                name="ask_closed_after_it_was_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} asks about {self.topic}"
