"""The words of check-ins, apart from their facts."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plc.keys import KeyField
from students.models import Student, TaughtOnlyQuerySet
from students.tenancy import SchoolOwned

from .followups import Promise, Roadblock
from .held import CheckIn


class Audience(models.TextChoices):
    """Who reads words, besides whoever wrote them."""

    TEAM = "team", _("Only our team")
    STUDENT = "student", _("The student too")
    FAMILY = "family", _("Student and family")


class CheckInNoteQuerySet(TaughtOnlyQuerySet):
    def editable_by(self, user: Any) -> Self:
        """One's own words; and, of the child's team, what is shared with the child anyway."""
        return self.visible_to(user).filter(Q(author=user) | ~Q(audience=Audience.TEAM))

    def told_to(self, student: Student) -> Self:
        """What is written for the student herself."""
        shared = [Audience.STUDENT, Audience.FAMILY]
        return self.filter(student=student, audience__in=shared)


class CheckInNote(SchoolOwned):
    """Words said about a check-in, its roadblock or its promise.

    Sensitive: read only through `checkins.notes`, which audits.
    """

    same_school = ("student", "checkin", "roadblock", "promise")

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+")
    checkin = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="notes")
    # At most one of the two: what these words are about, when not the check-in as a whole.
    roadblock = models.ForeignKey(
        Roadblock, on_delete=models.SET_NULL, null=True, blank=True, related_name="notes"
    )
    promise = models.ForeignKey(
        Promise, on_delete=models.SET_NULL, null=True, blank=True, related_name="notes"
    )
    key = KeyField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("note"), max_length=1000)
    audience = models.CharField(max_length=7, choices=Audience, default=Audience.TEAM)
    version = models.PositiveIntegerField(default=1)

    objects = CheckInNoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(roadblock=None) | Q(promise=None), name="note_is_about_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"note of {self.checkin_id}"
