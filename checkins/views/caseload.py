"""A specialist's own day: the live page of whom she meets herself, in whatever class they are."""

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checkins import services
from checkins.board import own_board, own_pulse, own_slots
from checkins.board.child import class_of
from checkins.forms.hold import HoldForm, LiveForm, LiveHoldForm
from checkins.models import Slot
from checkins.outcomes import OUTCOMES
from checkins.places import clock_format
from checkins.views.acts import hold_once, is_first
from checkins.views.live_page import QUEUE, etag_of, fresh_form
from plc import clock
from plc.access import staff_only, user_of
from plc.htmx import Request, partial_wanted, render_page
from plc.waiting import reader_mark
from students.models import School, Section, Student

SHOWN = "checkins/caseload_live.html"


@staff_only
@require_safe
def caseload_today(request: Request) -> HttpResponse:
    """To the page of today."""
    return redirect("caseload_live", _today(request))


@staff_only
@require_safe
def caseload_live(request: Request, day: date) -> HttpResponse:
    """The child who is here, who is next, and in which class to find them."""
    asked = LiveForm(request.GET)
    return _page(request, day, chosen=asked.cleaned_data["slot"] if asked.is_valid() else "")


@staff_only
@require_safe
def caseload_state(request: Request, day: date) -> HttpResponseBase:
    """What is next, for a page that is open; 304 while nothing has changed."""
    etag = etag_of(own_pulse(user_of(request), day))
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    asked = LiveForm(request.GET)
    shown = asked.cleaned_data["slot"] if asked.is_valid() else ""
    board = own_board(user_of(request), day, clock.now(), chosen=shown)
    context = _context(request, day) | {"board": board, "etag": etag}
    context["moved_on"] = bool(shown) and board.now_key != shown
    response = render_page(request, f"{SHOWN}#live-side", context)
    response.headers["ETag"] = etag
    return response


@staff_only
@require_POST
def caseload_hold(request: Request, day: date, slot_key: str) -> HttpResponse:
    """Record the check-in; a second post of the same one changes nothing."""
    now = clock.now()
    form = LiveHoldForm(request.POST)
    slot = _own(request, day).filter(key=slot_key).first()
    student, section = _met(request, form, slot)
    if section.school.today(form.held_at(now)) != day:
        raise Http404
    if not form.is_valid():
        return _page(request, day, form=form, chosen=slot_key, status=422)
    hold_once(request, section, form, student, slot, now)
    return _said(request, day, _("Saved: %(name)s") % {"name": student.called})


def _met(request: Request, form: LiveHoldForm, slot: Slot | None) -> tuple[Student, Section]:
    """Who was met; when her slot is gone by now, one whom she teaches or is assigned to."""
    if slot is not None:
        return slot.student, slot.plan.section
    form.is_valid()
    mine = Student.objects.taught_by(user_of(request))
    student = get_object_or_404(mine, key=form.cleaned_data.get("student", ""))
    section = class_of(student, _today(request))
    if section is None:
        raise Http404
    return student, section


@staff_only
@require_POST
def caseload_later(request: Request, day: date, slot_key: str) -> HttpResponse:
    """Put a student off until later today; she keeps her turn."""
    slot = _slot(request, day, slot_key)
    with transaction.atomic():
        if is_first(request, "later"):
            slot = services.later(slot=slot, now=clock.now())
    words = {"name": slot.student.called}
    if slot.starts_at is None:
        return _said(request, day, _("%(name)s waits for a free place today") % words)
    words["time"] = time_format(slot.starts_at, clock_format(slot.plan.section.school))
    return _said(request, day, _("%(name)s comes at %(time)s") % words)


@staff_only
@require_POST
def caseload_absent(request: Request, day: date, slot_key: str) -> HttpResponse:
    """A student is not at school today."""
    slot = services.absent(slot=_slot(request, day, slot_key))
    return _said(request, day, _("%(name)s is absent today") % {"name": slot.student.called})


@staff_only
@require_POST
def caseload_reopen(request: Request, day: date, slot_key: str) -> HttpResponse:
    """Take back "done" or "absent"."""
    slot = _slot(request, day, slot_key)
    words = {"name": slot.student.called}
    if services.reopen(slot=slot, by=user_of(request)):
        return _said(request, day, _("%(name)s is to come again") % words)
    why_not = _("Only who met %(name)s can take it back, and not after a colleague wrote about it")
    return _said(request, day, why_not % words, messages.WARNING)


def _own(request: Request, day: date) -> QuerySet[Slot]:
    return own_slots(user_of(request), day).select_related(
        "student", "window__adult", "plan__section__school"
    )


def _slot(request: Request, day: date, slot_key: str) -> Slot:
    """One of hers, on its school's today: only a running day is lived."""
    slot = get_object_or_404(_own(request, day), key=slot_key)
    if slot.plan.section.school.today(clock.now()) != day:
        raise Http404
    return slot


def _said(request: Request, day: date, words: str, level: int = messages.SUCCESS) -> HttpResponse:
    """The board as it stands after the act, with one sentence about it."""
    wanted = partial_wanted(request)
    if wanted == QUEUE:
        return HttpResponse(status=204)
    if wanted == "live-board":
        return _page(request, day, said=words)
    messages.add_message(request, level, words)
    return redirect("caseload_live", day)


def _page(
    request: Request,
    day: date,
    *,
    form: HoldForm | None = None,
    said: str = "",
    chosen: str = "",
    status: int = 200,
) -> HttpResponse:
    user = user_of(request)
    board = own_board(user, day, clock.now(), chosen=chosen)
    context = _context(request, day) | {
        "board": board,
        "form": form or fresh_form(board),
        "etag": etag_of(own_pulse(user, day)),
        "said": said,
    }
    return render_page(request, SHOWN, context, partials={"live-board"}, status=status)


def _context(request: Request, day: date) -> dict[str, object]:
    return {
        "here": "caseload_live",
        "day": day,
        "today": _today(request),
        "outcomes": OUTCOMES,
        "reader": reader_mark(request),
    }


def _today(request: Request) -> date:
    """The date at her school; of several, at the first."""
    school = School.objects.visible_to(user_of(request)).order_by("pk").first()
    return school.today(clock.now()) if school else clock.today()
