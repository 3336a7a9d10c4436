"""Give the demo's Room 12 another number of students, with the history of those who are there.

python -m tests.bench.sizes 30
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plc.settings")
if __name__ == "__main__":
    django.setup()

from django.db.models import Model, QuerySet

from checkins.models import CheckIn
from goals.models import GoalStep
from plc import clock
from plc.keys import new_key
from students.models import Section, Student

CLASS_CODE = "MAPLE12"


def resize(size: int) -> None:
    """End enrollments, or add copies of the students in turn, until `size` are in the class."""
    section = Section.objects.select_related("school").get(code=CLASS_CODE)
    today = section.school.today(clock.now())
    students = list(section.students_on(today))
    leaving = section.enrollments.filter(student__in=students[size:])
    leaving.update(ends_on=today - timedelta(days=1))
    for number in range(size - len(students)):
        _copy_of(students[number % len(students)], number)


def _copy_of(student: Student, number: int) -> None:
    twin = Student.objects.get(pk=student.pk)
    name = f"{student.name} {number + 2}"
    _saved(twin, name=name, external_id=new_key(), user=None)
    for rows in (student.enrollments.all(), student.checkins.all(), student.picks.all()):
        _copied(rows, student=twin)
    for goal in student.goals.all():
        steps = list(GoalStep.objects.filter(goal=goal))
        _saved(goal, student=twin)
        for step in steps:
            _saved(step, goal=goal)
    _copied(student.slots.all(), student=twin, window=None, starts_at=None)


def _copied(rows: QuerySet[Any], **changes: object) -> None:
    for row in rows:
        _saved(row, **changes)


def _saved(row: Model, **changes: object) -> None:
    """Save the row as another one; past the services, which refuse a class this large."""
    row.pk = None
    row._state.adding = True
    if hasattr(row, "key"):
        changes["key"] = new_key()
    if isinstance(row, CheckIn):
        changes["slot"] = None
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


if __name__ == "__main__":
    resize(int(sys.argv[1]))
