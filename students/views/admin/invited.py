"""An adult is invited by mail, and the page says how that went."""

from __future__ import annotations

import logging
from datetime import date

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plc.access import user_of
from plc.htmx import Request
from plc.models import User
from students import people
from students.models import School

AT_ONCE = 50  # each letter is handed over in turn, and the page waits for it
logger = logging.getLogger(__name__)


def invited(request: Request, school: School, user: User) -> None:
    """Mail the link, and say so; a mail server that is down must not undo the rest."""
    about = {"name": user.name, "to": user.email}
    try:
        people.invite(request=request, user=user, school=school, by=user_of(request))
    except OSError:
        logger.exception("An invitation could not be mailed")
        words = _("%(name)s is here, but the mail could not be sent. Mail the link again later.")
        messages.warning(request, words % about)
    else:
        words = _("A mail with a link to set a password is on its way to %(to)s.")
        messages.success(request, words % about)


def all_invited(request: Request, school: School, today: date) -> None:
    """Mail the link to everybody who has had none, and say to how many."""
    count = 0
    try:
        for user in people.uninvited(school, today)[:AT_ONCE]:
            people.invite(request=request, user=user, school=school, by=user_of(request))
            count += 1
    except OSError:
        logger.exception("An invitation could not be mailed")
        messages.warning(request, _("The mail server takes no more letters. Try again later."))
    words = ngettext(
        "A mail with a link to set a password is on its way to %(n)d adult.",
        "A mail with a link to set a password is on its way to %(n)d adults.",
        count,
    )
    if count:
        messages.success(request, words % {"n": count})
