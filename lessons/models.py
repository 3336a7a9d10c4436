"""The day: a lesson plan and its blocks."""

from __future__ import annotations

from datetime import date, time
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from checkins.models import Window
from checkins.places import minute_of
from choiceboards.models import Board
from plc.keys import KeyField
from students.models import Section
from students.tenancy import SchoolOwned


class LessonPlanQuerySet(models.QuerySet["LessonPlan"]):
    def visible_to(self, user: Any) -> Self:
        """The plans of the classes an adult may see; a student sees her own day instead."""
        if user.is_student:
            return self.none()
        return self.filter(section__in=Section.objects.visible_to(user).values("pk"))

    def editable_by(self, user: Any) -> Self:
        return self.filter(section__in=Section.objects.taught_by(user).values("pk"))

    def from_day(self, day: date) -> Self:
        """The plans of this day and later, the nearest first."""
        return self.filter(on__gte=day).order_by("on")


class LessonPlan(SchoolOwned):
    """One class's plan for one day."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        READY = "ready", _("Ready")

    same_school = ("section",)

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="lesson_plans")
    key = KeyField()
    on = models.DateField()
    title = models.CharField(_("title"), max_length=80)
    template = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=5, choices=State, default=State.DRAFT)
    # Counts up with each change of the plan or of a block; each change takes its row's lock.
    version = models.PositiveIntegerField(default=1)
    # The block that was removed last, as it stood, so that it can be put back.
    removed = models.JSONField(default=dict, blank=True)

    objects = LessonPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint("section", "on", name="one_lesson_plan_a_day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    def beat(self) -> None:
        """Count a change; first in its transaction, so that two changes never interleave."""
        type(self).objects.filter(pk=self.pk).update(version=F("version") + 1)


class BlockQuerySet(models.QuerySet["Block"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(lesson_plan__in=LessonPlan.objects.visible_to(user).values("pk"))

    def editable_by(self, user: Any) -> Self:
        return self.filter(lesson_plan__in=LessonPlan.objects.editable_by(user).values("pk"))

    def overlapping(self, starts_at: time, ends_at: time) -> Self:
        """Blocks that share a minute with this stretch; one that only touches it does not."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


class Block(SchoolOwned):
    """A stretch of the day. Independent work has a board and gives a check-in window."""

    class Kind(models.TextChoices):
        CONNECT = "connect", _("Start with connection")
        MINI_LESSON = "lesson", _("Mini-lesson")
        WORK = "work", _("Independent work")
        CURIOSITY = "curious", _("Follow their curiosity")
        SHARE = "share", _("Share-out and reflection")
        TOGETHER = "whole", _("Whole class")
        OFF = "off", _("Not with me")

    same_school = ("lesson_plan", "board", "window")

    lesson_plan = models.ForeignKey(LessonPlan, on_delete=models.CASCADE, related_name="blocks")
    key = KeyField()
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    title = models.CharField(_("title"), max_length=80)
    details = models.CharField(_("details"), max_length=300, blank=True)
    icon = models.CharField(max_length=24, default="clock")
    starts_at = models.TimeField(_("starts at"))
    ends_at = models.TimeField(_("ends at"))
    board = models.ForeignKey(
        Board, on_delete=models.SET_NULL, null=True, blank=True, related_name="blocks"
    )
    window = models.OneToOneField(
        Window, on_delete=models.SET_NULL, null=True, blank=True, related_name="block"
    )
    version = models.PositiveIntegerField(default=1)

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="block_ends_after_it_starts",
                violation_error_message=_("A block ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(kind="work") | Q(window=None), name="only_work_gives_a_window"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return minute_of(self.ends_at) - minute_of(self.starts_at)

    @property
    def is_work(self) -> bool:
        return self.kind == self.Kind.WORK
