"""A question to the class, such as a local problem: one vote each, until it closes."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from plc.keys import KeyField
from students.models import Section, Student
from students.tenancy import SchoolOwned


class PollQuerySet(models.QuerySet["Poll"]):
    def visible_to(self, user: Any, today: date | None = None) -> Self:
        return self.filter(section__in=Section.objects.visible_to(user, today).values("pk"))

    def editable_by(self, user: Any) -> Self:
        return self.filter(section__in=Section.objects.taught_by(user).values("pk"))


class Poll(SchoolOwned):
    """One question with two or more answers."""

    same_school = ("section",)

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="polls")
    key = KeyField()
    question = models.CharField(_("question"), max_length=200)
    link = models.URLField(_("link to a video or a text"), max_length=500, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    closes_at = models.DateTimeField(_("closes"))

    objects = PollQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.question


class PollOption(SchoolOwned):
    """One of the answers."""

    same_school = ("poll",)

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(_("answer"), max_length=100)

    class PollOptionQuerySet(models.QuerySet["PollOption"]):
        def visible_to(self, user: Any, today: date | None = None) -> Self:
            return self.filter(poll__in=Poll.objects.visible_to(user, today).values("pk"))

    objects = PollOptionQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("poll", "position", name="one_answer_a_position"),
        ]

    def __str__(self) -> str:
        return self.words


class VoteQuerySet(models.QuerySet["Vote"]):
    def visible_to(self, user: Any) -> Self:
        """One's own: who voted what is nobody else's to see, no adult's either."""
        return self.filter(student__user=user) if user.is_student else self.none()


class Vote(SchoolOwned):
    """One student's vote; she may change it until the poll closes."""

    same_school = ("student", "poll", "option")

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="votes")
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="votes")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="votes")
    voted_at = models.DateTimeField()

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("poll", "student", name="one_vote_each"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} voted"
