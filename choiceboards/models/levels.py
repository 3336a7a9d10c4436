"""The levels of a tile."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from choiceboards import limits
from choiceboards.models.boards import Activity, between
from students.tenancy import SchoolOwned


class LevelQuerySet(models.QuerySet["Level"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(activity__in=Activity.objects.visible_to(user).values("pk"))


class Level(SchoolOwned):
    """One of the levels of a tile: the same standard, more or less help."""

    same_school = ("activity",)

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    directions = models.CharField(_("what is asked"), max_length=limits.LEVEL)
    minutes = models.PositiveSmallIntegerField(  # where they differ from the tile's
        _("minutes"),
        null=True,
        blank=True,
        validators=between(limits.MINUTES),
    )

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
