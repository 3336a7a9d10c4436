"""Making the first school and its admin."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from plc.models import User
from students.models import School, StaffRole

# Unique, so that of two people who set up at the same moment one wins.
_FIRST = "firstadmin22"


@transaction.atomic
def set_up(
    *, school: str, district: str, time_zone: str, name: str, email: str, password: str, today: date
) -> User:
    """The first school with its admin; IntegrityError when somebody else came first."""
    admin = User(key=_FIRST, kind=User.Kind.STAFF, name=name, email=email.lower())
    admin.set_password(password)
    admin.save(force_insert=True)
    made = School.objects.create(name=school, district=district, time_zone=time_zone)
    StaffRole.objects.create(
        user=admin, kind=StaffRole.Kind.SCHOOL_ADMIN, school=made, starts_on=today
    )
    return admin
