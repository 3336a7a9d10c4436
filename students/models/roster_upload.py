"""A class list on its way in: kept from the first step to the last, then deleted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models

from plc.keys import KeyField
from students.models.roster import Section
from students.tenancy import SchoolOwned

if TYPE_CHECKING:
    from plc.models import User

KEPT_FOR = timedelta(days=1)


class RosterUploadQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """One's own uploads and nobody else's."""
        return self.filter(made_by=user)

    def older_than(self, now: datetime) -> Self:
        """Uploads that nobody finished within a day."""
        return self.filter(made_at__lt=now - KEPT_FOR)


class RosterUpload(SchoolOwned):
    """The bytes of a list and what a person has decided about them so far.

    `section` is set when a teacher imports one class; without it the whole school is meant.
    """

    same_school = ("section",)

    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, null=True, blank=True, related_name="uploads"
    )
    key = KeyField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roster_uploads"
    )
    made_at = models.DateTimeField()
    name = models.CharField(max_length=120)
    is_pasted = models.BooleanField(default=False)
    content = models.BinaryField()
    # What `students.roster.model.Decisions` holds, as JSON.
    decisions = models.JSONField(default=dict, blank=True)

    objects = RosterUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name
