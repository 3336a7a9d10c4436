"""What a student is asked in a survey: the items for her grade, in words she can read."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from checkins.library import Item, scales
from checkins.models import Survey
from students.models import Section, Student

# The points from least to most, with a face for those who do not read yet.
POINTS = {
    3: ((1, _("No"), "mood-sad"), (2, _("Sometimes"), "mood-puzzled"), (3, _("Yes"), "mood-happy")),
    5: (
        (1, _("Not at all"), ""),
        (2, _("A little"), ""),
        (3, _("Some"), ""),
        (4, _("Mostly"), ""),
        (5, _("Very much"), ""),
    ),
}


def grades_of(student: Student, section: Section) -> str:
    """The band of items for this student: `K-2`, `3-5` or `6-12`."""
    return next(iter(scales().values())).band(student.grade or section.grade).grades


def points_of(grades: str) -> int:
    return next(iter(scales().values())).of(grades).points


def asked_items(grades: str) -> list[tuple[str, Item]]:
    """The items with their scale's name, the scales in turn: none twice in a row."""
    rows = zip(*(scale.of(grades).items for scale in scales().values()), strict=True)
    return [asked for row in rows for asked in zip(scales(), row, strict=True)]


def open_to(student: Student, today: date) -> QuerySet[Survey]:
    """The surveys that are open to her: her school's, and those of her classes."""
    enrolled = student.enrollments.current(today).values("section")
    mine = Survey.objects.filter(school=student.school_id).filter(
        Q(section=None) | Q(section__in=enrolled)
    )
    return mine.open_on(today)


def class_for(survey: Survey, student: Student, today: date) -> Section | None:
    """The class that her answers count in: the survey's own, else the first one she is in."""
    if survey.section_id:
        return survey.section
    enrolled = student.enrollments.current(today).order_by("section", "pk")
    first = enrolled.select_related("section").first()
    return first.section if first else None
