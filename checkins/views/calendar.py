"""An adult's check-ins in her own calendar, and a mail the evening before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins import digest, feeds
from checkins.agenda import Entry
from checkins.forms.calendar import CalendarForm, NewAddressForm
from checkins.models import StaffCalendar
from plc import clock
from plc.access import public, staff_only, user_of

UNSEEN = "noindex, nofollow"
KEPT_BY_THE_READER_ALONE = (("Cache-Control", "private, no-cache"), ("X-Robots-Tag", UNSEEN))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """One's calendar's address, how students are named there, and the mail."""
    user = user_of(request)
    data = request.POST if request.method == "POST" else None
    form = CalendarForm(data, instance=_own(request))
    if form.is_valid():
        feeds.choose(user=user, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("calendar")
    return _page(request, form=form, status=422 if form.errors else 200)


@staff_only
@require_POST
def new_calendar(request: HttpRequest) -> HttpResponse:
    """Make an address, and show it this once; the one before ends."""
    form = NewAddressForm(request.POST)
    if not form.is_valid():
        raise Http404
    token = feeds.open_address(
        user=user_of(request), form_key=form.cleaned_data["form_key"], now=clock.now()
    )
    if token is None:
        messages.warning(request, _("This page was an old one. Nothing was changed."))
        return redirect("calendar")
    url = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
    return _page(request, address=url, webcal="webcal" + url.removeprefix(request.scheme or ""))


@staff_only
@require_POST
def drop_calendar(request: HttpRequest) -> HttpResponse:
    """End the address."""
    feeds.close_address(user=user_of(request))
    messages.success(request, _("The address is switched off. Nothing can be read there now."))
    return redirect("calendar")


def _own(request: HttpRequest) -> StaffCalendar:
    user = user_of(request)
    own = StaffCalendar.objects.visible_to(user).first()
    return own or StaffCalendar(user=user)


def _page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    own = _own(request)
    context = {"own": own, "form": CalendarForm(instance=own), "form_key": uuid4()} | context
    return render(request, "checkins/calendar.html", context, status=status)


@public
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself, for programs; the token in the address is the only gate.

    Read again within minutes it costs one query. An unknown token and an ended one are the same.
    """
    own, now = feeds.with_token(token), clock.now()
    if own is None:
        return HttpResponseNotFound(_("There is no calendar here."), content_type="text/plain")
    unchanged = get_conditional_response(request, etag=own.etag or None)
    if unchanged is None or not feeds.is_fresh(own, now):
        text = feeds.read(own, now=now, today=clock.today(), address=_address(request))
        whole = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        whole.headers["Content-Disposition"] = 'inline; filename="check-ins.ics"'
        unchanged = get_conditional_response(request, etag=own.etag, response=whole)
    response = cast("HttpResponse", unchanged)
    for name, value in (*KEPT_BY_THE_READER_ALONE, ("ETag", own.etag)):
        response.headers[name] = value
    return response


def _address(request: HttpRequest) -> Callable[[Entry], str]:
    """The live page of an entry's class, for who teaches it."""

    @cache
    def live_page(class_key: str, day: date) -> str:
        return request.build_absolute_uri(reverse("live", args=[class_key, day]))

    return lambda entry: live_page(entry.section_key, entry.on) if entry.section_key else ""


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_digest(request: HttpRequest, ticket: str) -> HttpResponse:
    """Stop the mails, from a link in one of them; a mail program may post here by itself.

    Looking changes nothing: programs that check mails for harm open every link.
    """
    own = digest.of_ticket(ticket)
    if own is None:
        raise Http404
    if request.method == "POST":
        digest.stop(own)
    context = {"is_stopped": request.method == "POST" or not own.sends_digest}
    response = render(request, "checkins/stop_digest.html", context)
    response.headers["X-Robots-Tag"] = UNSEEN
    return response
