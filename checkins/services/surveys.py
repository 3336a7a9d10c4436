"""Surveys: opened for a school or a class, answered once, closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from checkins.library import scales
from checkins.models import Survey, SurveyAnswer, SurveyResponse
from checkins.surveys.scoring import score
from plc.models import User
from students.models import School, Section, Student


class Overlaps(Exception):
    """Another survey of the same place is open in these days; it is the argument."""

    def __init__(self, other: Survey) -> None:
        super().__init__(other)
        self.other = other


@transaction.atomic
def open_survey(
    *,
    school: School,
    section: Section | None,
    title: str,
    starts_on: date,
    ends_on: date,
    by: User,
) -> Survey:
    """A new window; one at a time in a school, and one of her own in a class."""
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    others = Survey.objects.filter(
        school=school,
        section=section,
        closed_at=None,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
    )
    other = others.first()
    if other is not None:
        raise Overlaps(other)
    return Survey.objects.create(
        school=school,
        section=section,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        opened_by=by,
    )


def close_survey(*, survey: Survey, now: datetime) -> None:
    """Nobody can answer any more; again: nothing changes."""
    Survey.objects.filter(pk=survey.pk, closed_at=None).update(closed_at=now)


@transaction.atomic
def answer_survey(
    *,
    survey: Survey,
    student: Student,
    section: Section,
    grades: str,
    said: Mapping[str, Mapping[str, int]],
    today: date,
    now: datetime,
) -> bool:
    """Keep a student's answers by scale and item; False when it is over, or she answered before.

    `grades` is the band whose items she was shown.
    Without any answer the response alone is kept: she was asked, and chose not to say.
    """
    survey = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if survey.is_over(today) or survey.starts_on > today:
        return False
    response, is_new = SurveyResponse.objects.get_or_create(
        survey=survey,
        student=student,
        defaults={
            "section": section,
            "grades": grades,
            "at": now,
            "school_id": survey.school_id,
        },
    )
    if not is_new:
        return False
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(
            school_id=survey.school_id,
            response=response,
            student=student,
            scale=name,
            said=dict(answers),
            score=score(scales()[name].of(grades), answers),
        )
        for name, answers in said.items()
        if answers
    )
    return True
