"""Belonging, relevance and self-efficacy: when students are asked, who answered, what they said."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plc.keys import KeyField
from students.models import Section, Student, TaughtOnlyQuerySet
from students.models.school import School
from students.tenancy import SchoolOwned


class Scale(models.TextChoices):
    BELONGING = "belonging", _("Belonging")
    RELEVANCE = "relevance", _("Relevance")
    SELF_EFFICACY = "self_efficacy", _("Self-efficacy")


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, user: Any) -> Self:
        """A school's own are known to all who work or learn there, a class's to the class."""
        schools = School.objects.visible_to(user).values("pk")
        sections = Section.objects.visible_to(user).values("pk")
        return self.filter(Q(section=None, school__in=schools) | Q(section__in=sections))

    def open_on(self, day: date) -> Self:
        return self.filter(closed_at=None, starts_on__lte=day, ends_on__gte=day)

    def over_by(self, day: date) -> Self:
        """Nothing can be added to these any more, so their figures stand still."""
        return self.filter(Q(ends_on__lt=day) | Q(closed_at__isnull=False))

    def for_class(self, section: Section) -> Self:
        return self.filter(Q(section=section) | Q(section=None, school=section.school_id))

    def of_school(self, school: School) -> Self:
        """Those that the school itself asked; a teacher's own stay with the class."""
        return self.filter(school=school, section=None)


class Survey(SchoolOwned):
    """A window in which the students of a school, or of one class, are asked once."""

    same_school = ("section",)

    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, null=True, blank=True, related_name="surveys"
    )
    key = KeyField()
    title = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    closed_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index("school", "starts_on", name="surveys_of_a_school")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="survey_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_over(self, day: date) -> bool:
        return self.closed_at is not None or self.ends_on < day


class SurveyResponse(SchoolOwned):
    """The fact that a student answered, or chose not to: once in a window. No answer stands here.

    `section` is the class that her answers count in: in a school's survey each student counts once.
    """

    same_school = ("survey", "student", "section")

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    grades = models.CharField(max_length=4)  # the band of items she was shown
    at = models.DateTimeField()

    objects = TaughtOnlyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("survey", "student", name="answers_a_survey_once"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} to {self.survey_id}"


class SurveyAnswer(SchoolOwned):
    """What a student said on one scale. Sensitive: read only through `checkins.surveys`.

    `said` maps the code of an item to the point she chose, as she saw it; `score` is 0 to 100 with
    reverse items turned round, or None when too few items were answered.
    """

    same_school = ("response", "student")

    response = models.ForeignKey(SurveyResponse, on_delete=models.CASCADE, related_name="answers")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+")
    scale = models.CharField(max_length=13, choices=Scale)
    said = models.JSONField(default=dict)
    score = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = TaughtOnlyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("response", "scale", name="one_answer_a_scale"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__lte=100), name="a_score_is_0_to_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scale} of {self.response_id}"
