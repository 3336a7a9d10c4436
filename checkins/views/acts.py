"""What a teacher does on the live day. Every post works as a plain form; htmx swaps the board."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from checkins import services
from checkins.board import live_board
from checkins.forms import LiveHoldForm
from checkins.models import HelpRequest, Slot
from checkins.places import clock_format
from checkins.services import Change, Replanned
from checkins.views.live_page import live_page, said
from plc.access import staff_only, user_of
from plc.htmx import Request
from plc.models import FormKey
from students.classroom import Classroom, classroom
from students.models import Section, Student


@staff_only
@require_POST
def hold_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """Record the check-in; a second post of the same one changes nothing."""
    room = classroom(request, class_key)
    form = LiveHoldForm(request.POST)
    if room.school.today(form.held_at(room.now)) != day:
        raise Http404
    slot = Slot.objects.of_class(room.section, day).filter(key=slot_key).first()
    student = slot.student if slot else _met(room, day, form)
    if not form.is_valid():
        return live_page(request, room, day, form=form, chosen=slot_key, status=422)
    hold_once(request, room.section, form, student, slot, room.now)
    return said(request, room, day, _("Saved: %(name)s") % {"name": student.called})


def _met(room: Classroom, day: date, form: LiveHoldForm) -> Student:
    """Who was met, when her slot is gone by now."""
    key = form.cleaned_data.get("student", "")
    return get_object_or_404(room.section.students_on(day), key=key)


@transaction.atomic
def hold_once(
    request: Request,
    section: Section,
    form: LiveHoldForm,
    student: Student,
    slot: Slot | None,
    now: datetime,
) -> None:
    """A form that comes again may add words, but does not undo a taking back."""
    facts, user = dict(form.cleaned_data), user_of(request)
    key, _student, _ago = (facts.pop(name) for name in ("key", "student", "ago"))
    is_first = key is None or FormKey.objects.claimed(user=user, key=key)
    if is_first or (slot and slot.state == Slot.State.DONE):
        facts |= {"student": student, "section": section, "teacher": user}
        services.hold(slot=slot, now=form.held_at(now), **facts)


@staff_only
@require_POST
def later_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """Put a student off until later today; she keeps her turn."""
    room, slot = _slot(request, class_key, day, slot_key)
    slot = services.later(slot=slot, now=room.now)
    words = {"name": slot.student.called}
    if slot.starts_at is None:
        return said(request, room, day, _("%(name)s waits for a free place today") % words)
    words["time"] = time_format(slot.starts_at, clock_format(room.school))
    return said(request, room, day, _("%(name)s comes at %(time)s") % words)


@staff_only
@require_POST
def absent_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """A student is not at school today."""
    room, slot = _slot(request, class_key, day, slot_key)
    services.absent(slot=slot)
    return said(request, room, day, _("%(name)s is absent today") % {"name": slot.student.called})


@staff_only
@require_POST
def reopen_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """Take back "done" or "absent"."""
    room, slot = _slot(request, class_key, day, slot_key)
    words = {"name": slot.student.called}
    if services.reopen(slot=slot, by=user_of(request)):
        return said(request, room, day, _("%(name)s is to come again") % words)
    why_not = _("Only who met %(name)s can take it back, and not after a colleague wrote about it")
    return said(request, room, day, why_not % words, messages.WARNING)


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
    return said(request, room, day, _moves(result, clock_format(room.school)))


@staff_only
@require_POST
def seen_hand(request: Request, class_key: str, day: date, hand_key: str) -> HttpResponse:
    """The teacher has seen a raised hand."""
    room = classroom(request, class_key)
    hands = HelpRequest.objects.filter(section=room.section).select_related("section", "student")
    hand = get_object_or_404(hands, key=hand_key)
    services.answer(hand=hand, now=room.now)
    return said(request, room, day, _("Seen: %(name)s") % {"name": hand.student.called})


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
