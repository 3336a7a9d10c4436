"""Students signing in: their account, secrets, limits and sessions. The cards are in `qr.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth import login, logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from plc import audit
from plc.models import AuditEntry, User
from plc.sessions import end_in
from students.models import Section, SignInTry, Student, StudentSession
from students.pictures import OFFERED, SECRETS

BACKEND = "students.backends.StudentBackend"
OUT_OF_HOURS = timedelta(hours=2)
TRIES_KEPT = timedelta(days=30)


class TooManyTries(Exception):
    """The student, or the class, has had its wrong tries; only time or the teacher helps."""


@transaction.atomic
def account_of(student: Student) -> User:
    """The account a student's session belongs to, made at her first sign-in."""
    if student.user is not None:
        return student.user
    locked = Student.objects.select_for_update().get(pk=student.pk)
    user = locked.user
    if user is None:
        user = User(kind=User.Kind.STUDENT, name=locked.called)
        user.set_unusable_password()
        user.save()
        locked.user = user
        locked.save(update_fields=["user"])
    student.user = user
    return user


# --- secrets --------------------------------------------------------------------------------------
def secret_digest(student: Student, pictures: Sequence[str]) -> str:
    """A keyed digest of a student's secret pictures in order (64 hex digits).

    Fast on purpose: 72 possible secrets are guarded by limits on tries, not by slow hashing.
    """
    said = f"{student.key}:{','.join(pictures)}"
    return salted_hmac("students.secret_pictures", said, algorithm="sha256").hexdigest()


def offered(student: Student) -> tuple[str, ...]:
    """The pictures shown to choose from: nine, or all twelve for a secret of three."""
    return SECRETS[:OFFERED] if student.secret_length <= 2 else SECRETS


def secret_of(student: Student, form_key: UUID) -> tuple[str, ...]:
    """The pictures that a form with this key gives to the student, the same at every retry.

    They follow from the form's key and the server's, so that a second tap on the button shows the
    pictures of the first again. Neither the key nor the pictures are kept.
    """

    def lot(picture: str) -> bytes:
        said = f"{form_key}:{student.key}:{picture}"
        return salted_hmac("students.new_secret", said, algorithm="sha256").digest()

    return tuple(sorted(offered(student), key=lot)[: student.secret_length])


def asked_for(children: Iterable[Student], form_key: UUID) -> list[Student]:
    """Those without secret pictures, and those who got theirs from this very form."""
    return [
        child
        for child in children
        if not child.secret_digest
        or child.secret_digest == secret_digest(child, secret_of(child, form_key))
    ]


@transaction.atomic
def give_secrets(
    *, students: Iterable[Student], form_key: UUID, by: User, now: datetime
) -> list[tuple[Student, tuple[str, ...]]]:
    """New secrets for these students: sessions end, wrong tries are forgiven, rows are kept.

    Who has got hers from this form before is left as she is; the list names her all the same.
    """
    given = [(student, secret_of(student, form_key)) for student in students]
    changed = []
    for student, pictures in given:
        digest = secret_digest(student, pictures)
        if student.secret_digest != digest:
            student.secret_digest = digest
            changed.append(student)
    Student.objects.bulk_update(changed, ["secret_digest"], batch_size=200)
    SignInTry.objects.filter(student__in=changed).forgive()
    end_sessions(StudentSession.objects.filter(student__in=changed), now=now)
    for student in changed:
        audit.record(
            AuditEntry.Action.RESET_SIGN_IN,
            actor=by,
            school_key=student.school.key,
            subject_key=student.key,
        )
    return given


@transaction.atomic
def is_right(*, student: Student, section: Section, pictures: Sequence[str], now: datetime) -> bool:
    """Whether these are the student's secret pictures; every try is counted.

    TooManyTries after five wrong ones of the student, or forty of the class, in five minutes.
    The class's row is locked, so that tries at the same moment are counted one after the other;
    `no_key` leaves alone who writes rows of the class meanwhile.
    """
    Section.objects.select_for_update(no_key=True).get(pk=section.pk)
    wrong = SignInTry.objects.filter(section=section).wrong_since(now - SignInTry.WINDOW)
    if (
        wrong.filter(student=student).count() >= SignInTry.MOST_A_STUDENT
        or wrong.count() >= SignInTry.MOST_A_CLASS
    ):
        raise TooManyTries
    right = bool(student.secret_digest) and constant_time_compare(
        student.secret_digest, secret_digest(student, pictures)
    )
    SignInTry.objects.create(section=section, student=student, at=now, was_right=right)
    return right


# --- sessions -------------------------------------------------------------------------------------
def session_end(section: Section, now: datetime) -> datetime:
    """When a session begun now ends: with the school day, or when the opened code closes."""
    school = section.school
    day_end = school.at(school.today(now), school.day_ends_at)
    ends = [day_end, section.code_open_until or now]
    return max(ends) if max(ends) > now else now + OUT_OF_HOURS


@transaction.atomic
def begin_session(
    request: HttpRequest, *, student: Student, section: Section, now: datetime
) -> None:
    """Sign the student in on this device, until the end of the school day at the latest.

    Whoever was signed in on the device before is signed out: it is a shared Chromebook.
    """
    ends_at = session_end(section, now)
    end_sessions(_on_this_device(request), now=now)
    login(request, account_of(student), backend=BACKEND)
    end_in(request.session, ends_at - now)
    StudentSession.objects.create(
        section=section,
        student=student,
        session_key=str(request.session.session_key),
        started_at=now,
        ends_at=ends_at,
    )
    SignInTry.objects.filter(student=student, at__lt=now - TRIES_KEPT).delete()


@transaction.atomic
def leave_device(request: HttpRequest, *, now: datetime) -> None:
    """Sign out here, and tell the teacher's page so."""
    end_sessions(_on_this_device(request), now=now)
    logout(request)


def _on_this_device(request: HttpRequest) -> Iterable[StudentSession]:
    key = request.session.session_key
    return StudentSession.objects.filter(session_key=key) if key else ()


@transaction.atomic
def end_sessions(sessions: Iterable[StudentSession], *, now: datetime) -> int:
    """Sign out these sessions, wherever they are; returns how many were open."""
    ending = [row for row in sessions if row.ended_at is None]
    Session.objects.filter(pk__in=[row.session_key for row in ending]).delete()
    return StudentSession.objects.filter(pk__in=[row.pk for row in ending]).update(ended_at=now)
