"""What a student is asked today: a short check, how ready she is, a survey (three queries)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from checkins.models import (
    Check,
    CheckAnswer,
    ReadinessAnswer,
    ReadinessSetting,
    Survey,
    SurveyResponse,
)
from plc.frozen import frozen
from plc.prepared import prepared
from students.models import Enrollment, Student, StudentSession


@frozen
class OpenCheck:
    """A check that waits for her, or that she may still change."""

    key: str
    questions: int
    is_done: bool


@frozen
class Asked:
    """What stands on her page today."""

    checks: tuple[OpenCheck, ...]
    readiness: str  # the key of the class that asks how she comes in, or empty
    survey: str  # the key of the one to answer first, or empty

    def __bool__(self) -> bool:
        return bool(self.checks or self.readiness or self.survey)


def asked_of(student: Student, today: date, session_key: str) -> Asked:
    """Everything that her classes and her school ask of her today.

    Of several classes that ask how she comes in, the one she signed in to comes first.
    """
    asking = _readiness(student.pk, today, session_key)
    surveys = _surveys(student.pk, student.school_id, today)
    return Asked(
        checks=tuple(OpenCheck(*row) for row in _checks(student.pk, today)),
        readiness=asking[0][0] if asking else "",
        survey=surveys[0][0] if surveys else "",
    )


def _classes(student_id: int, today: date) -> QuerySet[Any, Any]:
    enrolled = Enrollment.objects.filter(student=student_id).current(today)
    return enrolled.filter(section__archived_at=None).values("section")


@prepared
def _checks(student_id: int, today: date) -> QuerySet[Any, Any]:
    hers = CheckAnswer.objects.filter(item__check_of=OuterRef("pk"), student=student_id)
    found = Check.objects.filter(
        state=Check.State.OPEN, section__in=_classes(student_id, today)
    ).annotate(questions=Count("items"), is_done=Exists(hers))
    return found.order_by("due_on", "pk").values_list("key", "questions", "is_done")


@prepared
def _readiness(student_id: int, today: date, session_key: str) -> QuerySet[Any, Any]:
    """The class of hers that asks and has no answer of today yet."""
    hers = ReadinessAnswer.objects.filter(section=OuterRef("section"), student=student_id, on=today)
    here = StudentSession.objects.filter(section=OuterRef("section"), session_key=session_key)
    asking = ReadinessSetting.objects.filter(is_asked=True, section__in=_classes(student_id, today))
    asking = asking.filter(~Exists(hers)).annotate(is_here=Exists(here))
    return asking.order_by("-is_here", "section").values_list("section__key")[:1]


@prepared
def _surveys(student_id: int, school_id: int, today: date) -> QuerySet[Any, Any]:
    hers = SurveyResponse.objects.filter(survey=OuterRef("pk"), student=student_id)
    asking = Survey.objects.filter(~Exists(hers), school=school_id).open_on(today)
    mine = asking.filter(Q(section=None) | Q(section__in=_classes(student_id, today)))
    return mine.order_by("starts_on", "pk").values_list("key")[:1]
