"""A role is ended or comes back, and the page says so, with an undo where there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plc.access import user_of
from plc.htmx import Request
from students.models import StaffRole
from students.roles import AccountIsDisabled, HasAnother, OfAnEarlierDay


def ended(request: Request, roles: Sequence[StaffRole], undo: str) -> None:
    """Say which roles are ended; `undo` is the address that takes it back, if any does."""
    words = ngettext(
        "The role of %(name)s is ended: %(role)s.",
        "%(n)d roles of %(name)s are ended.",
        len(roles),
    )
    messages.success(request, words % _about(roles), extra_tags=undo)


def brought_back(
    request: Request, roles: Sequence[StaffRole], take_back: Callable[..., None]
) -> None:
    """Bring roles back, all or none, and say so, or what stands in the way."""
    try:
        take_back(roles=roles, by=user_of(request))
    except HasAnother as now:
        words = _("%(name)s has a new role in its place, and keeps it: %(role)s.")
        messages.error(request, words % _about([now.role]))
    except AccountIsDisabled:
        words = _("The account of %(name)s is disabled. Enable it, then give the role again.")
        messages.error(request, words % _about(roles))
    except OfAnEarlierDay:
        words = _("This role ended on an earlier day. Add %(name)s again to give it back.")
        messages.error(request, words % _about(roles))
    else:
        words = ngettext(
            "%(name)s has the role again: %(role)s.", "%(name)s has %(n)d roles again.", len(roles)
        )
        messages.success(request, words % _about(roles))


def _about(roles: Sequence[StaffRole]) -> dict[str, object]:
    """Whose roles they are, how many, and what the first is: “Teacher, Room 12”."""
    role = roles[0]
    where = role.section or role.student
    place = where.name if where else role.district
    what = f"{role.get_kind_display()}, {place}" if place else role.get_kind_display()
    return {"name": role.user.name, "role": what, "n": len(roles)}
