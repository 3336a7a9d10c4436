"""How school is for Maple Street's children: readiness of a morning, three surveys, one open."""

from __future__ import annotations

from datetime import date, time, timedelta
from random import Random

from checkins.library import scales
from checkins.models import (
    ReadinessAnswer,
    ReadinessSetting,
    Ready,
    Survey,
    SurveyAnswer,
    SurveyResponse,
)
from checkins.services import surveys as services
from checkins.surveys.scoring import score
from lessons.demo.school import Cast
from plc.frozen import frozen
from plc.models import User
from students.models import Section, Student

# Title, weeks before the day, and how far it went up for everybody.
_WINDOWS = (("Start of the year", 18, 0), ("Fall", 12, 2), ("Winter", 2, 5))
_LEAN = {"Room 7": -14, "Room 13": -10, "Room 12": 9, "Room 3": 6}
_SMALL = "Room 2"  # where only a few families agreed, so that its figures stay hidden
_LATE = ("Kai", "Bilal", "Noah")  # of Room 12, did not tap yet this morning
_WORDS = (Ready.READY, Ready.READY, Ready.OKAY, Ready.OKAY, Ready.TIRED, Ready.WORRIED)


def fill_surveys(cast: Cast, rng: Random, *, day: date) -> None:
    """Three school surveys that are over, and one of Room 12's own that is open on `day`."""
    _readiness(cast, rng, day)
    by = User.objects.get(email="admin@maple.example")
    for title, weeks, risen in _WINDOWS:
        monday = day - timedelta(weeks=weeks, days=day.weekday())
        starts_on = cast.school.calendar().next_open(monday)
        survey = services.open_survey(
            school=cast.school,
            section=None,
            title=title,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=11 if weeks > 2 else 4),
            by=by,
        )
        _answered(cast, rng, survey, risen)
    services.open_survey(
        school=cast.school,
        section=cast.room_12,
        title="After Personalized Learning Day",
        starts_on=day - timedelta(days=1),
        ends_on=day + timedelta(days=9),
        by=cast.teachers[cast.room_12.pk],
    )


@frozen
class _Child:
    """A child with the class she answers in, and how she leans on that day."""

    student: Student
    section: Section
    lean: int


def _answered(cast: Cast, rng: Random, survey: Survey, risen: int) -> None:
    at = cast.school.at(survey.starts_on, time(9, 5))
    children = []
    for section in cast.sections:
        lean = _LEAN.get(section.name, 0) + risen
        share = 35 if section.name == _SMALL else 90
        for student in cast.students[section.pk]:
            luck = rng.randint(1, 100)
            child = _Child(student, section, lean + rng.randint(-18, 18))
            children += [child] if luck <= share else []
    responses = SurveyResponse.objects.bulk_create(
        SurveyResponse(
            school=cast.school,
            survey=survey,
            student=child.student,
            section=child.section,
            grades=scales()["belonging"].band(child.section.grade).grades,
            at=at,
        )
        for child in children
    )
    SurveyAnswer.objects.bulk_create(
        _answer(rng, response, name, child.lean)
        for response, child in zip(responses, children, strict=True)
        for name in scales()
    )


def _answer(rng: Random, response: SurveyResponse, name: str, lean: int) -> SurveyAnswer:
    band = scales()[name].of(response.grades)
    said = {}
    for item in band.items:
        roll = rng.randint(0, 99)
        if roll == 0:
            continue  # left out
        feels = max(0, min(99, lean + 62 + roll * 2 // 3 - 33))
        point = 1 + feels * band.points // 100
        said[item.code] = band.points + 1 - point if item.reverse else point
    return SurveyAnswer(
        school_id=response.school_id,
        response=response,
        student_id=response.student_id,
        scale=name,
        said=said,
        score=score(band, said),
    )


def _readiness(cast: Cast, rng: Random, day: date) -> None:
    """Room 12 is asked each morning; most have tapped by half past eight."""
    ReadinessSetting.objects.create(section=cast.room_12, is_asked=True)
    calendar = cast.school.calendar()
    days = [day, *(calendar.back(day, back) for back in range(1, 9))]
    ReadinessAnswer.objects.bulk_create(
        ReadinessAnswer(
            school=cast.school,
            section=cast.room_12,
            student=student,
            on=on,
            feels=rng.choice(_WORDS),
            said_at=cast.school.at(on, time(8, 22)),
        )
        for on in days
        for student in cast.students[cast.room_12.pk]
        if (rng.randint(1, 10) > 1 or student.called == "Zoë")
        and not (on == day and student.called in _LATE)
    )
