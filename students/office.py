"""Finding the school an admin's page is about: one query, through the admin's own roles.

Who runs several schools, or a district besides, chooses on the pages of coverage, which only read;
the choice stands in the address. The other pages are about the first school by name.
"""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest

from plc import clock
from plc.access import user_of
from plc.frozen import frozen
from plc.models import User
from students.models import School


@frozen
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


def office(request: HttpRequest, key: str = "") -> Office:
    """The school that `request.user` runs (that of a key, or the first), or 404 (one query)."""
    schools = School.objects.run_by(user_of(request))
    school = (schools.filter(key=key) if key else schools).first()
    if school is None:
        raise Http404
    return Office(school, clock.now())


DISTRICT = "district"  # stands for a school's key; no key is so short


@frozen
class Post:
    """A school that somebody runs, or the district she oversees."""

    key: str
    name: str

    @property
    def is_district(self) -> bool:
        return self.key == DISTRICT


def posts(request: HttpRequest) -> list[Post]:
    """Everything that `request.user` runs (one query)."""
    return posts_of(user_of(request))


def posts_of(user: User) -> list[Post]:
    """Everything that this adult runs, schools by name and then the district (one query)."""
    roles = user.staff_roles.current(clock.today())
    rows = roles.school_wide() | roles.district_wide()
    schools, districts = {}, set()
    for key, name, district in rows.values_list("school__key", "school__name", "district"):
        if key:
            schools[key] = name
        else:
            districts.add(district)
    found = [Post(key, name) for key, name in sorted(schools.items(), key=lambda row: row[::-1])]
    return [*found, Post(DISTRICT, ", ".join(sorted(districts)))] if districts else found
