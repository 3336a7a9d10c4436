"""A role is ended or comes back, and the page says so, with an undo where there is one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.utils.translation import gettext as _

from plc.access import user_of
from plc.htmx import Request
from students.models import StaffRole
from students.roles import AccountIsDisabled, HasAnother, OfAnEarlierDay


def ended(request: Request, role: StaffRole, undo: str) -> None:
    """Say that a role is ended; `undo` is the address that takes it back, if any does."""
    words = _("The role of %(name)s is ended: %(role)s.")
    messages.success(request, words % _about(role), extra_tags=undo)


def brought_back(request: Request, role: StaffRole, go_on: Callable[..., None]) -> None:
    """Bring a role back and say so, or what stands in the way."""
    try:
        go_on(role=role, by=user_of(request))
    except HasAnother as now:
        words = _("%(name)s has a new role in its place, and keeps it: %(role)s.")
        messages.error(request, words % _about(now.role))
    except AccountIsDisabled:
        words = _("The account of %(name)s is disabled. Enable it, then give the role again.")
        messages.error(request, words % _about(role))
    except OfAnEarlierDay:
        words = _("This role ended on an earlier day. Add %(name)s again to give it back.")
        messages.error(request, words % _about(role))
    else:
        words = _("%(name)s has the role again: %(role)s.")
        messages.success(request, words % _about(role))


def _about(role: StaffRole) -> dict[str, str]:
    """Whose role it is, and what: “Teacher, Room 12”."""
    where = role.section or role.student
    place = where.name if where else role.district
    what = f"{role.get_kind_display()}, {place}" if place else role.get_kind_display()
    return {"name": role.user.name, "role": what}
