"""Finding the school an admin's page is about: one query, through the admin's own roles."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest

from plc import clock
from plc.access import user_of
from students.models import School


@dataclass(frozen=True)
class Office:
    """A school that the signed-in admin runs, and its now."""

    school: School
    now: datetime

    @property
    def today(self) -> date:
        return self.school.today(self.now)

    def page(self, here: str, **context: Any) -> dict[str, Any]:
        """The context that every page of `layouts/admin.html` needs, and the page's own."""
        return {"school": self.school, "here": here, "today": self.today, **context}


def office(request: HttpRequest) -> Office:
    """The school that `request.user` runs, or 404 (one query)."""
    school = School.objects.run_by(user_of(request)).first()
    if school is None:
        raise Http404
    return Office(school, clock.now())
