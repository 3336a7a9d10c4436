"""The live day: be with this child. Every post works as a plain form; htmx swaps the board."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from checkins import services
from checkins.board import LiveBoard, live_board, live_side
from checkins.forms import HoldForm, LiveForm
from checkins.models import HelpRequest, Slot
from checkins.outcomes import OUTCOMES
from checkins.places import clock_format
from checkins.pulse import class_for, pulse_for, ticket_for
from checkins.services import Change, Replanned
from plc import clock
from plc.access import public, staff_only, user_of
from plc.htmx import Request, partial_wanted, render_page
from students.classroom import Classroom, classroom


@staff_only
@require_safe
def live(request: Request, class_key: str, day: date) -> HttpResponse:
    """The child who is here, who is next, whose hand is up."""
    return _live_page(request, classroom(request, class_key), day)


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
    if _shows(request) == _etag(pulse):
        return HttpResponseNotModified(headers={"ETag": _etag(pulse)})
    section = class_for(request, class_key, ticket)
    if section is None:
        raise Http404
    return _side(request, Classroom(section, (section,), clock.now()), day, ticket)


def _shows(request: Request) -> str:
    """The tag of what the page shows; gzip had made it a weak one."""
    return request.headers.get("If-None-Match", "").removeprefix("W/")


@staff_only
def _without_ticket(request: Request, class_key: str, day: date) -> HttpResponse:
    """The usual gates say what is wrong, if anything is."""
    room = classroom(request, class_key)
    etag = _etag(room.section.pulse)
    if _shows(request) == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    return _side(request, room, day, ticket_for(request))


def _side(request: Request, room: Classroom, day: date, ticket: str) -> HttpResponse:
    """The part that keeps itself fresh; the card of the child stays, with what was ticked."""
    shown = _chosen(request)
    board = live_side(room.section, day, room.now, chosen=shown)
    etag = _etag(room.section.pulse)
    news = {"etag": etag, "ticket": ticket, "moved_on": bool(shown) and board.now_key != shown}
    page = room.page("checkins", day=day, board=board, **news)
    response = render_page(request, "checkins/live.html#live-side", page)
    response.headers["ETag"] = etag
    return response


def _etag(pulse: int) -> str:
    """A class's pulse, and a new tag every five minutes: "6 min behind" goes on by itself."""
    return f'"{pulse}-{int(clock.now().timestamp()) // 300}"'


@staff_only
@require_POST
def hold_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """Record the check-in; a second post of the same one changes nothing."""
    room, slot = _slot(request, class_key, day, slot_key)
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _live_page(request, room, day, form=form, chosen=slot.key, status=422)
    services.hold(
        student=slot.student,
        section=room.section,
        teacher=user_of(request),
        slot=slot,
        now=room.now,
        **form.cleaned_data,
    )
    return _said(request, room, day, _("Saved: %(name)s") % {"name": slot.student.called})


@staff_only
@require_POST
def later_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """Put a student off until later today; she keeps her turn."""
    room, slot = _slot(request, class_key, day, slot_key)
    slot = services.later(slot=slot, now=room.now)
    words = {"name": slot.student.called}
    if slot.starts_at is None:
        return _said(request, room, day, _("%(name)s waits for a free place today") % words)
    words["time"] = time_format(slot.starts_at, clock_format(room.school))
    return _said(request, room, day, _("%(name)s comes at %(time)s") % words)


@staff_only
@require_POST
def absent_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """A student is not at school today."""
    room, slot = _slot(request, class_key, day, slot_key)
    services.absent(slot=slot)
    return _said(request, room, day, _("%(name)s is absent today") % {"name": slot.student.called})


@staff_only
@require_POST
def reopen_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """Take back "done" or "absent"."""
    room, slot = _slot(request, class_key, day, slot_key)
    words = {"name": slot.student.called}
    if services.reopen(slot=slot, by=user_of(request)):
        return _said(request, room, day, _("%(name)s is to come again") % words)
    why_not = _("Only who met %(name)s can take it back, and not after a colleague wrote about it")
    return _said(request, room, day, why_not % words, messages.WARNING)


