"""A teacher's view of her class's way in: the code, who is signed in, new secrets, cards."""

from __future__ import annotations

from datetime import datetime, time
from typing import TypeVar
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from plc import audit
from plc.access import staff_only, user_of
from plc.htmx import Request
from plc.models import AuditEntry
from students import sign_in as gate
from students.class_code import open_for_an_hour, set_new_code
from students.classroom import Classroom, classroom
from students.forms.sign_in import ChildForm, CodeStateForm, NewSecretsForm
from students.models import Section, Student, is_code_open
from students.pictures import SECRET_WORDS
from students.qr import print_cards

AnyForm = TypeVar("AnyForm", bound=ChildForm)


@staff_only
@require_safe
def class_sign_in(request: Request, class_key: str) -> HttpResponse:
    """The code, and each student with when she signed in on each device she still uses."""
    room = classroom(request, class_key)
    since: dict[int, list[time]] = {}
    for session in room.section.student_sessions.open_at(room.now).order_by("started_at"):
        since.setdefault(session.student_id, []).append(_shown(room, session.started_at))
    locked = gate.locked_out(room.section, room.now)
    rows = [(child, since.get(child.pk, []), child.pk in locked) for child in _children(room)]
    until = room.section.code_open_until
    context = room.page(
        "students",
        rows=rows,
        form_key=uuid4(),
        is_open=is_code_open(room.section, room.now),
        open_until=_shown(room, until) if until and until > room.now else None,
        clock="H:i" if room.school.clock_24h else "g:i A",
        signed_in=len(since),
        without=sum(not child.secret_digest for child, _since, _locked in rows),
    )
    return render(request, "students/class_sign_in.html", context)


def _shown(room: Classroom, instant: datetime) -> time:
    """What the school's clock shows then; templates would show the server's."""
    return room.school.local(instant).time()


def _children(room: Classroom) -> list[Student]:
    children = room.section.students_on(room.today).select_related("school")
    return sorted(children, key=Student.in_order)


@staff_only
@require_POST
def set_code(request: Request, class_key: str) -> HttpResponse:
    """Open the code for an hour, keep it to school hours, close it, or make a new one."""
    room = classroom(request, class_key)
    form = CodeStateForm(request.POST)
    if form.is_valid():
        state = form.cleaned_data["state"]
        if state == "new":
            set_new_code(room.section)
            words = _("The class has a new code. The old one does not work any more.")
        elif state == Section.Code.OPEN:
            open_for_an_hour(room.section, now=room.now)
            words = _("The code is open for an hour.")
        else:
            Section.objects.filter(pk=room.section.pk).update(
                code_state=state, code_open_until=None
            )
            words = _("The code is closed.") if state == "closed" else _("Open in school hours.")
        messages.success(request, words)
    return redirect("class_sign_in", class_key)


@staff_only
@require_POST
def end_sign_in(request: Request, class_key: str) -> HttpResponse:
    """Sign out one student, or the whole class."""
    room = classroom(request, class_key)
    form = _sent(ChildForm(request.POST, children=_children(room)))
    sessions = room.section.student_sessions.open_at(room.now)
    if form.cleaned_data["student"]:
        sessions = sessions.filter(student__in=form.chosen)
    ended = gate.end_sessions(sessions, now=room.now)
    words = ngettext("%(n)d device is signed out.", "%(n)d devices are signed out.", ended)
    messages.success(request, words % {"n": ended})
    return redirect("class_sign_in", class_key)


@staff_only
@require_POST
def try_again(request: Request, class_key: str, student_key: str) -> HttpResponse:
    """Let a student who had too many wrong tries try again at once."""
    room = classroom(request, class_key)
    here = room.section.students_on(room.today).select_related("school")
    student = get_object_or_404(here, key=student_key)
    gate.let_try_again(student=student, section=room.section, by=user_of(request))
    messages.success(request, _("%(name)s can try again now.") % {"name": student.called})
    return redirect("class_sign_in", class_key)


@staff_only
@require_POST
def new_secrets(request: Request, class_key: str) -> HttpResponse:
    """Give one student new secret pictures, or all who have none; they are shown this once."""
    room = classroom(request, class_key)
    form = _sent(NewSecretsForm(request.POST, children=_children(room)))
    key, by, chosen = form.cleaned_data["form_key"], user_of(request), form.chosen
    if not form.cleaned_data["student"]:
        chosen = gate.asked_for(chosen, form_key=key, by=by)
    given = gate.give_secrets(students=chosen, form_key=key, by=by, now=room.now)
    rows = [
        (child, [(name, SECRET_WORDS[name]) for name in pictures])
        for child, pictures in given
        if pictures
    ]
    return render(request, "students/new_secrets.html", room.page("students", rows=rows))


@staff_only
def sign_in_cards(request: Request, class_key: str) -> HttpResponse:
    """Print sign-in cards; on POST new ones are made and the old ones of those students end."""
    room = classroom(request, class_key)
    form = ChildForm(request.POST if request.method == "POST" else None, children=_children(room))
    if not form.is_valid():
        context = room.page("students", form=form, count=len(form.children))
        status = 422 if form.errors else 200
        return render(request, "students/cards_before.html", context, status=status)
    cards = print_cards(
        section=room.section,
        students=form.chosen,
        now=room.now,
        address=lambda token: request.build_absolute_uri(reverse("card_sign_in", args=[token])),
    )
    audit.record(
        AuditEntry.Action.RESET_SIGN_IN,
        actor=user_of(request),
        school_key=room.school.key,
        subject_key=form.cleaned_data["student"] or room.section.key,
        detail=f"{len(cards)} cards",
    )
    return render(request, "students/sign_in_cards.html", room.page("students", cards=cards))


def _sent(form: AnyForm) -> AnyForm:
    """A form of buttons, valid unless somebody tampered with it."""
    if not form.is_valid():
        raise Http404
    return form
