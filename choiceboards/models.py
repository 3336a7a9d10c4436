"""Choice boards: tiles a student may pick, how she may show it, and who picked what."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from plc.keys import KeyField
from students.models import OfStudentQuerySet, Paper, Section, Spark, Student
from students.tenancy import SchoolOwned


class Kind(models.TextChoices):
    """What a student does on a tile."""

    READ = "read", _("Read")
    LISTEN = "listen", _("Listen")
    WATCH = "watch", _("Watch")
    MAKE = "make", _("Make")
    DRAW = "draw", _("Draw")
    RECORD = "record", _("Record")
    MOVE = "move", _("Move")
    SOLVE = "solve", _("Solve")
    SHOW = "show", _("Show")
    TALK = "talk", _("Talk")
    IDEA = "idea", _("My idea")

    @property
    def icon(self) -> str:
        """Its drawing in the icon sprite."""
        return _ICONS[self]


_ICONS = {
    Kind.READ: "book-2",
    Kind.LISTEN: "volume",
    Kind.WATCH: "video",
    Kind.MAKE: "scissors",
    Kind.DRAW: "palette",
    Kind.RECORD: "microphone",
    Kind.MOVE: "walk",
    Kind.SOLVE: "puzzle",
    Kind.SHOW: "star",
    Kind.TALK: "users",
    Kind.IDEA: "sparkles",
}


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, user: Any, today: date | None = None) -> Self:
        """A class's boards: all to its adults, published ones to its students."""
        boards = self.filter(section__in=Section.objects.visible_to(user, today).values("pk"))
        return boards.filter(state=Board.State.OPEN) if user.is_student else boards

    def editable_by(self, user: Any) -> Self:
        return self.filter(section__in=Section.objects.taught_by(user).values("pk"))

    def open(self) -> Self:
        return self.filter(state=Board.State.OPEN)


class Board(SchoolOwned):
    """A choice board of one class: must-dos, and a number of tiles to choose freely."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open to students")
        CLOSED = "closed", _("Put away")

    same_school = ("section",)

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="boards")
    key = KeyField()
    title = models.CharField(_("title"), max_length=80)
    directions = models.CharField(_("directions"), max_length=200, blank=True)
    may_pick = models.PositiveSmallIntegerField(
        _("tiles to choose"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
    )
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    template = models.CharField(max_length=40, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: Any, today: date | None = None) -> Self:
        return self.filter(board__in=Board.objects.visible_to(user, today).values("pk"))


class Activity(SchoolOwned):
    """A tile. `levels` are one to three ways up to the same standard."""

    same_school = ("board",)

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="activities")
    key = KeyField()
    position = models.PositiveSmallIntegerField()  # 1 to 9, row by row
    kind = models.CharField(_("what students do"), max_length=6, choices=Kind, default=Kind.MAKE)
    title = models.CharField(_("title"), max_length=60)
    directions = models.TextField(_("directions"), max_length=1000)
    icon = models.CharField(max_length=24, default="star")
    tint = models.CharField(_("paper"), max_length=6, choices=Paper, default=Paper.BUTTER)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=15, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    # The level that stands on the tile and is chosen already when a student opens it.
    usual_level = models.PositiveSmallIntegerField(
        _("level shown first"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
    )
    is_must = models.BooleanField(_("everyone does this one"), default=False)
    capacity = models.PositiveSmallIntegerField(
        _("seats"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    formats = models.JSONField(_("ways to explore"), default=list, blank=True)  # Kind values
    products = models.JSONField(_("ways to show it"), default=list, blank=True)  # words

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint("board", "position", name="one_tile_a_position"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(taken__lte=F("capacity")), name="no_seat_twice"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def seats_left(self) -> int | None:
        """Seats nobody has taken; None where there is room for all."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        return self.seats_left == 0


class Level(SchoolOwned):
    """One of the levels of a tile: the same standard, more or less help."""

    same_school = ("activity",)

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    directions = models.CharField(_("what is asked"), max_length=300)

    class LevelQuerySet(models.QuerySet["Level"]):
        def visible_to(self, user: Any) -> Self:
            return self.filter(activity__in=Activity.objects.visible_to(user).values("pk"))

    objects = LevelQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("activity", "number", name="one_text_a_level"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=3), name="levels_are_one_to_three"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}/{self.number}"


class PickQuerySet(OfStudentQuerySet):
    def editable_by(self, user: Any) -> Self:
        """A student's own, and those of the students one teaches."""
        if user.is_student:
            return self.filter(student__user=user)
        return self.filter(student__in=Student.objects.taught_by(user).values("pk"))

    def kept(self) -> Self:
        """Picks still held: not swapped away."""
        return self.exclude(state=Pick.State.SWAPPED)

    def free(self) -> Self:
        """Picks that may still be swapped."""
        return self.filter(state=Pick.State.PICKED)


class Pick(SchoolOwned):
    """One student's choice of one tile. Free to swap until started."""

    class State(models.TextChoices):
        PICKED = "picked", _("Picked")
        STARTED = "started", _("Started")
        FINISHED = "finished", _("Finished")
        SWAPPED = "swapped", _("Swapped")

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
    state = models.CharField(max_length=8, choices=State, default=State.PICKED)
    picked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = PickQuerySet.as_manager()

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
