"""A learner's page: one header and tabs shared by every app's page about one student."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from plc import clock
from plc.access import user_of
from students.classroom import own_sections
from students.models import Enrollment, Section, Student

# (tab, URL name, words); each app draws its own page under its own address.
TABS = (
    ("profile", "learner", _("Profile")),
    ("goals", "student_goals", _("Goals")),
    ("picks", "student_picks", _("Picks")),
    ("checkins", "student_checkins", _("Check-ins")),
)


def learner_page(request: HttpRequest, student_key: str, tab: str) -> dict[str, Any]:
    """The student (404 unless visible) and the context of `students/learner_base.html`.

    `is_team` tells whether the reader teaches or is assigned to the child: an admin who merely
    runs the school sees the header and the profile, never words or needs.
    """
    user = user_of(request)
    students = Student.objects.visible_to(user).select_related("school")
    student = get_object_or_404(students, key=student_key)
    sections = own_sections(request)
    enrolled = Enrollment.objects.filter(student=student).current(clock.today())
    in_sections = set(enrolled.values_list("section_id", flat=True))
    section = next((row for row in sections if row.pk in in_sections), None)
    cares = user.staff_roles.current(clock.today()).caring().filter(student=student)
    is_team = section is not None or cares.exists()
    now = clock.now()
    return {
        "student": student,
        "section": section,
        "my_sections": sections,
        "is_team": is_team,
        "here": "students",
        "tab": tab,
        "tabs": TABS if is_team else TABS[:1],
        "layout": layout_for(section=section, is_team=is_team),
        "now": now,
        "today": student.school.today(now),
    }


def layout_for(*, section: Section | None, is_team: bool) -> str:
    """The frame around the page: a class's, a specialist's, or the school office's."""
    if section is not None:
        return "layouts/teacher.html"
    return "layouts/staff.html" if is_team else "layouts/admin.html"
