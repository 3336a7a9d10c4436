"""Readiness: one tap at the start of class. Sensitive: read only through `checkins.readiness`."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from students.models import Section, Student, TaughtOnlyQuerySet
from students.tenancy import SchoolOwned

from .windows import OfSectionQuerySet

USUAL_WEEKS, MOST_WEEKS = 4, 12


class ReadinessSetting(SchoolOwned):
    """Whether a class is asked, and for how many weeks its answers are kept."""

    same_school = ("section",)

    section = models.OneToOneField(
        Section, on_delete=models.CASCADE, related_name="readiness_setting"
    )
    is_asked = models.BooleanField(_("Ask at the start of each school day"), default=False)
    keep_weeks = models.PositiveSmallIntegerField(
        _("weeks to keep the answers"),
        default=USUAL_WEEKS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_WEEKS)],
    )

    objects = OfSectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(keep_weeks__gte=1, keep_weeks__lte=MOST_WEEKS),
                name="readiness_is_kept_some_weeks",
            ),
        ]

    def __str__(self) -> str:
        return f"readiness of {self.section_id}"


class Ready(models.TextChoices):
    READY = "ready", _("Ready")
    OKAY = "okay", _("Okay")
    TIRED = "tired", _("Tired")
    WORRIED = "worried", _("Worried")


class ReadinessAnswer(SchoolOwned):
    """How a student comes into class on one day; another tap that day replaces it."""

    same_school = ("section", "student")

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    feels = models.CharField(max_length=7, choices=Ready)
    said_at = models.DateTimeField()

    objects = TaughtOnlyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("section", "on", name="readiness_of_a_day")]
        constraints = [
            models.UniqueConstraint("section", "student", "on", name="one_readiness_a_day"),
            models.CheckConstraint(
                condition=Q(feels__in=Ready.values), name="readiness_is_one_of_the_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"
