"""A teacher's view of her class's way in: the code, who is signed in, new secrets, cards."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from plc.access import staff_only, user_of
from plc.htmx import Request
from students import sign_in as gate
from students.class_code import open_for_an_hour, set_new_code
from students.classroom import Classroom, classroom
from students.forms.sign_in import CodeStateForm
from students.models import Section, Student, StudentSession, is_code_open
from students.pictures import SECRET_WORDS
from students.qr import print_cards


@staff_only
@require_safe
def class_sign_in(request: Request, class_key: str) -> HttpResponse:
    """The code, and each student with the sessions she has open."""
    room = classroom(request, class_key)
    sessions: dict[int, list[StudentSession]] = {}
    for session in room.section.student_sessions.open_at(room.now):
        sessions.setdefault(session.student_id, []).append(session)
    rows = [(child, sessions.get(child.pk, [])) for child in _children(room)]
    context = room.page(
        "students",
        rows=rows,
        is_open=is_code_open(room.section, room.now),
        signed_in=len(sessions),
        without=sum(not child.secret_digest for child, _sessions in rows),
    )
    return render(request, "students/class_sign_in.html", context)


def _children(room: Classroom) -> list[Student]:
    return list(room.section.students_on(room.today).select_related("school"))


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
    """Sign out one student (`student` is her key), or the whole class."""
    room = classroom(request, class_key)
    sessions = room.section.student_sessions.open_at(room.now)
    if key := request.POST.get("student", ""):
        sessions = sessions.filter(student__key=key)
    ended = gate.end_sessions(sessions, now=room.now)
    words = ngettext("%(n)d device is signed out.", "%(n)d devices are signed out.", ended)
    messages.success(request, words % {"n": ended})
    return redirect("class_sign_in", class_key)


@staff_only
@require_POST
def new_secrets(request: Request, class_key: str) -> HttpResponse:
    """Give one student new secret pictures, or all who have none; they are shown this once."""
    room = classroom(request, class_key)
    key = request.POST.get("student", "")
    chosen = [
        child for child in _children(room) if (child.key == key if key else not child.secret_digest)
    ]
    given = gate.give_secrets(students=chosen, by=user_of(request), now=room.now)
    rows = [(child, [(name, SECRET_WORDS[name]) for name in pictures]) for child, pictures in given]
    return render(request, "students/new_secrets.html", room.page("students", rows=rows))


@staff_only
def sign_in_cards(request: Request, class_key: str) -> HttpResponse:
    """Print a card for each student; on POST new ones are made and the old ones stop working."""
    room = classroom(request, class_key)
    children = _children(room)
    if request.method != "POST":
        context = room.page("students", count=len(children))
        return render(request, "students/cards_before.html", context)
    cards = print_cards(
        section=room.section,
        students=children,
        now=room.now,
        address=lambda token: request.build_absolute_uri(reverse("card_sign_in", args=[token])),
    )
    return render(request, "students/sign_in_cards.html", room.page("students", cards=cards))
