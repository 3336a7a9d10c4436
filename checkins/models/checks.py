"""Short regular checks: up to five questions, what each student said, and who is to be retaught."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plc.keys import KeyField
from students.models import Section, Student
from students.tenancy import SchoolOwned

from .windows import OfSectionQuerySet

MOST_ITEMS = 5


class CheckSeries(SchoolOwned):
    """A check that comes back every two weeks, counted from its first day."""

    same_school = ("section",)

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="check_series")
    key = KeyField()
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class SeriesQuerySet(OfSectionQuerySet):
        def going_on(self) -> Self:
            return self.filter(ended_on=None)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "section", "name", condition=Q(ended_on=None), name="one_series_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Check(SchoolOwned):
    """One short check of a class. Students answer while it is open; a teacher marks at any time."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    same_school = ("section", "series")

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="checks")
    series = models.ForeignKey(
        CheckSeries, on_delete=models.SET_NULL, null=True, blank=True, related_name="checks"
    )
    key = KeyField()
    title = models.CharField(_("name"), max_length=80)
    due_on = models.DateField(_("day"))
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class CheckQuerySet(OfSectionQuerySet):
        def open_to(self, student: Student, today: date) -> Self:
            """The open checks of the classes that the student is in."""
            enrolled = student.enrollments.current(today).values("section")
            return self.filter(state=Check.State.OPEN, section__in=enrolled)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["-due_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "series",
                "due_on",
                condition=Q(series__isnull=False),
                name="one_check_of_a_series_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OfCheckQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(check_of__in=Check.objects.visible_to(user).values("pk"))


class CheckItem(SchoolOwned):
    """One question, with the right answer as its teacher wrote it."""

    class Kind(models.TextChoices):
        CHOICE = "choice", _("Choose one")
        NUMBER = "number", _("A number")
        WORDS = "words", _("A few words")

    same_school = ("check_of",)

    check_of = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="items")
    key = KeyField()
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.CHOICE)
    text = models.CharField(_("question"), max_length=200)
    choices = models.JSONField(default=list, blank=True)  # two to four texts, for a choice
    answer = models.CharField(_("right answer"), max_length=200)
    # The teacher's own word on whether the class needs it again; None: the rule decides.
    reteach = models.BooleanField(null=True, blank=True)

    objects = OfCheckQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint("check_of", "position", name="one_question_a_position"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_ITEMS),
                name="a_check_has_at_most_five_questions",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class AnswerQuerySet(models.QuerySet[Any]):
    """A student's own; else of those whom one teaches or is assigned to."""

    def visible_to(self, user: Any) -> Self:
        if user.is_student:
            return self.filter(student__user=user)
        return self.filter(student__in=Student.objects.taught_by(user).values("pk"))


class Mark(models.TextChoices):
    RIGHT = "right", _("Got it")
    NOT_YET = "not_yet", _("Not yet")
    NOT_ASKED = "not_asked", _("Not asked")


class CheckAnswer(SchoolOwned):
    """What a student answered to one question, and how it was marked."""

    same_school = ("item", "student")

    item = models.ForeignKey(CheckItem, on_delete=models.CASCADE, related_name="answers")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="check_answers")
    said = models.CharField(max_length=200, blank=True)  # empty: left blank, or told aloud
    mark = models.CharField(max_length=9, choices=Mark)
    by_hand = models.BooleanField(default=False)  # a teacher's mark is never changed by a rule
    at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("item", "student", name="one_answer_a_student"),
            models.CheckConstraint(condition=Q(mark__in=Mark.values), name="an_answer_is_marked"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} to {self.item_id}"


class Reteach(SchoolOwned):
    """Whether a student needs what a check asked once more: by the rule, or by her teacher."""

    same_school = ("check_of", "student")

    check_of = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="reteaches")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="reteaches")
    is_on = models.BooleanField()
    by_hand = models.BooleanField(default=False)
    since = models.DateField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("check_of", "student", name="one_reteach_flag_a_student"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} in {self.check_of_id}"
