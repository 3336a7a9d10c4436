"""Where a list comes in: a teacher's class, or the office of a school. The steps are the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from plc.access import user_of
from plc.frozen import frozen
from plc.models import User
from students.classroom import classroom
from students.models import RosterUpload, School, Section
from students.office import office


@frozen
class Desk:
    """Who imports what for whom; `step` and `start` are names of addresses."""

    school: School
    section: Section | None
    user: User
    now: datetime
    layout: str
    start: str
    step: str
    done: str
    back: str
    context: Callable[..., dict[str, Any]]

    @property
    def keys(self) -> dict[str, str]:
        return {"class_key": self.section.key} if self.section else {}

    @property
    def start_url(self) -> str:
        return reverse(self.start, kwargs=self.keys)

    def step_url(self, upload_key: str) -> str:
        return reverse(self.step, kwargs=self.keys | {"upload_key": upload_key})

    def done_url(self, upload_key: str) -> str:
        return reverse(self.done, kwargs=self.keys | {"upload_key": upload_key})

    def upload(self, key: str) -> RosterUpload | None:
        """One's own upload at this desk, or None."""
        mine = RosterUpload.objects.visible_to(self.user).select_related("school", "section")
        return mine.filter(school=self.school, section=self.section, key=key).first()

    def page(self, **context: Any) -> dict[str, Any]:
        return self.context(desk=self, layout=self.layout, **context)


def class_desk(request: HttpRequest, class_key: str) -> Desk:
    """A teacher's own class, or 404."""
    room = classroom(request, class_key)
    return Desk(
        school=room.school,
        section=room.section,
        user=user_of(request),
        now=room.now,
        layout="layouts/teacher.html",
        start="import_class_list",
        step="import_class_step",
        done="import_class_done",
        back=reverse("students", args=[room.section.key]),
        context=lambda **context: room.page("students", **context),
    )


def school_desk(request: HttpRequest) -> Desk:
    """The school that the admin runs, or 404."""
    room = office(request)
    return Desk(
        school=room.school,
        section=None,
        user=user_of(request),
        now=room.now,
        layout="layouts/admin.html",
        start="import_roster",
        step="import_school_step",
        done="import_school_done",
        back=reverse("classes"),
        context=lambda **context: room.page("classes", **context),
    )
