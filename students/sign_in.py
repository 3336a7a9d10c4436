"""Students signing in: their account, secrets, cards, limits and sessions."""

from __future__ import annotations

from django.db import transaction

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
