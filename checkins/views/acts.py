"""What a teacher does on the live day. Every post works as a plain form; htmx swaps the board."""

from datetime import date, datetime, timedelta
from uuid import uuid5

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from checkins import services
from checkins.board import live_board
from checkins.forms.hold import LiveHoldForm, OnceForm
from checkins.forms.plan import LostForm, VersionForm
from checkins.models import HelpRequest, Slot
from checkins.places import clock_format
from checkins.refusals import NOT_TAKEN_BACK
from checkins.services import NoPlace, Stale
from checkins.told import moves_in_words
from checkins.views.live_page import live_page, said, told
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
    with transaction.atomic():
        if is_first(request, "later"):
            slot = services.later(slot=slot, now=room.now)
    if slot.starts_at is None:
        words = _("%(name)s waits for a free place today") % {"name": slot.student.called}
    else:
        at = time_format(slot.starts_at, clock_format(room.school))
        words = _("%(name)s comes at %(time)s") % {"name": slot.student.called, "time": at}
    return told(request, room, day, words)


@staff_only
@require_POST
def absent_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """A student is not at school today; who waits for a place has hers, and that is said."""
    room, slot = _slot(request, class_key, day, slot_key)
    words = _("%(name)s is absent today") % {"name": slot.student.called}
    with transaction.atomic():
        result = (
            services.absent_now(slot=slot, now=room.now) if is_first(request, "absent") else None
        )
    if result and result.changes:
        words += f". {moves_in_words(result, clock_format(room.school))}"
    return told(request, room, day, words)


def is_first(request: Request, what: str) -> bool:
    """Whether the form's key comes for the first time with this button, or it has none.

    Inside the write's transaction. Another button of the same form may still be pressed.
    """
    form = OnceForm(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else None
    return key is None or FormKey.objects.claimed(user=user_of(request), key=uuid5(key, what))


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
    return told(request, room, day, moves_in_words(result, clock_format(room.school)))


@staff_only
@require_POST
def lose_now(request: Request, class_key: str, day: date) -> HttpResponse:
    """A drill, or work that begins late: the rest of today is planned around it."""
    room = _today_only(request, class_key, day)
    plan = get_object_or_404(room.section.checkin_plans.select_related("section__school"), on=day)
    form = LostForm(request.POST, windows=room.section.windows.filter(on=day))
    if not form.is_valid():
        raise Http404  # a button's form: only a made-up request gets it wrong
    start, end = form.stretch(room.school.local(room.now).time())
    result = services.lost_minutes(plan=plan, start=start, end=end, now=room.now)
    return told(request, room, day, moves_in_words(result, clock_format(room.school)))


@staff_only
@require_POST
def undo_now(request: Request, class_key: str, day: date) -> HttpResponse:
    """Take back the last change of today's plan that was made here, as long as it is the last."""
    room = _today_only(request, class_key, day)
    plan = get_object_or_404(room.section.checkin_plans.select_related("section__school"), on=day)
    form = VersionForm(request.POST)
    if not form.is_valid() or "blocks" in plan.undo:
        raise Http404
    try:
        services.undo(plan=plan, version=form.cleaned_data["version"])
    except Stale:
        words = _("The day went on meanwhile, so nothing was taken back.")
        return told(request, room, day, words, messages.WARNING)
    except NoPlace:
        return told(request, room, day, str(NOT_TAKEN_BACK), messages.WARNING)
    return said(request, room, day, _("Taken back: the plan stands as before."))


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
