"""What a student works towards, and how she says it went."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext_lazy as _

from plc.keys import KeyField
from students.models import OfStudentQuerySet, Student, TaughtOnlyQuerySet
from students.tenancy import SchoolOwned

MOST_OPEN = 3
STUCK_AFTER = timedelta(days=14)
DUE_WITHIN = timedelta(days=3)


class GoalQuerySet(OfStudentQuerySet):
    def editable_by(self, user: Any) -> Self:
        """Written by the child's teachers with her; a student ticks steps, no more."""
        if user.is_student:
            return self.none()
        return self.filter(student__in=Student.objects.taught_by(user).values("pk"))

    def open(self) -> Self:
        return self.filter(state=Goal.State.OPEN)

    def closed(self) -> Self:
        return self.exclude(state=Goal.State.OPEN)

    def met(self) -> Self:
        return self.filter(state=Goal.State.MET)

    def with_progress(self) -> Self:
        """Adds `steps_done`, `steps_in_all` and `moved_on` (the last step's date)."""
        return self.annotate(
            steps_in_all=Count("steps"),
            steps_done=Count("steps", filter=~Q(steps__done_on=None)),
            moved_on=Max("steps__done_on"),
        )

    def due(self, today: date) -> Self:
        """Open goals whose date is within three days or past."""
        return self.open().filter(due_on__lte=today + DUE_WITHIN)

    def stuck(self, today: date) -> Self:
        """Open goals without a new step for two weeks."""
        long_ago = today - STUCK_AFTER
        moved = GoalStep.objects.filter(goal=models.OuterRef("pk"), done_on__gt=long_ago)
        return self.open().filter(~models.Exists(moved), started_on__lte=long_ago)


class Goal(SchoolOwned):
    """One goal of one student, with small steps and a date. At most three are open at a time."""

    class State(models.TextChoices):
        OPEN = "open", _("Working on it")
        MET = "met", _("Met")
        LET_GO = "let_go", _("Let go")

    class Domain(models.TextChoices):
        ACADEMIC = "academic", _("Learning")
        SELF = "self", _("Time, self-advocacy, teamwork")

    same_school = ("student",)

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="goals")
    key = KeyField()
    title = models.CharField(_("goal"), max_length=140, validators=[MinLengthValidator(3)])
    domain = models.CharField(_("kind"), max_length=8, choices=Domain, default=Domain.ACADEMIC)
    standard = models.CharField(_("standard"), max_length=30, blank=True)
    started_on = models.DateField()
    due_on = models.DateField(_("by"))
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    # 1, 2 or 3 while open: the unique place is what makes "at most three" hold under load.
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["place", "-closed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                "student", "place", condition=Q(state="open"), name="one_open_goal_a_place"
            ),
            models.CheckConstraint(
                condition=Q(
                    state="open",
                    place__isnull=False,
                    place__gte=1,
                    place__lte=MOST_OPEN,
                    closed_on=None,
                )
                | (~Q(state="open") & Q(place=None, closed_on__isnull=False)),
                name="open_goals_have_one_of_three_places",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("started_on")),
                name="goal_is_due_after_it_starts",
                violation_error_message=_("Choose a date from today on."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    # Both read `steps`: prefetch them.
    @property
    def steps_met(self) -> int:
        return sum(1 for step in self.steps.all() if step.done_on)

    @property
    def next_step(self) -> GoalStep | None:
        return next((step for step in self.steps.all() if step.done_on is None), None)


class GoalStep(SchoolOwned):
    """One small step of a goal; the student ticks it."""

    same_school = ("goal",)

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    key = KeyField()
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("step"), max_length=140)
    done_on = models.DateField(null=True, blank=True)
    how = models.CharField(_("how it went"), max_length=200, blank=True)

    class StepQuerySet(models.QuerySet["GoalStep"]):
        def visible_to(self, user: Any) -> Self:
            return self.filter(goal__in=Goal.objects.visible_to(user).values("pk"))

        def to_do(self) -> Self:
            return self.filter(done_on=None)

        def days_met(self, student: Student) -> models.QuerySet[GoalStep, Any]:
            """The day of each step the student has done, of closed goals too."""
            done = self.filter(goal__student=student, done_on__isnull=False)
            return done.order_by().values_list("done_on", flat=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint("goal", "position", name="one_step_a_position"),
        ]

    def __str__(self) -> str:
        return self.text


class Reflection(SchoolOwned):
    """How a day went, from the student. The mood is for her teachers only."""

    class Mood(models.TextChoices):
        EASY = "easy", _("Easy")
        GOOD = "good", _("Good")
        TRICKY = "tricky", _("Tricky")
        STUCK = "stuck", _("Stuck")

    same_school = ("student",)

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="reflections")
    on = models.DateField()
    mood = models.CharField(max_length=6, choices=Mood)
    said_at = models.DateTimeField()

    objects = TaughtOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint("student", "on", name="one_reflection_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"
