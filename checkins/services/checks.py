"""Short checks: written, opened, answered, marked by hand, flagged for reteaching."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from checkins.checks.scoring import fewer_than_half, marked
from checkins.models import Check, CheckAnswer, CheckItem, CheckSeries, Reteach
from plc.frozen import frozen
from plc.models import User
from students.models import Section, Student


class QuestionInUse(Exception):
    """A question that was answered cannot be taken out; `position` says which."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


@frozen
class Question:
    """A question as its teacher wrote it."""

    kind: str
    text: str
    answer: str
    choices: tuple[str, ...] = ()


@transaction.atomic
def make_check(
    *,
    section: Section,
    title: str,
    due_on: date,
    questions: Iterable[Question],
    by: User,
    now: datetime,
    series: CheckSeries | None = None,
    repeats: bool = False,
) -> Check:
    """A new draft; one that repeats joins its series, or begins one under its own name."""
    if not repeats:
        series = None
    elif series is None:
        series, _is_new = CheckSeries.objects.get_or_create(
            section=section,
            name=title,
            ended_on=None,
            defaults={"starts_on": due_on, "school": section.school},
        )
    check = Check.objects.create(
        section=section, series=series, title=title, due_on=due_on, made_by=by, made_at=now
    )
    _write(check, dict(enumerate(questions, 1)))
    return check


@transaction.atomic
def change_check(
    *, check: Check, title: str, due_on: date, questions: Iterable[Question], today: date
) -> None:
    """Change the words, the day or the right answers; what was answered is marked again.

    A question that was answered may be reworded, not taken out: `QuestionInUse`.
    """
    check = _locked(check)
    Check.objects.filter(pk=check.pk).update(title=title, due_on=due_on)
    wanted = dict(enumerate(questions, 1))
    dropped = check.items.filter(position__gt=len(wanted))
    used = dropped.filter(answers__isnull=False).order_by("position").first()
    if used is not None:
        raise QuestionInUse(used.position)
    dropped.delete()
    _write(check, wanted)
    _mark_again(check)
    answered = CheckAnswer.objects.filter(item__check_of=check).order_by()
    _flag(check, set(answered.values_list("student", flat=True)), today)


def _write(check: Check, questions: Mapping[int, Question]) -> None:
    """Make the questions at these positions read so; those that are there keep their keys."""
    CheckItem.objects.bulk_create(
        [
            CheckItem(
                school_id=check.school_id,
                check_of=check,
                position=position,
                kind=question.kind,
                text=question.text,
                answer=question.answer,
                choices=list(question.choices),
            )
            for position, question in questions.items()
        ],
        update_conflicts=True,
        unique_fields=["check_of", "position"],
        update_fields=["kind", "text", "answer", "choices"],
    )


def _mark_again(check: Check) -> None:
    answers = CheckAnswer.objects.filter(item__check_of=check, by_hand=False)
    changed = []
    for answer in answers.select_related("item"):
        mark = marked(answer.item.kind, answer.item.answer, answer.said)
        if mark != answer.mark:
            answer.mark = mark
            changed.append(answer)
    CheckAnswer.objects.bulk_update(changed, ["mark"], batch_size=200)


def set_check_state(*, check: Check, state: str) -> None:
    """Open a check to the class, or close it; again: nothing changes."""
    Check.objects.filter(pk=check.pk).update(state=state)


def end_series(*, series: CheckSeries, today: date) -> None:
    """No further check of this series is due; those that were made stay."""
    CheckSeries.objects.filter(pk=series.pk, ended_on=None).update(ended_on=today)


