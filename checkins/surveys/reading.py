"""The one way to what students said in surveys. Each read of it leaves an audit row.

Teachers and specialists read their own students' answers; an admin gets the school's figures with
small groups hidden, of windows that are over, and never a child's answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count, Q, Sum

from checkins.library import Band, scales
from checkins.models import Survey, SurveyAnswer, SurveyResponse
from checkins.surveys import figures
from checkins.surveys.asking import POINTS
from checkins.surveys.figures import Table, Window, school_table
from plc import audit
from plc.frozen import frozen
from plc.models import AuditEntry, User
from students.models import Enrollment, School, Section, Student

MOST_WINDOWS = 6  # columns of a trend, the newest ones


def column(survey: Survey) -> Window:
    return Window(survey.pk, survey.title, survey.starts_on, survey.ends_on)


def school_trend(school: School, scale: str, *, reader: User, today: date) -> Table:
    """A scale's trend by class for who runs the school (six queries). Windows that are over only:
    figures that still grow would tell what the last child answered."""
    surveys = list(Survey.objects.of_school(school).over_by(today)[:MOST_WINDOWS])[::-1]
    if not surveys:
        return Table((), (), None)
    responses = SurveyResponse.objects.filter(survey__in=surveys).order_by()
    answered = {
        (survey, section): count
        for survey, section, count in responses.values_list("survey", "section").annotate(
            count=Count("pk", filter=Q(answers__isnull=False), distinct=True)
        )
    }
    with transaction.atomic():
        _written(reader, school.key, "", f"survey figures of the school: {scale}")
        rows = (
            SurveyAnswer.objects.filter(
                response__survey__in=surveys, scale=scale, score__isnull=False
            )
            .order_by()
            .values_list("response__survey", "response__section")
            .annotate(count=Count("pk"), total=Sum("score"))
        )
        scores = {(survey, section): figures.Sum(n, total) for survey, section, n, total in rows}
    students = sizes(surveys)
    known = {pk for _survey, pk in (*answered, *students)}
    sections = sorted(Section.objects.filter(pk__in=known), key=Section.in_order)
    return school_table(
        [column(survey) for survey in surveys],
        {section.pk: section.name for section in sections},
        scores=scores,
        answered=answered,
        students=students,
    )


def sizes(surveys: Sequence[Survey]) -> Counter[figures.Place]:
    """How many students were asked, by window and class: each in her first class (one query).

    Asked is who was enrolled on the last day, as `asking.class_for` counts answers.
    """
    first, last = min(s.starts_on for s in surveys), max(s.ends_on for s in surveys)
    enrolled = Enrollment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=first),
        school=surveys[0].school_id,
        starts_on__lte=last,
    )
    rows = list(
        enrolled.order_by("section", "pk").values_list("student", "section", "starts_on", "ends_on")
    )
    found: Counter[figures.Place] = Counter()
    for survey in surveys:
        counted: dict[int, int] = {}
        for student, section, starts_on, ends_on in rows:
            if starts_on <= survey.ends_on and (ends_on is None or ends_on >= survey.ends_on):
                counted.setdefault(student, section)
        found.update((survey.pk, section) for section in counted.values())
    return found


@frozen
class Point:
    """A class's figure in one window: `value` is None when nobody answered far enough."""

    title: str
    value: int | None
    count: int


@frozen
class ScaleTrend:
    name: str
    title: str
    about: str
    points: tuple[Point, ...]


@frozen
class Turnout:
    """How many of a class answered in a window, and how many chose not to say."""

    answered: int = 0
    declined: int = 0


@frozen
class ClassTrend:
    """What a class's teachers see: each scale through time, and how many took part, by survey."""

    scales: tuple[ScaleTrend, ...]
    turnout: dict[int, Turnout]


@transaction.atomic
def class_trend(section: Section, surveys: Sequence[Survey], *, reader: User) -> ClassTrend:
    """Each scale in these windows, in their order, of the class whose teacher reads (two queries,
    and the audit row where there is something to read)."""
    responses = SurveyResponse.objects.filter(survey__in=surveys, section=section).order_by()
    answered = Count("pk", filter=Q(answers__isnull=False), distinct=True)
    counts = responses.values_list("survey").annotate(n=Count("pk", distinct=True), said=answered)
    turnout = {survey: Turnout(said, count - said) for survey, count, said in counts}
    rows = (
        SurveyAnswer.objects.filter(response__in=responses.values("pk"), score__isnull=False)
        .order_by()
        .values_list("response__survey", "scale")
        .annotate(count=Count("pk"), total=Sum("score"))
    )
    sums = {(survey, scale): figures.Sum(count, total) for survey, scale, count, total in rows}
    if turnout:
        _written(reader, section.school.key, section.key, "survey figures of the class")
    return ClassTrend(
        scales=tuple(
            ScaleTrend(scale.name, scale.title, scale.about, _points(surveys, scale.name, sums))
            for scale in scales().values()
        ),
        turnout=turnout,
    )


def _points(
    surveys: Sequence[Survey], scale: str, sums: dict[tuple[int, str], figures.Sum]
) -> tuple[Point, ...]:
    found = [(survey, sums.get((survey.pk, scale), figures.Sum())) for survey in surveys]
    return tuple(Point(survey.title, figures.mean(each), each.count) for survey, each in found)


@frozen
class Said:
    """One sentence and what a student chose; `point` is None when she left it out."""

    text: str
    point: int | None
    points: int
    reverse: bool

    @property
    def words(self) -> str:
        """The point as she saw it, or nothing."""
        return str(POINTS[self.points][self.point - 1][1]) if self.point else ""


@frozen
class Answered:
    """What one student said in one window; no scales when she chose not to say."""

    title: str
    on: date
    scales: tuple[tuple[str, int | None, tuple[Said, ...]], ...]


@transaction.atomic
def answers_of(student: Student, *, reader: User) -> tuple[Answered, ...]:
    """A student's answers, newest window first, as far as `reader` may see them (two queries)."""
    responses = (
        SurveyResponse.objects.visible_to(reader)
        .filter(student=student)
        .select_related("survey")
        .prefetch_related("answers")
        .order_by("-survey__starts_on", "-pk")
    )
    found = tuple(_answered(response) for response in responses)
    if found:
        _written(reader, student.school.key, student.key, f"{len(found)} surveys of a student")
    return found


def _answered(response: SurveyResponse) -> Answered:
    by_scale = {answer.scale: answer for answer in response.answers.all()}
    shown = []
    for name, scale in scales().items():
        answer = by_scale.get(name)
        if answer is not None:
            shown.append((scale.title, answer.score, _said(scale.of(response.grades), answer.said)))
    return Answered(response.survey.title, response.survey.starts_on, tuple(shown))


def _said(band: Band, said: dict[str, int]) -> tuple[Said, ...]:
    return tuple(
        Said(item.text, said.get(item.code), band.points, item.reverse) for item in band.items
    )


def who_answered(survey: Survey, students: Iterable[Student]) -> set[int]:
    """The ids of those who answered or declined: the fact alone (one query)."""
    ids = [student.pk for student in students]
    responses = SurveyResponse.objects.filter(survey=survey, student__in=ids)
    return set(responses.values_list("student", flat=True))


def _written(reader: User, school_key: str, subject_key: str, detail: str) -> None:
    audit.record(
        AuditEntry.Action.READ_MOOD,
        actor=reader,
        school_key=school_key,
        subject_key=subject_key,
        detail=detail,
    )
