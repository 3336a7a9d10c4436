"""What was held: the fact of a check-in. Its words are a table of their own (notes.py)."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plc.keys import KeyField
from students.models import OfStudentQuerySet, Section, Student
from students.tenancy import SchoolOwned

from .plans import Slot


class Topic(models.TextChoices):
    PROJECT = "project", _("Project")
    GOAL = "goal", _("Goal")
    CHALLENGE = "challenge", _("Challenge")


class Outcome(models.TextChoices):
    """The quick notes of the live page; several may be true."""

    GOT_IT = "got_it", _("Got it")
    NEXT_STEP = "next_step", _("Needs next step")
    RETEACH = "reteach", _("Reteach")
    CONFIDENCE = "confidence", _("Confidence")
    CURIOUS = "curious", _("Curious about…")
    GOAL_MOVED = "goal_moved", _("Goal moved on")
    PARTNER = "partner", _("Work with a partner")


class CheckInQuerySet(OfStudentQuerySet):
    def held_between(self, start: date, end: date) -> Self:
        return self.filter(held_on__gte=start, held_on__lte=end)


class CheckIn(SchoolOwned):
    """The fact of a check-in: who, when, about what, how it came out. No words of anybody."""

    same_school = ("student", "section", "slot")

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="checkins")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="checkins")
    key = KeyField()
    slot = models.OneToOneField(
        Slot, on_delete=models.SET_NULL, null=True, blank=True, related_name="checkin"
    )
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="checkins_held"
    )
    held_on = models.DateField()
    held_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=3)
    topic = models.CharField(max_length=9, choices=Topic, default=Topic.PROJECT)
    outcomes = models.JSONField(default=list, blank=True)  # Outcome values

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-held_at", "-pk"]
        indexes = [
            models.Index("school", "held_on", "student", name="held_in_school"),
            models.Index("student", "held_on", name="held_with_student"),
            models.Index("school", "held_on", condition=Q(slot=None), name="held_without_a_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} on {self.held_on:%Y-%m-%d}"
