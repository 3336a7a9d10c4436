"""The words of a board and of its tiles in other languages."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from choiceboards import limits
from choiceboards.models.boards import Activity, Board
from students.tenancy import SchoolOwned


class BoardText(SchoolOwned):
    """A board's own words in another language: what a family who reads it sees instead."""

    same_school = ("board",)

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=12)  # a code, such as "es"
    title = models.CharField(_("title"), max_length=limits.BOARD_TITLE)
    directions = models.CharField(_("directions"), max_length=limits.BOARD_DIRECTIONS, blank=True)

    class BoardTextQuerySet(models.QuerySet["BoardText"]):
        def visible_to(self, user: Any) -> Self:
            return self.filter(board__in=Board.objects.visible_to(user).values("pk"))

    objects = BoardTextQuerySet.as_manager()

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint("board", "language", name="one_board_text_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id}/{self.language}"

    @property
    def of(self) -> Board:
        """What the words are about, as `TileText.of` is."""
        return self.board


class TileText(SchoolOwned):
    """A tile in another language: what a student or a family who reads it sees instead."""

    same_school = ("activity",)

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=12)  # a code, such as "es"
    title = models.CharField(_("title"), max_length=limits.TILE_TITLE)
    directions = models.TextField(_("directions"), max_length=limits.TILE_DIRECTIONS)
    materials = models.CharField(_("materials"), max_length=limits.MATERIALS, blank=True)
    levels = models.JSONField(default=list, blank=True)  # what is asked at levels 1 to 3

    class TileTextQuerySet(models.QuerySet["TileText"]):
        def visible_to(self, user: Any) -> Self:
            return self.filter(activity__in=Activity.objects.visible_to(user).values("pk"))

        def on(self, board: Board) -> Self:
            """Of the tiles that are on the board."""
            return self.filter(activity__board=board, activity__removed_at=None)

    objects = TileTextQuerySet.as_manager()

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint("activity", "language", name="one_text_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}/{self.language}"

    @property
    def of(self) -> Activity:
        return self.activity

    @property
    def board(self) -> Board:
        return self.activity.board
