"""The trend of a scale by school, for who oversees a district: figures of whole schools alone.

The schools ask at times of their own, so a column is a month: each school's last survey that ended
in it. One survey of a school stands for one figure, so what is counted are students.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.formats import date_format

from checkins.models import Survey, SurveyAnswer, SurveyResponse
from checkins.surveys import figures
from checkins.surveys.figures import Place, Table, Window, school_table
from checkins.surveys.reading import MOST_WINDOWS
from plc import audit
from plc.frozen import frozen
from plc.models import AuditEntry, User
from students.models import Enrollment, School


@frozen
class _Asked:
    """A school's survey, and the month that it ended in."""

    survey: int
    school: int
    month: date

    @property
    def place(self) -> Place:
        return self.month.toordinal(), self.school


def district_trend(schools: Sequence[School], scale: str, *, reader: User, today: date) -> Table:
    """The table with small schools hidden, and what would give them away (five statements)."""
    asked = _newest(schools, today)
    if not asked:
        return Table((), (), None)
    places = {each.survey: each.place for each in asked}
    shown = {each.school for each in asked}
    with transaction.atomic():
        audit.record(
            AuditEntry.Action.READ_MOOD,
            actor=reader,
            school_key="",
            detail=f"survey figures of the district: {scale}",
        )
        scores = {places[pk]: found for pk, found in _scores(places, scale)}
    return school_table(
        [_column(month) for month in sorted({each.month for each in asked})],
        {school.pk: school.name for school in schools if school.pk in shown},
        scores=scores,
        answered={places[pk]: count for pk, count in _answered(places)},
        students={places[pk]: count for pk, count in _students(places)},
    )


def _newest(schools: Sequence[School], today: date) -> list[_Asked]:
    """The last survey of each school in each of the newest months."""
    over = Survey.objects.filter(school__in=schools, section=None).over_by(today)
    rows = over.order_by("-ends_on", "-pk").values_list("pk", "school", "ends_on")
    newest: dict[Place, _Asked] = {}
    for pk, school, ends_on in rows:
        each = _Asked(pk, school, ends_on.replace(day=1))
        newest.setdefault(each.place, each)
    months = sorted({each.month for each in newest.values()})[-MOST_WINDOWS:]
    return [each for each in newest.values() if each.month in months]


def _column(month: date) -> Window:
    end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Window(month.toordinal(), date_format(month, "YEAR_MONTH_FORMAT"), month, end)


def _scores(surveys: dict[int, Place], scale: str) -> list[tuple[int, figures.Sum]]:
    answers = SurveyAnswer.objects.filter(
        response__survey__in=surveys, scale=scale, score__isnull=False
    )
    rows = answers.order_by().values_list("response__survey")
    found = rows.annotate(count=Count("pk"), total=Sum("score"))
    return [(survey, figures.Sum(count, total)) for survey, count, total in found]


def _answered(surveys: dict[int, Place]) -> QuerySet[SurveyResponse, tuple[int, int]]:
    rows = SurveyResponse.objects.filter(survey__in=surveys).order_by().values_list("survey")
    return rows.annotate(count=Count("pk", filter=Q(answers__isnull=False), distinct=True))


def _students(surveys: dict[int, Place]) -> QuerySet[Survey, tuple[int, int]]:
    """How many students each survey asked: who was enrolled on its last day."""
    there = Enrollment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("ends_on")),
        school=OuterRef("school"),
        starts_on__lte=OuterRef("ends_on"),
    )
    count = there.order_by().values("school").annotate(n=Count("student", distinct=True))
    asked = Subquery(count.values("n"), output_field=IntegerField())
    rows = Survey.objects.filter(pk__in=surveys).order_by()
    return rows.annotate(asked=asked).filter(asked__isnull=False).values_list("pk", "asked")
