"""The opportunity mirror: for the teacher's own eyes, who gets the chances that boards offer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from choiceboards.mirror import mirror
from choiceboards.mirrored import LOOKS_BACK, NEW, facts_of
from plc.access import staff_only
from plc.htmx import render_page
from students.classroom import classroom


@staff_only
@require_safe
def opportunity_mirror(request: HttpRequest, class_key: str) -> HttpResponse:
    """All classes of this teacher together: the more students, the more can be told."""
    room = classroom(request, class_key)
    facts = facts_of(room.sections, room.today, room.now)
    found = mirror(facts)
    context = room.page(
        "boards",
        mirror=found,
        students=len(facts),
        hidden=sum(found.hidden.values()),
        days=LOOKS_BACK.days,
        new_days=NEW.days,
    )
    return render_page(request, "choiceboards/opportunity_mirror.html", context)
