"""A district: who oversees it, and the schools that are added to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from plc import audit, clock
from plc.models import AuditEntry, User
from students.models import School, StaffRole
from students.people import give_role
from students.roles import bring_back, end_at_once


class LastDistrictAdmin(Exception):
    """The district would be left without anybody who oversees it."""


def overseen(user: User, today: date) -> list[str]:
    """The districts that `user` is an admin of, by name (one query)."""
    roles = user.staff_roles.current(today).district_wide()
    return sorted(set(roles.values_list("district", flat=True)))


def may_name_admins(user: User, district: str, today: date) -> bool:
    """Whether `user` may say who oversees a district: its admin, or who runs all its schools.

    A school's admin writes her district's name herself: that alone must not open the schools of
    others (2 queries, none without a name).
    """
    if not district:
        return False
    roles = StaffRole.objects.current(today).district_wide()
    if roles.filter(user=user, district=district).exists():
        return True
    hers = Exists(School.objects.run_by(user).filter(pk=OuterRef("pk")))
    schools = School.objects.filter(district=district).order_by().annotate(is_hers=hers)
    return set(schools.values_list("is_hers", flat=True).distinct()) == {True}


def admins_of(district: str, today: date) -> QuerySet[StaffRole]:
    """The roles of those who oversee a district, by name."""
    roles = StaffRole.objects.current(today).district_wide().filter(district=district)
    return roles.select_related("user").order_by("user__name", "pk")


@transaction.atomic
def name_admin(*, district: str, name: str, email: str, by: User, today: date) -> tuple[User, bool]:
    """Let an adult oversee a district; whether her account is new. Who does so already stays."""
    user = User.objects.filter(email=email).first()
    is_new = user is None
    if user is None:
        user = User.objects.create_staff(email=email, name=name)
    roles = user.staff_roles.district_wide().filter(district=district)
    if not roles.current(today).exists():
        user.staff_roles.create(
            kind=StaffRole.Kind.DISTRICT_ADMIN, district=district, starts_on=today
        )
    _written(by, user, f"gave district_admin: {district}")
    return user, is_new


@transaction.atomic
def end_admin(*, role: StaffRole, by: User, today: date) -> None:
    """Somebody oversees the district no more; yesterday was her last day."""
    others = admins_of(role.district, today).select_for_update(of=("self",)).exclude(pk=role.pk)
    if not others:
        raise LastDistrictAdmin
    end_at_once(role, today)
    _written(by, role.user, f"ended district_admin: {role.district}")


@transaction.atomic
def take_back_end(*, roles: Iterable[StaffRole], by: User, today: date) -> None:
    """The role goes on as if it had not ended; StaysEnded when something stands in the way."""
    for role in bring_back(roles, today):
        _written(by, role.user, f"gave district_admin back: {role.district}")


@transaction.atomic
def add_school(
    *, district: str, school: str, time_zone: str, name: str, email: str, by: User
) -> tuple[School, User, bool]:
    """A school of the district with its first admin; whether her account is new."""
    made = School.objects.create(name=school, district=district, time_zone=time_zone)
    user, is_new = give_role(
        school=made,
        name=name,
        email=email,
        kind=StaffRole.Kind.SCHOOL_ADMIN,
        section=None,
        students=(),
        by=by,
        today=made.today(clock.now()),
    )
    audit.record(
        AuditEntry.Action.CHANGED_SCHOOL, actor=by, school_key=made.key, detail="added the school"
    )
    return made, user, is_new


def _written(by: User, user: User, detail: str) -> None:
    audit.record(
        AuditEntry.Action.CHANGED_ROLES,
        actor=by,
        school_key="",
        subject_key=user.key,
        detail=detail,
    )