@staff_only
@require_POST
def plan_the_rest(request: Request, class_key: str, day: date) -> HttpResponse:
    """Plan what is left of today again, and say who moved."""
    room = _today_only(request, class_key, day)
    plan = get_object_or_404(room.section.checkin_plans.select_related("section__school"), on=day)
    board = live_board(room.section, day, room.now)
    here = board.now if board.now and board.now.has_begun else None
    result = services.replan(
        plan=plan,
        now=room.now,
        current=plan.slots.filter(key=here.row.key).first() if here else None,
        busy=timedelta(seconds=here.seconds_left if here else 0),
    )
    return _said(request, room, day, _moves(result, clock_format(room.school)))


@staff_only
@require_POST
def seen_hand(request: Request, class_key: str, day: date, hand_key: str) -> HttpResponse:
    """The teacher has seen a raised hand."""
    room = classroom(request, class_key)
    hands = HelpRequest.objects.filter(section=room.section).select_related("section", "student")
    hand = get_object_or_404(hands, key=hand_key)
    services.answer(hand=hand, now=room.now)
    return _said(request, room, day, _("Seen: %(name)s") % {"name": hand.student.called})


def _today_only(request: Request, class_key: str, day: date) -> Classroom:
    """The class, if `day` is its today: only a running day is lived."""
    room = classroom(request, class_key)
    if day != room.today:
        raise Http404
    return room


def _slot(request: Request, class_key: str, day: date, slot_key: str) -> tuple[Classroom, Slot]:
    room = _today_only(request, class_key, day)
    slots = Slot.objects.of_class(room.section, day)
    return room, get_object_or_404(slots, key=slot_key)


def _said(
    request: Request, room: Classroom, day: date, words: str, level: int = messages.SUCCESS
) -> HttpResponse:
    """The board as it stands after the act, with one sentence about it."""
    wanted = partial_wanted(request)
    if wanted in {"live-board", "live-side"}:
        room.section.refresh_from_db(fields=["pulse"])
        if wanted == "live-side":
            return _side(request, room, day, ticket_for(request))
        return _live_page(request, room, day, said=words, chosen="")
    messages.add_message(request, level, words)
    return redirect("live", room.section.key, day)


def _live_page(
    request: Request,
    room: Classroom,
    day: date,
    *,
    form: HoldForm | None = None,
    said: str = "",
    chosen: str | None = None,
    status: int = 200,
) -> HttpResponse:
    chosen = _chosen(request) if chosen is None else chosen
    board = live_board(room.section, day, room.now, chosen=chosen)
    if form is None and board.now:
        form = HoldForm(initial={"topic": board.now.topic})
    context = _context(request, room, day, board) | {
        "form": form,
        "said": said,
        "etag": _etag(room.section.pulse),
    }
    return render_page(
        request, "checkins/live.html", context, partials={"live-board"}, status=status
    )


def _context(request: Request, room: Classroom, day: date, board: LiveBoard) -> dict[str, Any]:
    ticket = ticket_for(request)
    return room.page("checkins", day=day, board=board, outcomes=OUTCOMES, ticket=ticket)


def _chosen(request: Request) -> str:
    form = LiveForm(request.GET)
    return form.cleaned_data["slot"] if form.is_valid() else ""


def _moves(result: Replanned, shown: str) -> str:
    """Who moved: "Planned again: Rosa from 9:26 to 9:30"."""
    if not result.changes:
        return _("Planned again: nobody moves")
    told = [_move(change, shown) for change in result.changes]
    return ngettext(
        "Planned again, %(count)s moved: %(names)s",
        "Planned again, %(count)s moved: %(names)s",
        len(told),
    ) % {"count": len(told), "names": ", ".join(told)}


def _move(change: Change, shown: str) -> str:
    if change.after is None:
        return _("%(name)s has no place today") % {"name": change.called}
    at = time_format(change.after, shown)
    return _("%(name)s to %(time)s") % {"name": change.called, "time": at}
