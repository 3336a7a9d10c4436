"""The end of a role, and taking that back; whoever calls holds the lock and writes it down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from students.models import StaffRole

ONE_DAY = timedelta(days=1)
TEACHING = (StaffRole.Kind.TEACHER, StaffRole.Kind.CO_TEACHER)


class StaysEnded(Exception):
    """Why a role does not come back."""


class OfAnEarlierDay(StaysEnded):
    """It ended before today: the days between were true."""


class AccountIsDisabled(StaysEnded):
    """Whose role it was cannot sign in."""


class HasAnother(StaysEnded):
    """She has been given a role in the same place since."""

    def __init__(self, role: StaffRole) -> None:
        super().__init__(role)
        self.role = role


def end_at_once(role: StaffRole, today: date) -> None:
    """Yesterday was the last day. A role of today alone was never there, and can come back."""
    role.ends_on = today - ONE_DAY
    role.save(update_fields=["ends_on"])


def bring_back(roles: Iterable[StaffRole], today: date) -> list[StaffRole]:
    """Take the end of one adult's roles back, all or none; says which did not last. StaysEnded."""
    found = StaffRole.objects.select_for_update(of=("self",)).select_related("user", "section")
    ours = found.filter(user__in={role.user_id for role in roles}).order_by("pk")
    lasting = {place_of(role): role for role in ours if _lasts(role, today)}
    wanted = {role.pk for role in roles}
    ended = [role for role in ours if role.pk in wanted and not _lasts(role, today)]
    for role in ended:
        _refuse(role, lasting.get(place_of(role)), today)
        role.ends_on = None
        role.save(update_fields=["ends_on"])
    return ended


def _lasts(role: StaffRole, today: date) -> bool:
    return role.ends_on is None or role.ends_on >= today


def place_of(role: StaffRole) -> tuple[object, ...]:
    """What a role is, and where: teacher and co-teacher of a class are one."""
    kind = "teaching" if role.kind in TEACHING else role.kind
    return kind, role.school_id, role.section_id, role.student_id, role.district


def _refuse(role: StaffRole, other: StaffRole | None, today: date) -> None:
    """Whatever keeps this role from coming back."""
    if role.ends_on and role.ends_on < today - ONE_DAY:
        raise OfAnEarlierDay
    if not role.user.is_active:
        raise AccountIsDisabled
    if other:
        raise HasAnother(other)
