"""Planning the check-ins of a day. Each post goes back to the page of the whole day."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from checkins import again, services
from checkins.board import plan_board
from checkins.forms.plan import FixForm, MoveForm, PlanForm, VersionForm
from checkins.models import Plan, Slot
from checkins.places import clock_format
from checkins.refusals import refusal_in_words
from checkins.services import Moved, NoPlace, Stale
from plc.access import staff_only, user_of
from plc.htmx import Request, render_page
from students.classroom import Classroom, classroom


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def plan_checkins(request: Request, class_key: str, day: date) -> HttpResponse:
    """Choose how long check-ins are; on POST, plan the day and go back to it."""
    room = classroom(request, class_key)
    plan = room.section.checkin_plans.filter(on=day).first() or Plan(section=room.section, on=day)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        instance=plan,
        initial={"version": plan.version if plan.pk else None},
    )
    if not form.is_valid() or day < room.today:
        return _plan_page(request, room, day, form)
    try:
        made = services.plan_day(
            section=room.section, day=day, by=user_of(request), now=room.now, **form.cleaned_data
        )
    except Stale:
        minutes = form.cleaned_data["minutes"]
        words = _("Suggest again, %(minutes)s min each") % {"minutes": minutes}
        return stale(request, room, day, words)
    _say_planned(request, made)
    return redirect("plan_day", class_key, day)


def _plan_page(request: Request, room: Classroom, day: date, form: PlanForm) -> HttpResponse:
    board = plan_board(room.section, day, room.now)
    status = 422 if form.errors else 409 if request.method == "POST" else 200
    context = room.page("plan", day=day, form=form, board=board)
    return render_page(
        request, "checkins/plan_checkins.html", context, partials={"plan-board"}, status=status
    )


def _say_planned(request: Request, plan: Plan) -> None:
    placed = plan.slots.filter(window__isnull=False).count()
    left = plan.slots.to_come().filter(window=None).count()
    numbers = {"placed": placed, "left": left}
    if left:
        messages.warning(request, _("%(placed)s planned, %(left)s without a place.") % numbers)
    else:
        messages.success(request, _("Everybody has a place: %(placed)s check-ins.") % numbers)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def move_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """Show every place this student could take; on POST, move her there."""
    room, slot = slot_of(request, class_key, day, slot_key)
    data = request.POST if request.method == "POST" else None
    form = MoveForm(data, initial={"version": slot.plan.version})
    if not form.is_valid():
        board = plan_board(room.section, day, room.now)
        status = 422 if form.errors else 200
        since = room.school.local(room.now).time() if board.is_today else time.min
        since = since.replace(second=0, microsecond=0)
        context = room.page("plan", day=day, slot=slot, form=form, board=board, since=since)
        return render_page(
            request, "checkins/move_slot.html", context, partials={"plan-board"}, status=status
        )
    act = services.move if slot.starts_at else services.place
    return acted(
        request,
        room,
        day,
        lambda: _moved(room, act(slot=slot, now=room.now, **form.cleaned_data)),
        wish=_where_to(room, slot, form.cleaned_data["to"]),
    )


@staff_only
@require_POST
def place_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """Give a student without a place one of the free ones."""
    room, slot = slot_of(request, class_key, day, slot_key)
    form = checked(MoveForm(request.POST))
    return acted(
        request,
        room,
        day,
        lambda: _moved(room, services.place(slot=slot, now=room.now, **form.cleaned_data)),
        wish=_where_to(room, slot, form.cleaned_data["to"]),
    )


@staff_only
@require_POST
def fix_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """Keep a student's time whatever is planned again, or let it go."""
    room, slot = slot_of(request, class_key, day, slot_key)
    form = checked(FixForm(request.POST))
    version, is_wanted = form.cleaned_data["version"], form.cleaned_data["fixed"]
    name = slot.student.called

    def act() -> str:
        if is_wanted:
            services.fix(slot=slot, version=version)
            return _("%(name)s keeps this time") % {"name": name}
        services.unfix(slot=slot, version=version)
        return _("%(name)s may be moved again") % {"name": name}

    wish = _("Fix the time of %(name)s") if is_wanted else _("Let the time of %(name)s go")
    return acted(request, room, day, act, wish=wish % {"name": name})


