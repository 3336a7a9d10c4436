"""Where an adult works: her classes, her students, the schools she runs, the district.

A principal may teach and a teacher may care for single students elsewhere; each role has pages of
its own, and one page leads to all of them.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plc import clock
from plc.frozen import frozen
from plc.models import User
from students.models import Section
from students.office import Post, posts_of


@frozen
class Desk:
    """One place to work at: its name, what it is, its address and an icon."""

    name: str
    what: str
    address: str
    icon: str


def desks_of(user: User) -> list[Desk]:
    """Every place of this adult, classes first (3 queries)."""
    classes = Section.objects.taught_by(user).active().select_related("school")
    roles = user.staff_roles.current(clock.today()).caring()
    students = roles.values("student").distinct().count()
    return [
        *map(_class, sorted(classes, key=Section.in_order)),
        *([_caseload(students)] if students else []),
        *map(_office, posts_of(user)),
    ]


def _class(section: Section) -> Desk:
    return Desk(section.name, section.school.name, reverse("today", args=[section.key]), "school")


def _caseload(students: int) -> Desk:
    counted = ngettext(
        "%(count)s student is assigned to you", "%(count)s students are assigned to you", students
    )
    return Desk(_("My students"), counted % {"count": students}, reverse("caseload"), "users")


def _office(post: Post) -> Desk:
    what = _("The whole district") if post.is_district else _("The whole school")
    return Desk(post.name, what, f"{reverse('coverage')}?school={post.key}", "chart-bar")
