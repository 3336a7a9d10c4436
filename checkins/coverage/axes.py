"""By what students may be compared: home language, grade, or since when they are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from students.models import Grade

from .fairness import Share
from .waits import Wait

_NEW = timedelta(days=60)


class Axis(models.TextChoices):
    LANGUAGE = "language", gettext_lazy("Home language")
    GRADE = "grade", gettext_lazy("Grade")
    JOINED = "joined", gettext_lazy("When they joined")

    def group_of(self, wait: Wait, end: date) -> str:
        """The group of a student; those of whom it is not known are a group of their own."""
        if self is Axis.LANGUAGE:
            return wait.language
        if self is Axis.GRADE:
            return wait.grade
        return "new" if wait.joined_on >= new_since(end) else "longer"

    def counted(self, waits: Sequence[Wait], end: date) -> dict[str, tuple[int, int]]:
        """(met, students) by group."""
        size = Counter(self.group_of(wait, end) for wait in waits)
        met = Counter(self.group_of(wait, end) for wait in waits if wait.is_met)
        return {name: (met[name], count) for name, count in size.items()}

    def label_of(self, group: str) -> str:
        """The group's name as people read it."""
        if self is Axis.JOINED:
            return _("In the last 60 days") if group == "new" else _("Before that")
        if self is Axis.GRADE and group in Grade.values:
            return str(Grade(group).label)
        return group or _("Not known")


def new_since(end: date) -> date:
    """Who joined on this day or later is new."""
    return end - _NEW


def labelled(groups: Iterable[Share], axis: Axis) -> list[tuple[Share, str]]:
    """The groups that may be shown, as people read them."""
    return [(share, axis.label_of(share.name)) for share in groups if not share.is_hidden]
