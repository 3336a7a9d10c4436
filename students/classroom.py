"""Finding the class a teacher's page is about: one query, through the teacher's own classes."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from plc import clock
from plc.access import user_of
from plc.frozen import frozen
from plc.models import User
from plc.prepared import prepared
from students.models import School, Section


@frozen
class Classroom:
    """A class that the signed-in adult teaches, the others she teaches, and the school's now."""

    section: Section
    sections: tuple[Section, ...]
    now: datetime

    @property
    def school(self) -> School:
        return self.section.school

    @property
    def today(self) -> date:
        return self.school.today(self.now)

    def page(self, here: str, **context: Any) -> dict[str, Any]:
        """The context that every page of `layouts/teacher.html` needs, and the page's own."""
        return {
            "section": self.section,
            "my_sections": self.sections,
            "here": here,
            "now": self.now,
            "today": self.today,
            **context,
        }


def classroom(request: HttpRequest, class_key: str) -> Classroom:
    """The class with this key among those `request.user` teaches, or 404 (one query)."""
    sections = own_sections(request)
    for section in sections:
        if section.key == class_key:
            return Classroom(section, sections, clock.now())
    raise Http404


def own_sections(request: HttpRequest) -> tuple[Section, ...]:
    """The classes that `request.user` teaches, for the menu of them (one query)."""
    return tuple(sorted(_taught_by(user_of(request).pk, clock.today()), key=Section.in_order))


@prepared
def _taught_by(user_id: int, today: date) -> QuerySet[Section]:
    user = User(pk=user_id)
    return Section.objects.taught_by(user, today).for_menu_of(user, today)
