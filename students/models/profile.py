"""Who a learner is: what she says on six cards, and the supports that only her team reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plc.keys import KeyField
from students.models.roster import OfStudentQuerySet, Student, TaughtOnlyQuerySet
from students.tenancy import SchoolOwned

if TYPE_CHECKING:
    from plc.models import User


class Card(models.TextChoices):
    """The six cards of the learner profile, in their order."""

    INTERESTS = "interests", _("I like")
    STRENGTHS = "strengths", _("I am good at")
    LANGUAGES = "languages", _("I speak")
    FORMATS = "formats", _("I learn best when I")
    NEEDS = "needs", _("It helps me when")
    TOGETHER = "together", _("I like to work")


class ProfileAnswerQuerySet(OfStudentQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Whoever sees the student; but the card of needs only herself and her team."""
        seen = super().visible_to(user)
        if user.is_student:
            return seen
        mine = Student.objects.taught_by(user).values("pk")
        return seen.filter(~Q(card=Card.NEEDS) | Q(student__in=mine))

    def needs(self) -> Self:
        return self.filter(card=Card.NEEDS)

    def open_to_school(self) -> Self:
        """Without the card of needs, whose reading is written down (`students.supports`)."""
        return self.exclude(card=Card.NEEDS)


class ProfileAnswer(SchoolOwned):
    """A student's answer to one card: choices from our list and words of her own."""

    same_school = ("student",)

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="profile_answers")
    card = models.CharField(max_length=10, choices=Card)
    choices = models.JSONField(default=list, blank=True)
    words = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField()
    # The adult who wrote it for a child who cannot yet; null when the child did.
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ProfileAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("student", "card", name="one_answer_a_card"),
        ]

    def __str__(self) -> str:
        return f"{self.card} of {self.student_id}"


class Barrier(models.TextChoices):
    """What a support is about, in words that a board can be checked against."""

    READING = "reading", _("Reading")
    WRITING = "writing", _("Writing")
    SPEAKING = "speaking", _("Speaking")
    MOVING = "moving", _("Moving")
    HEARING = "hearing", _("Hearing")
    SEEING = "seeing", _("Seeing")


class Support(SchoolOwned):
    """A support need (an accommodation). Sensitive: read only through `students.supports`."""

    same_school = ("student",)

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="supports")
    key = KeyField()
    text = models.CharField(_("support"), max_length=200)
    # What stands in the way without it: a board without a path around that is found.
    barrier = models.CharField(
        _("it is about"), max_length=8, choices=Barrier, blank=True, default=""
    )
    extra_time = models.PositiveSmallIntegerField(  # percent: 50 is time and a half
        _("extra time"), default=0, validators=[MaxValueValidator(200)]
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TaughtOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"support of {self.student_id}"


class SparkQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """A child's own words: hers, and her team's to read."""
        if user.is_student:
            return self.filter(student__user=user)
        return self.filter(student__in=Student.objects.taught_by(user).values("pk"))


class Spark(SchoolOwned):
    """Something a student wonders about or wants to try, in her own words."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SEEN = "seen", _("Seen")
        TAKEN_UP = "taken_up", _("Taken up")

    same_school = ("student",)

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="sparks")
    key = KeyField()
    words = models.CharField(_("I wonder"), max_length=200)
    said_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)

    objects = SparkQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at", "-pk"]

    def __str__(self) -> str:
        return f"spark of {self.student_id}"