@staff_only
@require_POST
def drop_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """Leave a student out of this day."""
    room, slot = slot_of(request, class_key, day, slot_key)
    form = checked(VersionForm(request.POST))

    def act() -> str:
        services.drop(slot=slot, version=form.cleaned_data["version"])
        return _("%(name)s is left out of this day") % {"name": slot.student.called}

    return acted(request, room, day, act, wish=_("Leave out %(name)s") % called(slot))


@staff_only
@require_POST
def put_back_slot(request: Request, class_key: str, day: date, slot_key: str) -> HttpResponse:
    """Let a student who was left out wait for a place again."""
    room, slot = slot_of(request, class_key, day, slot_key)
    form = checked(VersionForm(request.POST))

    def act() -> str:
        services.put_back(slot=slot, version=form.cleaned_data["version"])
        return _("%(name)s waits for a place again") % {"name": slot.student.called}

    return acted(request, room, day, act, wish=_("Put %(name)s back") % called(slot))


def slot_of(request: Request, class_key: str, day: date, slot_key: str) -> tuple[Classroom, Slot]:
    room = classroom(request, class_key)
    slots = Slot.objects.of_class(room.section, day)
    return room, get_object_or_404(slots, key=slot_key)


def called(slot: Slot) -> dict[str, str]:
    """The name that a sentence about this student takes."""
    return {"name": slot.student.called}


def checked(form: forms.Form) -> forms.Form:
    """A button's form: only a made-up request gets it wrong, so no page explains it."""
    if not form.is_valid():
        raise Http404
    return form


def acted(
    request: Request, room: Classroom, day: date, act: Callable[[], str], *, wish: str
) -> HttpResponse:
    """Do it, say what was done (or why not), and show the day as it is now.

    `wish` is what a button says that offers it once more, after somebody else came first.
    """
    try:
        messages.success(request, act())
    except Stale:
        return stale(request, room, day, wish)
    except NoPlace as refused:
        messages.error(request, refusal_in_words(refused, clock_format(room.school)))
    return redirect("plan_day", room.section.key, day)


def stale(request: Request, room: Classroom, day: date, wish: str) -> HttpResponse:
    """Nothing was saved: the day's page says what changed meanwhile, and offers it once more."""
    again.keep(request, room.section, day, wish)
    return redirect("plan_day", room.section.key, day)


def _where_to(room: Classroom, slot: Slot, to: str) -> str:
    """ "Move Hana to 1:04", as a button says it."""
    if to in {"earlier", "later"}:
        return _MOVES[to]() % called(slot)
    _window, _at, at = to.partition("@")
    if not at:
        return _("Place %(name)s") % called(slot)
    shown = time_format(time.fromisoformat(at), clock_format(room.school))
    return _("Move %(name)s to %(time)s") % (called(slot) | {"time": shown})


_MOVES = {
    "earlier": lambda: _("Move %(name)s earlier"),
    "later": lambda: _("Move %(name)s later"),
}


def _moved(room: Classroom, moved: Moved) -> str:
    """ "Hana moved to 1:04, Independent work 3", and who traded places with her."""
    shown = clock_format(room.school)
    at = time_format(moved.at, shown)
    parts: dict[str, Any] = {"name": moved.called, "time": at, "block": moved.label}
    if not moved.other_at:
        return _("%(name)s moved to %(time)s, %(block)s") % parts
    parts |= {"other": moved.other, "other_time": time_format(moved.other_at, shown)}
    return _("%(name)s moved to %(time)s, %(block)s; %(other)s to %(other_time)s") % parts
