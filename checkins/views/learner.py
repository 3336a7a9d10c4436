"""A check-in nobody planned, the whole class in a list, and a student's raised hand."""

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.db.models import Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins import services
from checkins.board import raised_hand
from checkins.board.child import class_now, class_of, teacher_name
from checkins.forms.hold import AskForm, NewCheckInForm
from checkins.models import HelpRequest
from checkins.outcomes import OUTCOMES
from checkins.reasons import ICONS, in_words, reasons_for
from checkins.views.words import team_page
from plc import clock
from plc.access import staff_only, user_of
from plc.frozen import frozen
from plc.htmx import Request, render_page
from plc.models import FormKey
from students.access import student_of, students_only
from students.classroom import Classroom, classroom
from students.models import Section, Student


@frozen
class Waiting:
    """A student in the class's list. `met_on` is None when she was not met yet."""

    student: Student
    met_on: date | None
    days: int
    reason: str
    reason_icon: str
    is_long: bool


@staff_only
@require_safe
def checkins(request: Request, class_key: str) -> HttpResponse:
    """Everybody of the class, who waits longest first."""
    room = classroom(request, class_key)
    context = room.page("checkins", rows=_waiting(room), day=room.today)
    return render_page(request, "checkins/checkins.html", context)


def _waiting(room: Classroom) -> list[Waiting]:
    """Sorted by the last check-in here, then by name; who was never met comes first."""
    met = Max("checkins__held_on", filter=Q(checkins__section=room.section))
    students = room.section.students_on(room.today).annotate(met_on=met)
    by_name = sorted(students.order_by(), key=Student.in_order)
    rows = sorted(by_name, key=lambda one: getattr(one, "met_on") or date.min)  # noqa: B009
    because = reasons_for(room.section, rows, day=room.today, moods=False)
    return [
        Waiting(
            student,
            getattr(student, "met_on"),  # noqa: B009 - annotated
            because[student.pk].days,
            in_words(because[student.pk], room.today),
            ICONS[because[student.pk].reason],
            because[student.pk].days >= 21,
        )
        for student in rows
    ]


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_checkin(request: Request, student_key: str) -> HttpResponse:
    """Record a check-in that nobody planned; on POST, save it once."""
    context = team_page(request, student_key)
    student, today = context["student"], context["today"]
    section = context["section"] or class_of(student, today)
    if section is None:
        raise Http404
    form = NewCheckInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _hold_once(request, student, section, form, is_own=context["section"] is not None)
        messages.success(request, _("Saved: %(name)s") % {"name": student.called})
        return redirect("student_checkins", student.key)
    context |= {"form": form, "outcomes": OUTCOMES}
    status = 422 if form.errors else 200
    return render_page(request, "checkins/new_checkin.html", context, status=status)


@transaction.atomic
def _hold_once(
    request: Request, student: Student, section: Section, form: NewCheckInForm, *, is_own: bool
) -> None:
    """Save unless this form was saved before. A teacher's own plan of today counts it as held."""
    user, now = user_of(request), clock.now()
    facts = dict(form.cleaned_data)
    if not FormKey.objects.claimed(user=user, key=facts.pop("key")):
        return
    today = section.school.today(now)
    slots = student.slots.to_come().filter(plan__section=section, plan__on=today)
    slot = slots.select_related("plan").first() if is_own else None
    services.hold(student=student, section=section, teacher=user, slot=slot, now=now, **facts)


@students_only
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_help(request: Request) -> HttpResponse:
    """Raise a hand with one of three reasons; then see the place in the queue."""
    student = student_of(request)
    section = class_now(student, request.session.session_key, clock.now())
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and section:
        services.ask(student=student, section=section, now=clock.now(), **form.cleaned_data)
        return redirect("ask_for_help")
    today = student.school.today(clock.now())
    context = {
        "student": student,
        "here": "help",
        "form": form,
        "reasons": HelpRequest.Reason.choices,
        "hand": raised_hand(student, today),
        "teacher": teacher_name(section, today) if section else "",
    }
    status = 422 if form.errors else 200
    return render_page(
        request, "checkins/ask_for_help.html", context, partials={"help"}, status=status
    )


@students_only
@require_POST
def hand_down(request: Request) -> HttpResponse:
    """Take one's hand down again."""
    for hand in student_of(request).help_requests.waiting().select_related("section"):
        services.take_down(hand=hand)
    return redirect("ask_for_help")
