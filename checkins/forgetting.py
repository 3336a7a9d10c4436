"""What is kept for a time only, and deleted when it is over. Doing it twice does no more.

- Readiness: the weeks its class chose, 4 unless a teacher changed it.
- Survey answers: until 60 days after the school year in which their window ended; where no year is
  known, 425 days after the window. That somebody answered stays; what she said does not.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from checkins.models import ReadinessAnswer, ReadinessSetting, Survey, SurveyAnswer
from checkins.models.pulse_answers import USUAL_WEEKS
from plc.frozen import frozen
from students.models import School, Term

AFTER_THE_YEAR = timedelta(days=60)
WITHOUT_A_YEAR = timedelta(days=365) + AFTER_THE_YEAR


@frozen
class Forgotten:
    """How many rows were deleted."""

    readiness: int = 0
    survey_answers: int = 0

    def __add__(self, other: Forgotten) -> Forgotten:
        return Forgotten(
            self.readiness + other.readiness, self.survey_answers + other.survey_answers
        )


def forget(*, now: datetime) -> Forgotten:
    """Delete what is over in every school, by each school's own date."""
    return sum((_forget(school, school.today(now)) for school in School.objects.all()), Forgotten())


@transaction.atomic
def _forget(school: School, today: date) -> Forgotten:
    return Forgotten(_readiness(school, today), _survey_answers(school, today))


def _readiness(school: School, today: date) -> int:
    settings = ReadinessSetting.objects.filter(school=school)
    weeks = dict(settings.values_list("section", "keep_weeks"))
    answers = ReadinessAnswer.objects.filter(school=school).order_by()
    count = 0
    for section in answers.values_list("section", flat=True).distinct():
        until = today - timedelta(weeks=weeks.get(section, USUAL_WEEKS))
        count += answers.filter(section=section, on__lte=until).delete()[0]
    return count


def _survey_answers(school: School, today: date) -> int:
    years = list(
        Term.objects.filter(school=school, kind=Term.Kind.YEAR).values_list("starts_on", "ends_on")
    )
    over = [
        survey
        for survey, ends_on in Survey.objects.filter(school=school).values_list("pk", "ends_on")
        if _kept_until(ends_on, years) < today
    ]
    return SurveyAnswer.objects.filter(response__survey__in=over).delete()[0]


def _kept_until(day: date, years: list[tuple[date, date]]) -> date:
    """The last day of keeping what was said on `day`."""
    ends = [ends_on for starts_on, ends_on in years if starts_on <= day <= ends_on]
    return max(ends) + AFTER_THE_YEAR if ends else day + WITHOUT_A_YEAR
