"""What coverage counts of a student in school: one narrow row, kept right by the database."""

from __future__ import annotations

from django.db import models

from students.models import OfStudentQuerySet, Student
from students.tenancy import SchoolOwned


class Stay(SchoolOwned):
    """Days in a row on which a student is in some class that is not put away.

    Written by triggers of the database alone (`checkins.stay_triggers`), from enrollments, classes
    and check-ins. Two stays of one student never share a day, so whoever counts the stays of a day
    counts each student once.
    """

    same_school = ("student",)

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    # The first day in any class of the school year in which the stay starts, put away or not.
    joined_on = models.DateField()
    last_on = models.DateField(null=True)  # of the student's last check-in, whenever that was
    grade = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=40, blank=True)

    objects = OfStudentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint("student", "starts_on", name="stays_are_apart"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} from {self.starts_on:%Y-%m-%d}"
