"""Grown-ups: an account by e-mail, and the classes they teach. Nobody is taken out of a class."""

from __future__ import annotations

from django.db.models.functions import Lower

from plc.models import User
from students.importing.job import BATCH, Job, chunks
from students.models import StaffRole

KINDS = {"teacher": StaffRole.Kind.TEACHER, "co-teacher": StaffRole.Kind.CO_TEACHER}


def add_staff(job: Job) -> tuple[int, tuple[str, ...]]:
    """Make the accounts that are missing: how many, and the names of those without an e-mail.

    An account that another school made is used as it is. Nobody can sign in before a password
    is set by the mail that invites her.
    """
    emails = {row.key: row.email.lower() for row in job.diff.staff.new if row.email}
    names = {row.email.lower(): row.name for row in job.diff.staff.new if row.email}
    accounts = _accounts(names)
    users = [_user(email, name) for email, name in names.items() if email not in accounts]
    for user in User.objects.bulk_create(users, batch_size=BATCH):
        accounts[user.email or ""] = user.pk
    job.staff.update((key, accounts[email]) for key, email in emails.items())
    return len(users), tuple(row.name for row in job.diff.staff.new if not row.email)


def _accounts(emails: dict[str, str]) -> dict[str, int]:
    """The accounts of these addresses, whatever capitals they are written with."""
    adults = User.objects.filter(kind=User.Kind.STAFF).annotate(low=Lower("email"))
    accounts: dict[str, int] = {}
    for some in chunks(emails):
        accounts.update(adults.filter(low__in=some).values_list("low", "pk"))
    return accounts


def _user(email: str, name: str) -> User:
    user = User(kind=User.Kind.STAFF, email=email, name=name)
    user.set_unusable_password()
    return user


def add_roles(job: Job) -> int:
    """Let grown-ups teach the classes the list gives them, from today."""
    roles: dict[tuple[int, int], StaffRole] = {}
    for row in job.diff.assignments_new:
        user, section = job.staff.get(row.staff_key), job.classes.get(row.class_key)
        if user is None or section is None or (user, section) in job.present.assignments:
            continue
        role = StaffRole(
            user_id=user,
            kind=KINDS[row.role],
            school_id=job.school.pk,
            section_id=section,
            starts_on=job.today,
        )
        roles.setdefault((user, section), role)
    return len(StaffRole.objects.bulk_create(roles.values(), batch_size=BATCH))
