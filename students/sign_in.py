"""Students signing in: their account, secrets, cards, limits and sessions."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.crypto import salted_hmac

from plc.models import User
from students.models import Student


@transaction.atomic
def account_of(student: Student) -> User:
    """The account a student's session belongs to, made at her first sign-in."""
    locked = Student.objects.select_for_update().select_related(None).get(pk=student.pk)
    if locked.user_id is None:
        user = User(kind=User.Kind.STUDENT, name=locked.called)
        user.set_unusable_password()
        user.save()
        locked.user = user
        locked.save(update_fields=["user"])
    student.user = locked.user
    return locked.user


def secret_digest(student: Student, pictures: Sequence[str]) -> str:
    """A keyed digest of a student's secret pictures in order (64 hex digits).

    Fast on purpose: 72 possible secrets are guarded by limits on tries, not by slow hashing.
    """
    said = f"{student.key}:{','.join(pictures)}"
    return salted_hmac("students.secret_pictures", said, algorithm="sha256").hexdigest()