@transaction.atomic
def hand_in(
    *, check: Check, student: Student, said: Mapping[int, str], today: date, now: datetime
) -> bool:
    """Keep a student's answers, by item id; again replaces them. False when it is closed.

    What a teacher has marked by hand keeps its mark.
    """
    check = _locked(check)
    if check.state != Check.State.OPEN:
        return False
    items = list(check.items.all())
    by_hand = set(
        CheckAnswer.objects.filter(item__in=items, student=student, by_hand=True).values_list(
            "item", flat=True
        )
    )
    for kept, fields in ((False, ["said", "mark", "at"]), (True, ["said", "at"])):
        CheckAnswer.objects.bulk_create(
            [
                CheckAnswer(
                    school_id=check.school_id,
                    item=item,
                    student=student,
                    said=(words := said.get(item.pk, "")),
                    mark=marked(item.kind, item.answer, words),
                    at=now,
                )
                for item in items
                if (item.pk in by_hand) is kept
            ],
            update_conflicts=True,
            unique_fields=["item", "student"],
            update_fields=fields,
        )
    _flag(check, {student.pk}, today)
    return True


@transaction.atomic
def enter_marks(
    *, check: Check, marks: Mapping[tuple[int, int], str], today: date, now: datetime
) -> None:
    """Keep a teacher's marks, by item and student id; an empty mark takes hers back."""
    check = _locked(check)
    wiped = [place for place, mark in marks.items() if not mark]
    written = [
        CheckAnswer(
            school_id=check.school_id,
            item_id=item,
            student_id=student,
            mark=mark,
            by_hand=True,
            at=now,
        )
        for (item, student), mark in marks.items()
        if mark
    ]
    CheckAnswer.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["item", "student"],
        update_fields=["mark", "by_hand", "at"],
        batch_size=200,
    )
    _take_back(wiped)
    _flag(check, {student for _item, student in marks}, today)


def _take_back(places: Collection[tuple[int, int]]) -> None:
    """Without a teacher's mark the rule's stands again where the student answered herself."""
    if not places:
        return
    answers = CheckAnswer.objects.filter(
        item__in={item for item, _student in places},
        student__in={student for _item, student in places},
    )
    for answer in answers.select_related("item"):
        if (answer.item_id, answer.student_id) not in places:
            continue
        if answer.said:
            answer.by_hand = False
            answer.mark = marked(answer.item.kind, answer.item.answer, answer.said)
            answer.save(update_fields=["by_hand", "mark"])
        else:
            answer.delete()


@transaction.atomic
def set_reteach(*, check: Check, student: Student, is_on: bool, today: date) -> None:
    """The teacher's own word on a student; no rule changes it any more."""
    Reteach.objects.update_or_create(
        check_of=check,
        student=student,
        defaults={"is_on": is_on, "by_hand": True, "since": today, "school_id": check.school_id},
    )


def set_item_reteach(*, item: CheckItem, is_on: bool) -> None:
    """The teacher's own word on a question."""
    CheckItem.objects.filter(pk=item.pk).update(reteach=is_on)


def _flag(check: Check, students: Collection[int], today: date) -> None:
    """Let the rule say of these students whether they need it again, but for a teacher's word."""
    marks: dict[int, list[str]] = {pk: [] for pk in students}
    answers = CheckAnswer.objects.filter(item__check_of=check, student__in=students)
    for student, mark in answers.order_by().values_list("student", "mark"):
        marks[student].append(mark)
    known = {row.student_id: row for row in check.reteaches.filter(student__in=students)}
    new, changed = [], []
    for pk in students:
        is_on = fewer_than_half(marks[pk])
        row = known.get(pk)
        if row is None:
            if is_on:
                new.append(
                    Reteach(
                        school_id=check.school_id,
                        check_of=check,
                        student_id=pk,
                        is_on=True,
                        since=today,
                    )
                )
        elif not row.by_hand and row.is_on != is_on:
            row.is_on, row.since = is_on, today
            changed.append(row)
    Reteach.objects.bulk_create(new)
    Reteach.objects.bulk_update(changed, ["is_on", "since"], batch_size=200)


def _locked(check: Check) -> Check:
    """One after the other: two teachers at one grid, a student at the moment it closes."""
    return Check.objects.select_for_update(no_key=True).get(pk=check.pk)
