"""Who is in which class, who teaches it, and the one rule of who may see a student."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q
from django.utils.translation import gettext_lazy as _

from plc import clock
from plc.keys import KeyField
from students.models.school import School, Term
from students.models.words import Grade, Paper, folded, search_text
from students.tenancy import SchoolOwned

if TYPE_CHECKING:
    from plc.models import User


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with `starts_on` and `ends_on`; an empty end means until further notice."""

    def current(self, today: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)


class SectionQuerySet(models.QuerySet["Section"]):
    def taught_by(self, user: User, today: date | None = None) -> Self:
        """The classes whose teacher or co-teacher `user` is: their plans are `user`'s to change."""
        roles = user.staff_roles.current(today or clock.today()).teaching()
        return self.filter(pk__in=roles.values("section"))

    def visible_to(self, user: User, today: date | None = None) -> Self:
        """The classes `user` may know of: own, of an assigned student, or of a school run."""
        if user.is_student:
            own = Enrollment.objects.filter(student__user=user).current(today or clock.today())
            return self.filter(pk__in=own.values("section"))
        roles = user.staff_roles.current(clock.today())
        cared_for = Enrollment.objects.current(clock.today()).filter(
            student__in=roles.caring().values("student")
        )
        return self.filter(
            Q(pk__in=roles.teaching().values("section"))
            | Q(pk__in=cared_for.values("section"))
            | Q(school__in=roles.school_wide().values("school"))
        )

    def active(self) -> Self:
        return self.filter(archived_at=None)

    def for_menu_of(self, user: User, today: date) -> Self:
        """Each with what else `user` does: `has_caseload` for students of her own as a specialist,
        `has_office` for schools or a district that she runs."""
        roles = StaffRole.objects.filter(user=user).current(today)
        also = self.active().annotate(
            has_caseload=Exists(roles.caring()),
            has_office=Exists(roles.school_wide() | roles.district_wide()),
        )
        return also.select_related("school")


class Section(SchoolOwned):
    """A class: the students one teacher meets together."""

    class Code(models.TextChoices):
        SCHOOL_HOURS = "hours", _("Open in school hours")
        OPEN = "open", _("Open now")
        CLOSED = "closed", _("Closed")

    same_school = ("term",)

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="sections")
    key = KeyField()
    name = models.CharField(_("name of the class"), max_length=80)
    grade = models.CharField(_("grade"), max_length=2, choices=Grade, blank=True)
    subject = models.CharField(_("subject"), max_length=60, blank=True)
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="sections"
    )
    external_id = models.CharField(max_length=80, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(_("class code"), max_length=10, unique=True, null=True, blank=True)
    code_state = models.CharField(max_length=6, choices=Code, default=Code.SCHOOL_HOURS)
    code_open_until = models.DateTimeField(null=True, blank=True)
    # Counts up with each change that a live page shows: the whole of its ETag.
    pulse = models.PositiveBigIntegerField(default=0)

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "school",
                "external_id",
                condition=~Q(external_id=""),
                name="section_external_id_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def in_order(self) -> tuple[int, list[str]]:
        """A sort key: by grade, then by name with its numbers read as numbers."""
        grade = Grade.values.index(self.grade) if self.grade in Grade.values else len(Grade.values)
        parts = re.findall(r"\d+|\D+", self.name.casefold())
        return grade, [f"{int(part):09}" if part.isdigit() else part for part in parts]

    def students_on(self, day: date) -> StudentQuerySet:
        """The students enrolled on a day, by name."""
        enrolled = self.enrollments.current(day)
        return Student.objects.filter(pk__in=enrolled.values("student"))

    def beat(self) -> None:
        """Tell the live pages of this class that something they show has changed."""
        type(self).objects.filter(pk=self.pk).update(pulse=F("pulse") + 1)


class StudentQuerySet(models.QuerySet["Student"]):
    def visible_to(self, user: User) -> Self:
        """The students `user` may see. The only place this rule is written."""
        if user.is_student:
            return self.filter(user=user)
        roles = user.staff_roles.current(clock.today())
        return self.filter(
            Q(pk__in=self._enrolled_with(roles.teaching()))
            | Q(pk__in=roles.caring().values("student"))
            | Q(school__in=roles.school_wide().values("school"))
        )

    def taught_by(self, user: User) -> Self:
        """The students `user` teaches or is assigned to: their words and needs may be read."""
        roles = user.staff_roles.current(clock.today())
        return self.filter(
            Q(pk__in=self._enrolled_with(roles.teaching()))
            | Q(pk__in=roles.caring().values("student"))
        )

    @staticmethod
    def _enrolled_with(teaching: StaffRoleQuerySet) -> models.QuerySet[Any]:
        """Those in a class of these teachers that is not put away: that one is over."""
        enrolled = Enrollment.objects.current(clock.today()).filter(section__archived_at=None)
        return enrolled.filter(section__in=teaching.values("section")).values("student")

    def named(self, words: str) -> Self:
        """Students whose name contains every word, accents and case aside."""
        found = self
        for word in folded(words).split()[:5]:
            found = found.filter(search__contains=word)
        return found


class Student(SchoolOwned):
    """A child. One name as the family writes it, and the name she is called by."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="students")
    key = KeyField()
    name = models.CharField(_("name"), max_length=120)
    called = models.CharField(_("called"), max_length=60)
    search = models.CharField(max_length=200, editable=False, blank=True)
    external_id = models.CharField(_("student number"), max_length=80, blank=True)
    grade = models.CharField(_("grade"), max_length=2, choices=Grade, blank=True)
    home_language = models.CharField(_("home language"), max_length=40, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    # At home and in class: a board's path never needs what she lacks.
    has_device = models.BooleanField(_("has a device"), default=True)
    has_internet = models.BooleanField(_("has the internet"), default=True)
    picture = models.CharField(max_length=24, blank=True)
    tint = models.CharField(max_length=6, choices=Paper, default=Paper.MINT)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    # Names of fields a teacher changed by hand; an import leaves those alone.
    hand_edited = models.JSONField(default=list, blank=True)
    # Keyed digest of the secret pictures in order; empty until the class gets its secrets.
    secret_digest = models.CharField(max_length=64, blank=True)
    secret_length = models.PositiveSmallIntegerField(default=2)

    objects = StudentQuerySet.as_manager()

    class Meta:
        ordering = ["called", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "school",
                "external_id",
                condition=~Q(external_id=""),
                name="student_number_once",
                violation_error_message=_("Another student has this number."),
            ),
        ]

    def __str__(self) -> str:
        return self.called

    def in_order(self) -> tuple[str, str, int]:
        """A sort key: by the name she is called by, `É` beside `E`, alike on both databases."""
        return folded(self.called), folded(self.name), self.pk

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search = search_text(self.name, self.called)
        super().save(*args, **kwargs)


class OfStudentQuerySet(models.QuerySet[Any]):
    """Rows about one student, seen by whoever may see the student."""

    def visible_to(self, user: User) -> Self:
        return self.filter(student__in=Student.objects.visible_to(user).values("pk"))


class TaughtOnlyQuerySet(models.QuerySet[Any]):
    """Sensitive rows: seen by the child's teachers and specialists, and by nobody else."""

    def visible_to(self, user: User) -> Self:
        if user.is_student:
            return self.none()
        return self.filter(student__in=Student.objects.taught_by(user).values("pk"))


class EnrollmentQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(student__in=Student.objects.visible_to(user).values("pk"))


class Enrollment(SchoolOwned):
    """A student in a class, from a day to a day. Leaving ends it; nothing is deleted."""

    same_school = ("section", "student")

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="enrollments")
    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="enrollments")
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                "section", "student", condition=Q(ends_on=None), name="enrolled_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="enrollment_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} in {self.section_id}"


class StaffRoleQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Own roles, and those of the schools `user` runs."""
        return self.filter(Q(user=user) | Q(school__in=School.objects.run_by(user).values("pk")))

    def teaching(self) -> Self:
        return self.filter(kind__in=[StaffRole.Kind.TEACHER, StaffRole.Kind.CO_TEACHER])

    def caring(self) -> Self:
        """Specialists, each with one assigned student a row."""
        return self.filter(kind=StaffRole.Kind.SPECIALIST)

    def school_wide(self) -> Self:
        return self.filter(kind=StaffRole.Kind.SCHOOL_ADMIN)

    def district_wide(self) -> Self:
        return self.filter(kind=StaffRole.Kind.DISTRICT_ADMIN)


class StaffRole(models.Model):
    """What an adult does, where, and from when to when. No role lives in a session."""

    class Kind(models.TextChoices):
        TEACHER = "teacher", _("Teacher")
        CO_TEACHER = "co_teacher", _("Co-teacher")
        SPECIALIST = "specialist", _("Specialist")
        SCHOOL_ADMIN = "school_admin", _("School admin")
        DISTRICT_ADMIN = "district_admin", _("District admin")

    same_school = ("section", "student")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_roles"
    )
    kind = models.CharField(max_length=14, choices=Kind)
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="staff_roles"
    )
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, null=True, blank=True, related_name="staff_roles"
    )
    student = models.ForeignKey(
        Student, on_delete=models.CASCADE, null=True, blank=True, related_name="specialists"
    )
    district = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = StaffRoleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["teacher", "co_teacher"], section__isnull=False, student=None)
                & Q(school__isnull=False)
                | Q(kind="specialist", section=None, student__isnull=False, school__isnull=False)
                | Q(kind="school_admin", section=None, student=None, school__isnull=False)
                | Q(kind="district_admin", section=None, student=None, school=None)
                & ~Q(district=""),
                name="staff_role_has_its_place",
            ),
            *(
                models.UniqueConstraint(
                    "user", place, condition=Q(kind__in=kinds, ends_on=None), name=name
                )
                for place, kinds, name in (
                    ("section", ["teacher", "co_teacher"], "teaches_a_class_once"),
                    ("student", ["specialist"], "cares_for_a_student_once"),
                    ("school", ["school_admin"], "runs_a_school_once"),
                    ("district", ["district_admin"], "runs_a_district_once"),
                )
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class GuardianQuerySet(OfStudentQuerySet):
    def reachable(self, today: date) -> Self:
        """Those the school may write to."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), may_receive=True)


class Guardian(SchoolOwned):
    """An adult of the family, kept for one child, with no account."""

    same_school = ("student",)

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="guardians")
    key = KeyField()
    name = models.CharField(_("name"), max_length=120)
    relation = models.CharField(_("relation"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=40, blank=True)
    may_receive = models.BooleanField(_("may receive the goal card"), default=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = GuardianQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


def is_code_open(section: Section, now: datetime) -> bool:
    """Whether students may sign in to this class now (one query in school hours)."""
    if section.archived_at:
        return False
    if section.code_open_until and now < section.code_open_until:
        return True
    if section.code_state == Section.Code.CLOSED:
        return False
    school = section.school
    local = school.local(now)
    in_hours = school.day_starts_at <= local.time() < school.day_ends_at
    return in_hours and school.calendar().is_open(local.date())
