"""Who works and learns where: roles given and ended, students enrolled and leaving."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from plc import audit
from plc.models import AuditEntry, User
from students.models import Enrollment, School, Section, StaffRole, Student, StudentSession
from students.roles import ONE_DAY, bring_back, end_at_once, place_of
from students.sign_in import end_sessions

INVITED = "invited"


class LastAdmin(Exception):
    """The school would be left without anybody who runs it."""


class WorksElsewhere(Exception):
    """The account belongs to another school too, which this one has no say in."""


# --- adults ---------------------------------------------------------------------------------------
@transaction.atomic
def give_role(
    *,
    school: School,
    name: str,
    email: str,
    kind: str,
    section: Section | None,
    students: Iterable[Student],
    by: User,
    today: date,
) -> tuple[User, bool]:
    """Let an adult work here; the second value tells whether her account is new.

    A role that she already has stays as it is. A specialist gets one row a student.
    """
    _locked(school)
    user = User.objects.filter(email=email).first()
    is_new = user is None
    if user is None:
        user = User.objects.create_staff(email=email, name=name)
    _hold(user, kind, _places(school, kind, section, students), today)
    _written(school, by, user, f"gave {kind}")
    return user, is_new


def _locked(school: School) -> None:
    """Two changes at the same moment come one after the other, so both see what is true."""
    School.objects.select_for_update(no_key=True).get(pk=school.pk)


def _places(
    school: School, kind: str, section: Section | None, students: Iterable[Student]
) -> list[StaffRole]:
    """The roles meant, unsaved and of nobody yet."""
    if kind == StaffRole.Kind.SPECIALIST:
        return [StaffRole(kind=kind, school=school, student=student) for student in students]
    if kind == StaffRole.Kind.SCHOOL_ADMIN:
        return [StaffRole(kind=kind, school=school)]
    return [StaffRole(kind=kind, school=school, section=section)]


def _hold(user: User, kind: str, places: list[StaffRole], today: date) -> None:
    """Make these roles, or take up those that last: a co-teacher may become the teacher."""
    lasting = user.staff_roles.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    held = {place_of(role): role for role in lasting}
    wanted = {place_of(role): role for role in places}
    for role in (held.get(place, new) for place, new in wanted.items()):
        role.user, role.kind = user, kind
        role.starts_on = min(role.starts_on or today, today)
        role.save()


@transaction.atomic
def end_roles(
    *, roles: Iterable[StaffRole], school: School, by: User, today: date
) -> list[StaffRole]:
    """The adult stops doing these at once, all or none; yesterday was the last day. Says which."""
    _locked(school)
    lasting = school.staff_roles.current(today)
    keys = set(lasting.filter(pk__in=[role.pk for role in roles]).values_list("pk", flat=True))
    done = [role for role in roles if role.pk in keys]
    is_admin = any(role.kind == StaffRole.Kind.SCHOOL_ADMIN for role in done)
    if is_admin and not lasting.school_wide().exclude(pk__in=keys).exists():
        raise LastAdmin
    for role in done:
        end_at_once(role, today)
        _written(school, by, role.user, f"ended {role.kind}")
    return done


@transaction.atomic
def take_back_end(*, roles: Iterable[StaffRole], school: School, by: User, today: date) -> None:
    """The roles go on as if they had not ended; StaysEnded when something stands in the way."""
    _locked(school)
    for role in bring_back(roles, today):
        _written(school, by, role.user, f"gave {role.kind} back")


@transaction.atomic
def set_active(*, user: User, active: bool, school: School, by: User, today: date) -> None:
    """Disable or enable an account; disabling ends all its sessions at once."""
    _locked(school)
    if user.staff_roles.current(today).exclude(school=school).exists():
        raise WorksElsewhere
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        sign_out_everywhere(user)
    _written(school, by, user, "enabled" if active else "disabled")


def sign_out_everywhere(user: User) -> None:
    """End a user's sessions; a session tells whose it is only when read."""
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _written(school: School, by: User, user: User, detail: str) -> None:
    audit.record(
        AuditEntry.Action.CHANGED_ROLES,
        actor=by,
        school_key=school.key,
        subject_key=user.key,
        detail=detail,
    )


def invite(*, request: HttpRequest, user: User, school: School, by: User) -> None:
    """Mail an adult a link by which she sets her password, and write that down; it works once.

    OSError (smtplib's errors are such) when the mail server does not take it.
    """
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
    _written(school, by, user, INVITED)


def invitations(school: School) -> QuerySet[AuditEntry]:
    """What was written down about links that were mailed for this school."""
    return AuditEntry.objects.filter(
        action=AuditEntry.Action.CHANGED_ROLES, school_key=school.key, detail=INVITED
    )


def uninvited(school: School, today: date) -> QuerySet[User]:
    """Who works here, was never here, and has been mailed no link; by name."""
    roles = school.staff_roles.current(today)
    found = User.objects.filter(pk__in=roles.values("user"), is_active=True, last_login=None)
    return found.exclude(key__in=invitations(school).values("subject_key")).order_by("name", "pk")


# --- students -------------------------------------------------------------------------------------
@transaction.atomic
def enroll(*, section: Section, student: Student, by: User, today: date) -> None:
    """Put a student into a class from today; already being there changes nothing."""
    Section.objects.select_for_update(no_key=True).get(pk=section.pk)
    lasting = section.enrollments.filter(Q(ends_on=None) | Q(ends_on__gte=today), student=student)
    enrollment = lasting.order_by("starts_on").first()
    if enrollment is None:
        Enrollment.objects.create(section=section, student=student, starts_on=today)
    elif enrollment.starts_on > today:
        enrollment.starts_on = today
        enrollment.save(update_fields=["starts_on"])
    else:
        return
    section_changed(section, by, student.key, "enrolled")


@transaction.atomic
def leave(*, section: Section, student: Student, by: User, now: datetime) -> None:
    """End a student's time in a class at once; her picks and check-ins stay."""
    today = section.school.today(now)
    here = Enrollment.objects.current(today).filter(section=section, student=student)
    here.filter(starts_on__gte=today).delete()
    here.update(ends_on=today - ONE_DAY)
    end_sessions(StudentSession.objects.filter(section=section, student=student), now=now)
    section_changed(section, by, student.key, "left")


@transaction.atomic
def stay(*, section: Section, student: Student, by: User, today: date) -> None:
    """Take a leaving back: the time in the class that ended goes on as if it had not."""
    Section.objects.select_for_update(no_key=True).get(pk=section.pk)
    here = section.enrollments.filter(student=student)
    ended = here.filter(ends_on=today - ONE_DAY).last()
    if ended is None or here.current(today).exists():
        enroll(section=section, student=student, by=by, today=today)
        return
    ended.ends_on = None
    ended.save(update_fields=["ends_on"])
    section_changed(section, by, student.key, "enrolled")


@transaction.atomic
def put_away(*, section: Section, by: User, now: datetime) -> None:
    """A class is over: nobody teaches it or signs in to it any more. Again: it is back."""
    section.archived_at = None if section.archived_at else now
    section.save(update_fields=["archived_at"])
    if section.archived_at:
        end_sessions(StudentSession.objects.filter(section=section), now=now)
    section_changed(section, by, section.key, "put away" if section.archived_at else "taken out")


def section_changed(section: Section, by: User, subject_key: str, detail: str) -> None:
    """Write down that a class was changed, and let its live pages know."""
    section.beat()
    audit.record(
        AuditEntry.Action.CHANGED_SCHOOL,
        actor=by,
        school_key=section.school.key,
        subject_key=subject_key,
        detail=f"{detail}: class {section.key}",
    )
