"""Loads a signed-in student with her school in one query; the signing in is in `sign_in.py`."""

from django.contrib.auth.backends import BaseBackend
from django.db.models import QuerySet
from django.http import HttpRequest

from plc.models import User
from plc.prepared import prepared


class StudentBackend(BaseBackend):
    """Never authenticates by credentials: `students.sign_in` logs a student in itself."""

    def authenticate(self, request: HttpRequest | None, **kwargs: object) -> User | None:
        return None

    def get_user(self, user_id: int) -> User | None:
        return next(iter(_student_user(int(user_id))), None)


@prepared
def _student_user(user_id: int) -> QuerySet[User]:
    users = User.objects.select_related("student__school")
    return users.filter(pk=user_id, is_active=True, kind=User.Kind.STUDENT)
