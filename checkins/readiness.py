"""How students come into class. Every read and write of it goes through here.

Only a class's teachers read it, and each read leaves an audit row in the same transaction. Answers
are kept for some weeks (4 unless the teacher chooses otherwise) and then deleted for good; what is
due to be deleted is shown no more even before `forget_old_answers` has run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count

from checkins.models import ReadinessAnswer, ReadinessSetting, Ready
from plc import audit
from plc.frozen import frozen
from plc.models import AuditEntry, User
from students.models import Section, Student

FACES = {
    Ready.READY: "mood-happy",
    Ready.OKAY: "mood-smile",
    Ready.TIRED: "moon",
    Ready.WORRIED: "mood-sad",
}
CHOICES = tuple((word.value, word.label, FACES[word]) for word in Ready)
# Those whom to see first.
_ORDER = (Ready.WORRIED, Ready.TIRED, Ready.OKAY, Ready.READY)


@frozen
class Feeling:
    """One of the words, and who tapped it, by name."""

    word: str
    face: str
    students: tuple[Student, ...]


@frozen
class DayBefore:
    """How many tapped each word on an earlier day, in the order of `Ready`."""

    on: date
    counts: tuple[tuple[str, int], ...]


@frozen
class Readiness:
    """Today's answers of a class, and the days before as far as they are kept."""

    feelings: tuple[Feeling, ...]
    silent: tuple[Student, ...]
    before: tuple[DayBefore, ...]

    @property
    def answered(self) -> int:
        return sum(len(feeling.students) for feeling in self.feelings)


def setting_of(section: Section) -> ReadinessSetting:
    """The class's setting; unsaved while nobody has changed it."""
    found = ReadinessSetting.objects.filter(section=section).first()
    return found or ReadinessSetting(section=section, school=section.school)


@transaction.atomic
def readiness_of(
    section: Section, students: Sequence[Student], *, reader: User, weeks: int, today: date
) -> Readiness:
    """What these students of a class tapped, for its teacher (two queries and the audit row)."""
    answers = ReadinessAnswer.objects.visible_to(reader).filter(section=section)
    told = dict(answers.filter(on=today).values_list("student", "feels"))
    kept = answers.filter(on__lt=today, on__gt=today - timedelta(weeks=weeks))
    counts: dict[date, dict[str, int]] = defaultdict(dict)
    for on, feels, count in kept.order_by().values_list("on", "feels").annotate(n=Count("pk")):
        counts[on][feels] = count
    if told or counts:
        audit.record(
            AuditEntry.Action.READ_MOOD,
            actor=reader,
            school_key=section.school.key,
            subject_key=section.key,
            detail=f"readiness of {today.isoformat()}",
        )
    by_word = {
        word: tuple(student for student in students if told.get(student.pk) == word)
        for word in _ORDER
    }
    return Readiness(
        feelings=tuple(Feeling(str(w.label), FACES[w], who) for w, who in by_word.items()),
        silent=tuple(student for student in students if student.pk not in told),
        before=tuple(
            DayBefore(on, tuple((str(w.label), counts[on].get(w, 0)) for w in Ready))
            for on in sorted(counts, reverse=True)
        ),
    )


def worried(ids: Sequence[int], since: date, until: date) -> set[int]:
    """Who of these students said so after `since`, up to and with `until`. The caller audits."""
    answers = ReadinessAnswer.objects.filter(
        student__in=ids, feels=Ready.WORRIED, on__gt=since, on__lte=until
    )
    return set(answers.values_list("student", flat=True))


def said_today(student: Student, section: Section, today: date) -> str:
    """What the student herself tapped today, or nothing."""
    mine = ReadinessAnswer.objects.filter(student=student, section=section, on=today)
    return mine.values_list("feels", flat=True).first() or ""


def say_ready(
    *, student: Student, section: Section, feels: str, today: date, now: datetime
) -> None:
    """Keep today's tap; another one replaces it."""
    ReadinessAnswer.objects.update_or_create(
        student=student,
        section=section,
        on=today,
        defaults={"feels": feels, "said_at": now, "school_id": section.school_id},
    )


def save_setting(setting: ReadinessSetting) -> None:
    """Keep the setting; two who save it at once leave one row."""
    ReadinessSetting.objects.update_or_create(
        section=setting.section,
        defaults={
            "school_id": setting.school_id,
            "is_asked": setting.is_asked,
            "keep_weeks": setting.keep_weeks,
        },
    )
