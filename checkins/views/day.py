"""The live day: the page to have open while one is with the children, and what it asks for news."""

from datetime import date

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.views.decorators.http import require_safe

from checkins.pulse import class_for, pulse_for, ticket_for
from checkins.views.live_page import etag_of, live_page, side
from plc import clock
from plc.access import public, staff_only
from plc.htmx import Request
from students.classroom import Classroom, classroom


@staff_only
@require_safe
def live(request: Request, class_key: str, day: date) -> HttpResponse:
    """The child who is here, who is next, whose hand is up."""
    return live_page(request, classroom(request, class_key), day)


@public
@require_safe
def live_state(request: Request, class_key: str, day: date) -> HttpResponseBase:
    """The next and the hands for a page that is open; 304 while nothing has changed.

    Public only in name: the page's ticket names its reader, and `checkins.pulse` looks behind it
    whether she may see this class, in the one query that also asks for news. Without a ticket the
    usual gates follow.
    """
    ticket = request.GET.get("ticket", "")  # its signature is its form
    pulse = pulse_for(request, class_key, ticket)
    if pulse is None:
        return _without_ticket(request, class_key, day)
    if _shows(request) == etag_of(pulse):
        return HttpResponseNotModified(headers={"ETag": etag_of(pulse)})
    section = class_for(request, class_key, ticket)
    if section is None:
        raise Http404
    return side(request, Classroom(section, (section,), clock.now()), day, ticket)


def _shows(request: Request) -> str:
    """The tag of what the page shows; gzip had made it a weak one."""
    return request.headers.get("If-None-Match", "").removeprefix("W/")


@staff_only
def _without_ticket(request: Request, class_key: str, day: date) -> HttpResponse:
    """The usual gates say what is wrong, if anything is."""
    room = classroom(request, class_key)
    etag = etag_of(room.section.pulse)
    if _shows(request) == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    return side(request, room, day, ticket_for(request))
