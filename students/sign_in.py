"""Students signing in: their account, secrets, limits and sessions. The cards are in `qr.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.contrib.auth import login, logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from plc import audit
from plc.models import AuditEntry, FormKey, User
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


def secrets_of(student: Student, form_key: UUID) -> list[tuple[str, ...]]:
    """Two secrets without a picture in common: what a form with this key may give to the student.

    They follow from the form's key and the server's, so that a second tap on its button can show
    again what the first one gave, although no pictures are kept.
    """

    def lot(picture: str) -> bytes:
        said = f"{form_key}:{student.key}:{picture}"
        return salted_hmac("students.new_secret", said, algorithm="sha256").digest()

    drawn, size = sorted(offered(student), key=lot), student.secret_length
    return [tuple(drawn[:size]), tuple(drawn[size : 2 * size])]


def asked_for(children: Iterable[Student], *, form_key: UUID, by: User) -> list[Student]:
    """Those without secret pictures, and those who got theirs from this very form."""
    given = _given(children, form_key, by)
    return [child for child in children if not child.secret_digest or child.pk in given]


def _given(students: Iterable[Student], form_key: UUID, by: User) -> set[int]:
    """Ids of the students whom this form has given secrets."""
    claims = {_claim(student, form_key): student.pk for student in students}
    used = FormKey.objects.filter(user=by, key__in=claims).values_list("key", flat=True)
    return {claims[key] for key in used}


def _claim(student: Student, form_key: UUID) -> UUID:
    """One page has a button for each student, so its key alone says too little."""
    return uuid5(form_key, student.key)


@transaction.atomic
def give_secrets(
    *, students: Iterable[Student], form_key: UUID, by: User, now: datetime
) -> list[tuple[Student, tuple[str, ...]]]:
    """New secrets for these students: sessions end, wrong tries are forgiven, rows are kept.

    Who has got hers from this form before is left as she is; the list names her all the same.
    """
    rows = Student.objects.filter(pk__in=[student.pk for student in students])
    locked = list(rows.select_related("school").select_for_update(no_key=True, of=("self",)))
    before = _given(locked, form_key, by)
    new = [student for student in locked if student.pk not in before]
    for student in new:
        student.secret_digest = next(
            digest
            for digest in (secret_digest(student, one) for one in secrets_of(student, form_key))
            if digest != student.secret_digest
        )
    Student.objects.bulk_update(new, ["secret_digest"], batch_size=200)
    FormKey.objects.bulk_create(FormKey(user=by, key=_claim(one, form_key)) for one in new)
    SignInTry.objects.filter(student__in=new).forgive()
    end_sessions(StudentSession.objects.filter(student__in=new), now=now)
    _write_down(new, by)
    return [(student, _current(student, form_key)) for student in locked]


def _current(student: Student, form_key: UUID) -> tuple[str, ...]:
    """Which of the form's two secrets is hers now; none when she has got another one since."""
    for pictures in secrets_of(student, form_key):
        if student.secret_digest == secret_digest(student, pictures):
            return pictures
    return ()


def _write_down(reset: Iterable[Student], by: User) -> None:
    for student in reset:
        audit.record(
            AuditEntry.Action.RESET_SIGN_IN,
            actor=by,
            school_key=student.school.key,
            subject_key=student.key,
        )


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


def locked_out(section: Section, now: datetime) -> set[int]:
    """Ids of the students whose own wrong tries keep them out for now (one query)."""
    wrong = SignInTry.objects.filter(section=section).wrong_since(now - SignInTry.WINDOW)
    counted = wrong.values("student").annotate(n=Count("pk"))
    most = counted.filter(n__gte=SignInTry.MOST_A_STUDENT)
    return set(most.values_list("student", flat=True))


@transaction.atomic
def let_try_again(*, student: Student, section: Section, by: User) -> None:
    """Forgive a student's wrong tries in this class, hers alone."""
    if SignInTry.objects.filter(section=section, student=student).forgive():
        _write_down([student], by)


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
    request.session.flush()  # an adult's too: over hers, `login` would leave ours without a key
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
