"""What is planned: the day's plan and each student's place in it."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plc.keys import KeyField
from students.models import OfStudentQuerySet, Section, Student
from students.tenancy import SchoolOwned

from .windows import OfSectionQuerySet, Window


class Plan(SchoolOwned):
    """The check-in plan of a class for one day."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        READY = "ready", _("Ready")

    same_school = ("section",)

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="checkin_plans")
    key = KeyField()
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField(
        _("minutes each"), default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    gap = models.PositiveSmallIntegerField(
        _("minutes to switch"), default=1, validators=[MaxValueValidator(10)]
    )
    state = models.CharField(max_length=5, choices=State, default=State.DRAFT)
    # Of one that covers several school days: the first of them.
    round_from = models.DateField(null=True, blank=True)
    # Minutes of the day that came to nothing (a drill, a late start): [start, end] after midnight.
    lost = models.JSONField(default=list, blank=True)
    # How the plan stood before its last change, and the version that change made.
    undo = models.JSONField(default=dict, blank=True)
    # What did not fit and why, as codes with parameters, from the planner's last run.
    findings = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now_add=True)  # goes with the version

    objects = OfSectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("section", "on", name="one_checkin_plan_a_day"),
        ]
        indexes = [models.Index("school", "on", "state", "id", name="plans_of_a_school")]

    def __str__(self) -> str:
        return f"{self.section_id} on {self.on:%Y-%m-%d}"

    @property
    def can_undo(self) -> bool:
        """Whether nothing else has changed the plan since the change that `undo` keeps."""
        return self.undo.get("version") == self.version


class Reason(models.TextChoices):
    """Why this student now: a closed list, each a query (UX, screen 02)."""

    DAYS_SINCE = "days_since", _("Days since the last check-in")
    ASKED = "asked", _("Asked for help")
    GOAL_DUE = "goal_due", _("A goal is due")
    GOAL_STUCK = "goal_stuck", _("A goal is stuck")
    MOOD = "mood", _("Said how it goes")
    OWN_IDEA = "own_idea", _("Own idea to approve")
    NEW = "new", _("New in class")
    RETEACH = "reteach", _("Reteach after a short check")
    READY_FOR_MORE = "ready_for_more", _("Ready for more")
    ONLY_FITS = "only_fits", _("Only fits here")
    WISH = "wish", _("Teacher's wish")


class SlotQuerySet(OfStudentQuerySet):
    def editable_by(self, user: Any) -> Self:
        return self.filter(plan__in=Plan.objects.editable_by(user).values("pk"))

    def planned_for(self, day: date) -> Self:
        return self.filter(plan__on=day, window__isnull=False)

    def of_class(self, section: Section, day: date) -> Self:
        """A class's slots of a day, with what changing one of them needs."""
        mine = self.filter(plan__section=section, plan__on=day)
        return mine.select_related("student", "plan__section__school")

    def held_by(self, user: Any) -> Self:
        """What an adult holds in windows of her own, and whom she put off or found absent."""
        without = [Slot.State.LATER, Slot.State.ABSENT]
        hers = Q(state__in=without, window=None, detail__with=user.key)
        return self.filter(Q(window__adult=user) | hers)

    def to_come(self) -> Self:
        return self.filter(state__in=[Slot.State.PLANNED, Slot.State.LATER])


class Slot(SchoolOwned):
    """A student's place in a day's plan, with the reason; without a window she is not placed."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        LATER = "later", _("Later today")
        DONE = "done", _("Met")
        ABSENT = "absent", _("Absent")

    same_school = ("plan", "student", "window")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="slots")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="slots")
    key = KeyField()
    window = models.ForeignKey(
        Window, on_delete=models.SET_NULL, null=True, blank=True, related_name="slots"
    )
    starts_at = models.TimeField(null=True, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.PLANNED)
    is_fixed = models.BooleanField(default=False)
    reason = models.CharField(max_length=14, choices=Reason, default=Reason.DAYS_SINCE)
    # The reason's parameters: {"days": 34}, {"words": "..."}, {"goal": "..."}: never a need.
    detail = models.JSONField(default=dict, blank=True)
    need = models.PositiveSmallIntegerField(default=0)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(
                "plan", "state", "window", condition=~Q(state="done"), name="places_not_held"
            ),
        ]
        constraints = [
            models.UniqueConstraint("plan", "student", name="one_slot_a_student_a_day"),
            models.UniqueConstraint(
                "plan",
                "window",
                "starts_at",
                condition=Q(state__in=["planned", "done"], starts_at__isnull=False),
                name="one_student_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} in {self.plan_id}"

    def let_go(self) -> None:
        """Keep this time no longer (unsaved); a wish that was for it alone is none any more."""
        self.is_fixed = False
        if self.reason == Reason.WISH and "promise" not in self.detail:
            self.reason = self.detail.pop("instead_of", Reason.DAYS_SINCE)

    def give_up_place(self) -> None:
        """Take the place away (unsaved); whose window it was stays known, when not the class's."""
        if self.window is not None and self.window.adult is not None:
            self.detail = self.detail | {"with": self.window.adult.key}
        self.window, self.starts_at, self.is_fixed = None, None, False
