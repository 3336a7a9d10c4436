"""A class's code: made, opened, and made anew."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from students.models import Section, SignInTry

# Letters and digits a child can tell apart on a poster.
_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 6
ONE_HOUR = timedelta(hours=1)


def new_code() -> str:
    """Six random signs: 887 million codes, so nobody finds a class by trying."""
    return "".join(secrets.choice(_SIGNS) for _place in range(LENGTH))


def set_new_code(section: Section) -> None:
    """Give the class a code that no other class has; the old one stops working.

    Wrong tries under the old code count no more: whoever made them has to learn the new one first.
    """
    while True:
        try:
            with transaction.atomic():
                Section.objects.filter(pk=section.pk).update(code=new_code())
                SignInTry.objects.filter(section=section).forgive()
        except IntegrityError:  # another class has it: once in 887 million
            continue
        return


def open_for_an_hour(section: Section, *, now: datetime) -> None:
    """Let students in for an hour, whatever the time of day; then all is as it was before."""
    Section.objects.filter(pk=section.pk).update(code_open_until=now + ONE_HOUR)
