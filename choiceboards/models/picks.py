"""Who picked what, how she did it, and what came of it."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from choiceboards.models.boards import Activity, Board
from choiceboards.models.kinds import Kind, Rating
from choiceboards.models.levels import Level
from students.models import OfStudentQuerySet, Spark, Student
from students.tenancy import SchoolOwned


class PickQuerySet(OfStudentQuerySet):
    def editable_by(self, user: Any) -> Self:
        """A student's own, and those of the students one teaches."""
        if user.is_student:
            return self.filter(student__user=user)
        return self.filter(student__in=Student.objects.taught_by(user).values("pk"))

    def kept(self) -> Self:
        """Picks still held: not swapped away."""
        return self.exclude(state=Pick.State.SWAPPED)

    def unfinished(self) -> Self:
        """Picks still held, and not done."""
        return self.kept().exclude(state=Pick.State.FINISHED)

    def with_minutes(self) -> Self:
        """Each with the minutes of the level she chose, where they are not the tile's."""
        mine = Level.objects.filter(activity=OuterRef("activity"), number=OuterRef("level"))
        return self.annotate(level_minutes=Subquery(mine.values("minutes")[:1]))

    def finished(self) -> Self:
        return self.filter(state=Pick.State.FINISHED)

    def to_look_back_at(self) -> Self:
        """Finished, or still under way on a board that was put away."""
        at_it = Q(state__in=[Pick.State.STARTED, Pick.State.PAUSED])
        return self.filter(Q(state=Pick.State.FINISHED) | at_it & Q(board__state="closed"))


class Pick(SchoolOwned):
    """One student's choice of one tile. Free to swap until started."""

    class State(models.TextChoices):
        PICKED = "picked", _("Picked")
        STARTED = "started", _("Started")
        PAUSED = "paused", _("Paused")
        FINISHED = "finished", _("Finished")
        SWAPPED = "swapped", _("Swapped")

    class Idea(models.TextChoices):
        """What the teacher says to an own idea; empty on tiles that are not one."""

        WAITING = "waiting", _("Your teacher will look")
        ACCEPTED = "accepted", _("Go for it")
        ANSWERED = "answered", _("Your teacher answered")

    same_school = ("student", "board", "activity", "spark")

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="picks")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="picks")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="picks")
    # Which of the board's free choices this is (1..may_pick); null for a must-do or when swapped.
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(default=1)
    format = models.CharField(max_length=6, choices=Kind, blank=True)
    product = models.CharField(max_length=40, blank=True)
    # On an own-idea tile: what she wants to do, in her own words.
    spark = models.ForeignKey(
        Spark, on_delete=models.SET_NULL, null=True, blank=True, related_name="picks"
    )
    idea = models.CharField(max_length=8, choices=Idea, blank=True)
    # What teacher and student agreed on: her idea as the teacher edited it, or an answer to it.
    reply = models.CharField(_("reply"), max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PICKED)
    picked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    # Work comes in pieces: the seconds of those that ended, and when the one under way began.
    worked = models.PositiveIntegerField(default=0, editable=False)
    resumed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # What the tile showed when the student started: later edits do not change her task.
    showed = models.JSONField(null=True, blank=True, editable=False)
    ratings = models.JSONField(default=list, blank=True)  # a Rating for each line of the rubric
    made = models.CharField(_("what I made"), max_length=500, blank=True)
    made_link = models.URLField(_("link to it"), max_length=500, blank=True)
    # The adult who picked for her, from paper or by hand; null when she did.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = PickQuerySet.as_manager()
    level_minutes: int | None = None  # of `with_minutes`

    class Meta:
        ordering = ["picked_at", "pk"]
        constraints = [
            models.UniqueConstraint("student", "activity", name="one_pick_a_tile"),
            models.UniqueConstraint(
                "student",
                "board",
                "place",
                condition=Q(place__isnull=False),
                name="one_pick_a_free_choice",
            ),
            models.CheckConstraint(
                condition=~Q(state="swapped") | Q(place=None), name="a_swapped_pick_frees_its_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} picked {self.activity_id}"

    @property
    def title(self) -> str:
        """The tile's name when she started it; before that, its name now."""
        return (self.showed or {}).get("title") or self.activity.title

    @property
    def may_swap(self) -> bool:
        """Whether it may be given back for another: a free choice that is not started."""
        return self.place is not None and self.state == Pick.State.PICKED

    @property
    def level_words(self) -> str:
        return str(_("Level %(level)d")) % {"level": self.level}

    @property
    def minutes(self) -> int | None:
        """How long it takes at her level: what it said when she started, then what it says now."""
        return (self.showed or {}).get("minutes") or self.level_minutes

    @property
    def rubric(self) -> list[str]:
        """The lines she rates herself on: those the tile had when she started."""
        return (self.showed or {}).get("rubric", self.activity.rubric)

    @property
    def own_rating(self) -> list[tuple[str, str]]:
        """How she rated herself: each line of the rubric that she saw, and her words for it."""
        pairs = zip(self.rubric, self.ratings, strict=False)
        return [(line, str(Rating(number).label)) for line, number in pairs]

    @property
    def web_link(self) -> str:
        """The link to what she made where it is a page of the web; else nothing to follow."""
        is_page = self.made_link.lower().startswith(("http://", "https://"))
        return self.made_link if is_page else ""
