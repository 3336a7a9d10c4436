"""The end of a role, and taking that back; whoever calls holds the lock and writes it down."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

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


def bring_back(role: StaffRole, today: date) -> bool:
    """Take the end of a role back; whether that was still to do. Else StaysEnded."""
    role.refresh_from_db(from_queryset=StaffRole.objects.select_for_update())
    if role.ends_on is None or role.ends_on >= today:
        return False
    if role.ends_on < today - ONE_DAY:
        raise OfAnEarlierDay
    if not role.user.is_active:
        raise AccountIsDisabled
    if other := _lasting_beside(role, today):
        raise HasAnother(other)
    role.ends_on = None
    role.save(update_fields=["ends_on"])
    return True


def _lasting_beside(role: StaffRole, today: date) -> StaffRole | None:
    """Another role of hers in the same place: teacher and co-teacher of a class are one."""
    kinds = TEACHING if role.kind in TEACHING else (role.kind,)
    lasting = StaffRole.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), kind__in=kinds)
    beside = lasting.filter(
        user=role.user_id,
        school=role.school_id,
        section=role.section_id,
        student=role.student_id,
        district=role.district,
    )
    return beside.exclude(pk=role.pk).first()
