"""Who works and learns where: roles given and ended, students enrolled and leaving."""

from __future__ import annotations

from datetime import date, timedelta

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from plc import audit
from plc.models import AuditEntry, User
from students.models import Enrollment, School, Section, StaffRole, Student

ONE_DAY = timedelta(days=1)


@transaction.atomic
def give_role(
    *,
    school: School,
    name: str,
    email: str,
    kind: str,
    section: Section | None,
    numbers: list[str],
    by: User,
    today: date,
) -> tuple[User, bool]:
    """Let an adult work here; the second value tells whether her account is new.

    A role that she already has stays as it is. A specialist gets one row a student.
    """
    user = User.objects.filter(email=email).first()
    is_new = user is None
    if user is None:
        user = User.objects.create_staff(email=email, name=name)
    for place in _places(school, kind, section, numbers):
        held = user.staff_roles.current(today).filter(kind=kind, **place)
        if not held.exists():
            StaffRole.objects.create(user=user, kind=kind, starts_on=today, **place)
    _written(AuditEntry.Action.CHANGED_ROLES, school, by, user, f"gave {kind}")
    return user, is_new


def _places(
    school: School, kind: str, section: Section | None, numbers: list[str]
) -> list[dict[str, object]]:
    if kind == StaffRole.Kind.SPECIALIST:
        students = school.students.filter(external_id__in=numbers)
        return [{"school": school, "student": student} for student in students]
    if kind == StaffRole.Kind.SCHOOL_ADMIN:
        return [{"school": school}]
    return [{"school": school, "section": section}]


@transaction.atomic
def end_role(*, role: StaffRole, by: User, today: date) -> None:
    """The adult stops doing this at once; yesterday was the last day."""
    if role.starts_on >= today:
        role.delete()
    else:
        role.ends_on = today - ONE_DAY
        role.save(update_fields=["ends_on"])
    if role.school is not None:
        _written(AuditEntry.Action.CHANGED_ROLES, role.school, by, role.user, f"ended {role.kind}")


@transaction.atomic
def set_active(*, user: User, active: bool, school: School, by: User) -> None:
    """Disable or enable an account; disabling ends all its sessions at once."""
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        sign_out_everywhere(user)
    words = "enabled" if active else "disabled"
    _written(AuditEntry.Action.CHANGED_ROLES, school, by, user, words)


def sign_out_everywhere(user: User) -> None:
    """End a user's sessions; a session tells whose it is only when read."""
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _written(action: AuditEntry.Action, school: School, by: User, user: User, detail: str) -> None:
    audit.record(action, actor=by, school_key=school.key, subject_key=user.key, detail=detail)


def invite(*, request: HttpRequest, user: User, school: School) -> None:
    """Mail an adult a link by which she sets her password; the link works once."""
    token = default_token_generator.make_token(user)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": token},
    )
    context = {
        "user": user,
        "school": school,
        "invitation_url": request.build_absolute_uri(path),
    }
    get_adapter(request).send_mail("students/email/invitation", user.email, context)


@transaction.atomic
def enroll(*, section: Section, student: Student, today: date) -> None:
    """Put a student into a class from today; already being there changes nothing."""
    Section.objects.select_for_update().get(pk=section.pk)
    here = Enrollment.objects.current(today).filter(section=section, student=student)
    if not here.exists():
        Enrollment.objects.create(section=section, student=student, starts_on=today)


@transaction.atomic
def leave(*, section: Section, student: Student, today: date) -> None:
    """End a student's time in a class at once; her picks and check-ins stay."""
    here = Enrollment.objects.current(today).filter(section=section, student=student)
    here.filter(starts_on__gte=today).delete()
    here.update(ends_on=today - ONE_DAY)
