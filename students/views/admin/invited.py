"""An adult is invited by mail, and the page says how that went."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.utils.translation import gettext as _

from plc.htmx import Request
from plc.models import User
from students import people
from students.models import School

logger = logging.getLogger(__name__)


def invited(request: Request, school: School, user: User) -> None:
    """Mail the link, and say so; a mail server that is down must not undo the rest."""
    about = {"name": user.name, "to": user.email}
    try:
        people.invite(request=request, user=user, school=school)
    except OSError:
        logger.exception("An invitation could not be mailed")
        words = _("%(name)s is here, but the mail could not be sent. Mail the link again later.")
        messages.warning(request, words % about)
    else:
        words = _("A mail with a link to set a password is on its way to %(to)s.")
        messages.success(request, words % about)
