"""What a check-in leaves open: something in the way, something promised. Facts; words are notes."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plc.keys import KeyField
from students.models import Section, Student, TaughtOnlyQuerySet
from students.tenancy import SchoolOwned

from .held import CheckIn


class FollowUpQuerySet(TaughtOnlyQuerySet):
    """Seen and closed by the child's team, whoever noted it."""

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def closed(self) -> Self:
        return self.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")

    def told_to(self, student: Student) -> Self:
        """Those the student herself may see, when the adult said so."""
        return self.filter(student=student, is_shared=True)


class FollowUp(SchoolOwned):
    """Open from the check-in it came up in until an adult of the team closes it."""

    same_school = ("section", "student", "checkin")

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="%(class)ss")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="%(class)ss")
    checkin = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="%(class)ss")
    key = KeyField()
    noted_on = models.DateField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    is_shared = models.BooleanField(default=False)  # the student may see it on her own page
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        abstract = True


def _closed_by_somebody(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(closed_at=None, closed_by=None)
        | Q(closed_at__isnull=False, closed_by__isnull=False),
        name=name,
    )


class Roadblock(FollowUp):
    """Something in a student's way, of one kind at a time."""

    class Kind(models.TextChoices):
        MATERIALS = "materials", _("Materials")
        TIME = "time", _("Time")
        DIRECTIONS = "directions", _("Directions unclear")
        GROUP = "group", _("Partner or group")
        CONFIDENCE = "confidence", _("Confidence")
        SKILL = "skill", _("A skill to learn first")
        HELP = "help", _("Help from outside class")
        OTHER = "other", _("Something else")

    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        ordering = ["noted_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                "student", "kind", condition=Q(closed_at=None), name="one_open_roadblock_a_kind"
            ),
            _closed_by_somebody("roadblock_closed_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in the way of {self.student_id}"


class Promise(FollowUp):
    """What an adult promised a student by a school day; open until kept."""

    class Kind(models.TextChoices):
        LOOK = "look", _("Look at the work again")
        EXPLAIN = "explain", _("Explain it once more")
        BRING = "bring", _("Bring what is needed")
        PARTNER = "partner", _("Find a partner")
        ASK = "ask", _("Ask somebody")
        MORE_TIME = "more_time", _("Give more time")
        OTHER = "other", _("Something else")

    kind = models.CharField(max_length=10, choices=Kind)
    due_on = models.DateField()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint("checkin", "noted_by", name="one_promise_a_checkin_and_adult"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("noted_on")), name="promise_is_due_after_it_is_made"
            ),
            _closed_by_somebody("promise_closed_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} promised to {self.student_id}"
