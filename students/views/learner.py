"""The students of a class, and who each of them is: what adults see."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plc import clock
from plc.access import staff_only, user_of
from plc.htmx import Request, render_page
from students import supports
from students.cards import CARDS, FOR_ADULTS, told
from students.classroom import classroom, own_sections
from students.desks import desks_of
from students.forms.learner import FindForm, StudentForm, SupportForm
from students.learner import learner_page
from students.models import Enrollment, ProfileAnswer, Student, Support

A_PAGE = 60
SPARKS_SHOWN = 5


def _asked_for(request: Request) -> str:
    """The letters to find a name by, or none."""
    form = FindForm(request.GET)
    return form.cleaned_data["q"] if form.is_valid() else ""


@staff_only
@require_safe
def students(request: Request, class_key: str) -> HttpResponse:
    """The class list, by name; `?q=` finds."""
    room = classroom(request, class_key)
    words = _asked_for(request)
    found = room.section.students_on(room.today).named(words)
    found = found.annotate(answered=Count("profile_answers")).order_by()
    by_name = sorted(found, key=Student.in_order)
    page = Paginator(by_name, A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({"q": words}) + "&" if words else ""
    context = room.page("students", q=words, query=query, page_of=page, card_count=len(CARDS))
    return render_page(request, "students/students.html", context, partials={"student-list"})


@staff_only
@require_safe
def find_student(request: Request, class_key: str) -> HttpResponse:
    """Find a student of any class one teaches; one hit opens at once."""
    room = classroom(request, class_key)
    words = _asked_for(request)
    mine = Student.objects.taught_by(user_of(request))
    found = sorted(mine.named(words)[:A_PAGE], key=Student.in_order) if words else []
    if len(found) == 1 and not request.htmx:
        return redirect("learner", found[0].key)
    context = room.page("students", q=words, found=found, most=A_PAGE)
    return render_page(request, "students/find_student.html", context, partials={"found"})


@staff_only
@require_safe
def desks(request: Request) -> HttpResponse:
    """Where one works: a class, one's students, a school; each role has its own pages."""
    return render(request, "students/desks.html", {"desks": desks_of(user_of(request))})


@staff_only
@require_safe
def caseload(request: Request) -> HttpResponse:
    """A specialist's own students, with their classes."""
    today = clock.today()
    roles = user_of(request).staff_roles.current(today).caring()
    now_in = Enrollment.objects.current(today).select_related("section")
    mine = Student.objects.filter(pk__in=roles.values("student"))
    mine = mine.prefetch_related(Prefetch("enrollments", now_in, to_attr="now_in"))
    page = Paginator(sorted(mine, key=Student.in_order), A_PAGE).get_page(request.GET.get("page"))
    context = {"page_of": page, "here": "caseload", "my_sections": own_sections(request)}
    return render(request, "students/caseload.html", context)


@staff_only
@require_safe
def learner(request: Request, student_key: str) -> HttpResponse:
    """Who a student is: strengths and interests first, needs and supports for her team alone."""
    form = SupportForm(initial={"form_key": uuid4()})
    return _learner(request, student_key, form)


def _learner(request: Request, student_key: str, form: SupportForm) -> HttpResponse:
    page = learner_page(request, student_key, "profile")
    student, reader, is_team = page["student"], user_of(request), page["is_team"]
    answers = ProfileAnswer.objects.visible_to(reader).filter(student=student).open_to_school()
    team = supports.ForTheTeam()  # an admin's page does not even ask
    private = supports.for_the_team(student, reader=reader) if is_team else team
    shown = [*answers, private.needs] if private.needs else list(answers)
    page |= {
        "facts": told(shown, FOR_ADULTS, own_words=is_team),
        "supports": private.supports,
        "support_form": form,
        "sparks": student.sparks.all()[:SPARKS_SHOWN] if is_team else (),
    }
    return render(request, "students/learner.html", page, status=422 if form.errors else 200)


@staff_only
def edit_student(request: Request, student_key: str) -> HttpResponse:
    """Correct a student's name, grade or language by hand."""
    student = _taught(request, student_key)
    page = learner_page(request, student_key, "profile")
    data = request.POST if request.method == "POST" else None
    form = StudentForm(data, instance=student)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved. A later import keeps what you wrote."))
        return redirect("learner", student_key)
    page["form"] = form
    return render(request, "students/edit_student.html", page, status=422 if form.errors else 200)


@staff_only
@require_POST
def new_support(request: Request, student_key: str) -> HttpResponse:
    """Add a support need."""
    student = _taught(request, student_key)
    form = SupportForm(request.POST)
    if not form.is_valid():
        return _learner(request, student_key, form)
    supports.add_support(student=student, by=user_of(request), now=clock.now(), **form.cleaned_data)
    messages.success(request, _("The support is written down."))
    return redirect("learner", student_key)


@staff_only
@require_POST
def drop_support(request: Request, student_key: str, support_key: str) -> HttpResponse:
    """End a support that is no longer needed."""
    mine = Support.objects.visible_to(user_of(request))
    support = get_object_or_404(mine, key=support_key, student__key=student_key)
    supports.end_support(support=support, now=clock.now())
    messages.success(request, _("The support is ended."))
    return redirect("learner", student_key)


def _taught(request: Request, student_key: str) -> Student:
    mine = Student.objects.taught_by(user_of(request)).select_related("school")
    return get_object_or_404(mine, key=student_key)
