"""Choice boards, and the tiles a student may pick."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from choiceboards import limits
from choiceboards.models.kinds import Company, Course, Kind, Rule, Shape
from plc import clock
from plc.keys import KeyField
from students.models import Paper, School, Section, Spark
from students.tenancy import SchoolOwned


def between(limit: tuple[int, int]) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(limit[0]), MaxValueValidator(limit[1])]


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, user: Any, today: date | None = None) -> Self:
        """A class's boards: all to its adults, published ones to its students."""
        boards = self.filter(section__in=Section.objects.visible_to(user, today).values("pk"))
        return boards.filter(state=Board.State.OPEN) if user.is_student else boards

    def of_classes_of(self, user: Any) -> Self:
        """What the classes of `user` have or had before them, also what is put away by now."""
        sections = Section.objects.visible_to(user).values("pk")
        return self.filter(section__in=sections).exclude(state=self.model.State.DRAFT)

    def editable_by(self, user: Any) -> Self:
        return self.filter(section__in=Section.objects.taught_by(user).values("pk"))

    def copyable_by(self, user: Any, school: School) -> Self:
        """The boards of every class one teaches or taught, and those that colleagues have shown.

        A colleague's draft is hers alone; so are the boards of another school.
        """
        roles = user.staff_roles.teaching()
        shown = self.model.State.OPEN, self.model.State.CLOSED
        teaches_here = roles.current(clock.today()).filter(school=school)
        return self.filter(
            Q(section__in=roles.values("section"))
            | Q(school__in=teaches_here.values("school"), state__in=shown)
        )

    def open(self) -> Self:
        return self.filter(state=Board.State.OPEN)


class Board(SchoolOwned):
    """A choice board of one class: must-dos, and tiles to choose by a rule.

    `choiceboards.sheets` turns it into what the rules and the linter see.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open to students")
        CLOSED = "closed", _("Put away")

    same_school = ("section", "copied_from")

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="boards")
    key = KeyField()
    title = models.CharField(_("title"), max_length=limits.BOARD_TITLE)
    directions = models.CharField(_("directions"), max_length=limits.BOARD_DIRECTIONS, blank=True)
    subject = models.CharField(_("subject"), max_length=limits.SUBJECT, blank=True)
    grades = models.CharField(_("grades"), max_length=10, blank=True)  # "3-5", "K-2"
    standards = models.JSONField(_("standards"), default=list, blank=True)  # words, one each
    language = models.CharField(_("language"), max_length=12, blank=True)  # empty: the page's
    shape = models.CharField(_("shape"), max_length=8, choices=Shape, default=Shape.GRID)
    rows = models.PositiveSmallIntegerField(_("rows"), default=3, validators=between(limits.SIDE))
    columns = models.PositiveSmallIntegerField(
        _("columns"), default=3, validators=between(limits.SIDE)
    )
    rule = models.CharField(_("rule"), max_length=7, choices=Rule, default=Rule.COUNT)
    # The most free choices a student has at once, whatever the rule.
    may_pick = models.PositiveSmallIntegerField(
        _("tiles to choose"),
        default=2,
        validators=between(limits.TO_CHOOSE),
    )
    courses = models.JSONField(_("of each course"), default=dict, blank=True)  # course: how many
    at_most = models.JSONField(_("at most of a kind"), default=dict, blank=True)  # kind: how many
    most_minutes = models.PositiveSmallIntegerField(
        _("minutes in all"),
        null=True,
        blank=True,
        validators=between(limits.MINUTES_IN_ALL),
    )
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    template = models.CharField(max_length=40, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    # Counts edits: a form that was opened before another's edit is not saved over it.
    version = models.PositiveIntegerField(default=1)
    before = models.JSONField(null=True, blank=True, editable=False)  # one step back

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED


class ActivityQuerySet(models.QuerySet["Activity"]):
    def on_board(self) -> Self:
        """Without those that were taken off."""
        return self.filter(removed_at=None)

    def visible_to(self, user: Any, today: date | None = None) -> Self:
        return self.filter(board__in=Board.objects.visible_to(user, today).values("pk"))

    def of_classes_of(self, user: Any) -> Self:
        """The tiles of boards that the classes of `user` have or had before them."""
        return self.filter(board__in=Board.objects.of_classes_of(user).values("pk"))


class Activity(SchoolOwned):
    """A tile. `levels` are one to three ways up to the same standard.

    Lists of words are kept as lists: `formats`, `asks` and `offers` hold values of their closed
    set, `products`, `kit` and `rubric` words, `standards` numbers from 1 of the board's.
    """

    same_school = ("board", "spark")

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="activities")
    key = KeyField()
    position = models.PositiveSmallIntegerField()  # from 1, row by row
    course = models.CharField(_("course"), max_length=8, choices=Course, blank=True)
    kind = models.CharField(_("what students do"), max_length=6, choices=Kind, default=Kind.MAKE)
    title = models.CharField(_("title"), max_length=limits.TILE_TITLE)
    directions = models.TextField(_("directions"), max_length=limits.TILE_DIRECTIONS)
    icon = models.CharField(max_length=24, default="star")
    tint = models.CharField(_("paper"), max_length=6, choices=Paper, default=Paper.BUTTER)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=15, validators=between(limits.MINUTES)
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
    standards = models.JSONField(_("standards"), default=list, blank=True)
    materials = models.CharField(_("materials"), max_length=limits.MATERIALS, blank=True)
    kit = models.JSONField(_("kit to hand out"), default=list, blank=True)
    link = models.URLField(_("link"), max_length=limits.LINK, blank=True)
    needs_device = models.BooleanField(_("needs a device"), default=False)
    needs_internet = models.BooleanField(_("needs the internet"), default=False)
    company = models.CharField(
        _("alone or together"), max_length=8, choices=Company, default=Company.EITHER
    )
    asks = models.JSONField(_("cannot be done without"), default=list, blank=True)
    offers = models.JSONField(_("help that is ready"), default=list, blank=True)
    rubric = models.JSONField(_("rubric"), default=list, blank=True)
    exemplar = models.CharField(_("exemplar"), max_length=limits.EXEMPLAR, blank=True)
    exemplar_link = models.URLField(_("link to an exemplar"), max_length=limits.LINK, blank=True)
    # Whose idea it was, where a student proposed it.
    spark = models.ForeignKey(
        Spark, on_delete=models.SET_NULL, null=True, blank=True, related_name="tiles"
    )
    is_closed = models.BooleanField(_("closed to new picks"), default=False)
    # A tile that somebody picked is taken off the board, not deleted: her pick keeps it.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "board",
                "position",
                condition=Q(removed_at=None),
                name="one_tile_a_position",
            ),
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
