"""Page rules that need to know roles: students, and admins of a school or district."""

from django.http import HttpRequest

from plc import clock
from plc.access import policy, user_of
from students.models import Student


def _has_role(request: HttpRequest, *kinds: str) -> bool:
    user = user_of(request)
    roles = user.staff_roles.current(clock.today()) if user.is_staff else None
    return roles is not None and roles.filter(kind__in=kinds).exists()


def student_of(request: HttpRequest) -> Student:
    """The signed-in student (already loaded with the user)."""
    return user_of(request).student


students_only = policy("students_only", lambda request: user_of(request).is_student)
school_admins_only = policy(
    "school_admins_only", lambda request: _has_role(request, "school_admin")
)
district_admins_only = policy(
    "district_admins_only", lambda request: _has_role(request, "district_admin")
)
admins_only = policy(
    "admins_only", lambda request: _has_role(request, "school_admin", "district_admin")
)
