"""From the office's tab to the day that the school keeps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from lessons.occasion import upcoming
from students.access import school_admins_only
from students.office import office


@school_admins_only
@require_safe
def school_days(request: HttpRequest) -> HttpResponse:
    """Go to January 21, or to the school day that is kept instead of it."""
    desk = office(request)
    return redirect("school_day", upcoming(desk.today, desk.school.calendar()).day)
