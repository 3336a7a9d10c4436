"""One-to-one check-ins: when there is time, what is planned, what was held, what was said."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plc.keys import KeyField
from students.models import OfStudentQuerySet, Section, Student, TaughtOnlyQuerySet
from students.tenancy import SchoolOwned


class OfSectionQuerySet(models.QuerySet[Any]):
    """Rows about a class, seen by whoever may see the class; changed by its teachers."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(section__in=Section.objects.visible_to(user).values("pk"))

    def editable_by(self, user: Any) -> Self:
        return self.filter(section__in=Section.objects.taught_by(user).values("pk"))


class Window(SchoolOwned):
    """Free minutes of a class's teacher on one day, in which check-ins may be held."""

    same_school = ("section",)

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="windows")
    key = KeyField()
    on = models.DateField()
    label = models.CharField(_("name"), max_length=60)
    starts_at = models.TimeField(_("starts at"))
    ends_at = models.TimeField(_("ends at"))

    objects = OfSectionQuerySet.as_manager()

    class Meta:
        ordering = ["on", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="window_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Away(SchoolOwned):
    """When a student is elsewhere each week (a weekday, Monday is 0) or on one date."""

    same_school = ("student",)

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="away_times")
    key = KeyField()
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    on = models.DateField(null=True, blank=True)
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    where = models.CharField(_("where"), max_length=60)

    class AwayQuerySet(OfStudentQuerySet):
        def on_day(self, day: date) -> Self:
            return self.filter(Q(on=day) | Q(weekday=day.weekday()))

    objects = AwayQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="away_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(weekday__isnull=False, on=None) | Q(weekday=None, on__isnull=False),
                name="away_weekly_or_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.where


class Absence(SchoolOwned):
    """A student who is not at school on a day."""

    same_school = ("student",)

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="absences")
    on = models.DateField()

    objects = OfStudentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("student", "on", name="absent_once")]

    def __str__(self) -> str:
        return f"{self.student_id} on {self.on:%Y-%m-%d}"


class HelpRequest(SchoolOwned):
    """A raised hand: a student asks for her teacher. Open until answered."""

    class Reason(models.TextChoices):
        STUCK = "stuck", _("I am stuck")
        DONE = "done", _("I am done")
        TALK = "talk", _("I need to talk")

    same_school = ("section", "student")

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="help_requests")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="help_requests")
    key = KeyField()
    reason = models.CharField(max_length=5, choices=Reason)
    words = models.CharField(max_length=140, blank=True)
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class HelpQuerySet(OfStudentQuerySet):
        def waiting(self) -> Self:
            return self.filter(seen_at=None)

    objects = HelpQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "student", condition=Q(seen_at=None), name="one_raised_hand_a_student"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student_id}: {self.reason}"


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
    # What did not fit and why, as codes with parameters, from the planner's last run.
    findings = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = OfSectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("section", "on", name="one_checkin_plan_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.section_id} on {self.on:%Y-%m-%d}"


class Reason(models.TextChoices):
    """Why this student now: a closed list, each a query (UX, screen 02)."""

    DAYS_SINCE = "days_since", _("Days since the last check-in")
    ASKED = "asked", _("Asked for help")
    GOAL_DUE = "goal_due", _("A goal is due")
    GOAL_STUCK = "goal_stuck", _("A goal is stuck")
    MOOD = "mood", _("Said how it goes")
    OWN_IDEA = "own_idea", _("Own idea to approve")
    NEW = "new", _("New in class")
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
        constraints = [
            models.UniqueConstraint("plan", "student", name="one_slot_a_student_a_day"),
            models.UniqueConstraint(
                "plan",
                "starts_at",
                condition=Q(state__in=["planned", "done"], starts_at__isnull=False),
                name="one_student_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} in {self.plan_id}"


class Topic(models.TextChoices):
    PROJECT = "project", _("Project")
    GOAL = "goal", _("Goal")
    CHALLENGE = "challenge", _("Challenge")


class Outcome(models.TextChoices):
    """The quick notes of the live page; several may be true."""

    GOT_IT = "got_it", _("Got it")
    NEXT_STEP = "next_step", _("Needs next step")
    RETEACH = "reteach", _("Reteach")
    CONFIDENCE = "confidence", _("Confidence")
    CURIOUS = "curious", _("Curious about…")
    GOAL_MOVED = "goal_moved", _("Goal moved on")
    PARTNER = "partner", _("Work with a partner")


class CheckInQuerySet(OfStudentQuerySet):
    def held_between(self, start: date, end: date) -> Self:
        return self.filter(held_on__gte=start, held_on__lte=end)


class CheckIn(SchoolOwned):
    """The fact of a check-in: who, when, about what, how it came out. No words of anybody."""

    same_school = ("student", "section", "slot")

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="checkins")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="checkins")
    key = KeyField()
    slot = models.OneToOneField(
        Slot, on_delete=models.SET_NULL, null=True, blank=True, related_name="checkin"
    )
    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="checkins_held"
    )
    held_on = models.DateField()
    held_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=3)
    topic = models.CharField(max_length=9, choices=Topic, default=Topic.PROJECT)
    outcomes = models.JSONField(default=list, blank=True)  # Outcome values

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-held_at", "-pk"]
        indexes = [
            models.Index("school", "held_on", "student", name="held_in_school"),
            models.Index("student", "held_on", name="held_with_student"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} on {self.held_on:%Y-%m-%d}"


class CheckInNote(SchoolOwned):
    """The words of a check-in. Sensitive: read only through `checkins.notes`, which audits."""

    class Audience(models.TextChoices):
        TEAM = "team", _("Only my team")
        STUDENT = "student", _("The student too")

    same_school = ("student", "checkin")

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+")
    checkin = models.OneToOneField(CheckIn, on_delete=models.CASCADE, related_name="note")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("note"), max_length=1000)
    audience = models.CharField(max_length=7, choices=Audience, default=Audience.TEAM)
    version = models.PositiveIntegerField(default=1)

    objects = TaughtOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"note of {self.checkin_id}"
