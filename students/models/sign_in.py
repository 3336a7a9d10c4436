"""How a student signs in: cards, tries, and who is signed in now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from students.models.roster import OfStudentQuerySet, Section, Student
from students.tenancy import SchoolOwned


class SignInCard(SchoolOwned):
    """A printed card with a QR code. Only the digest of its token is kept; it can be revoked."""

    same_school = ("student", "section")

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="cards")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="cards")
    token_digest = models.CharField(max_length=64, unique=True)
    printed_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = OfStudentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"card of {self.student_id}"


class SignInTryQuerySet(OfStudentQuerySet):
    def wrong_since(self, start: datetime) -> Self:
        return self.filter(was_right=False, forgiven=False, at__gte=start)

    def forgive(self) -> int:
        """Count none of these any more; returns how many were wrong."""
        return self.filter(was_right=False, forgiven=False).update(forgiven=True)


class SignInTry(SchoolOwned):
    """One try at a student's secret pictures; wrong ones count for five minutes, kept 30 days."""

    WINDOW = timedelta(minutes=5)
    MOST_A_STUDENT = 5
    MOST_A_CLASS = 40

    same_school = ("section", "student")

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="sign_in_tries")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="sign_in_tries")
    at = models.DateTimeField()
    was_right = models.BooleanField()
    forgiven = models.BooleanField(default=False)

    objects = SignInTryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("section", "at", condition=Q(was_right=False), name="wrong_tries"),
        ]

    def __str__(self) -> str:
        return f"try of {self.student_id}"


class StudentSessionQuerySet(OfStudentQuerySet):
    def open_at(self, now: datetime) -> Self:
        return self.filter(ended_at=None, ends_at__gt=now)


class StudentSession(SchoolOwned):
    """A student signed in on some device, so that the teacher can see it and end it."""

    same_school = ("section", "student")

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="student_sessions")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = StudentSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"session of {self.student_id}"
