"""The students of a class, and who each of them is."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plc import clock
from plc.access import staff_only, user_of
from plc.htmx import Request, render_page
from students.access import student_of, students_only
from students.cards import CARD_BY_NAME, CARDS, words_of
from students.classroom import classroom
from students.forms.learner import CardForm, FindForm, StudentForm, SupportForm
from students.learner import learner_page
from students.models import Card, ProfileAnswer, Student, Support
from students.supports import add_support, end_support, supports_of

A_PAGE = 60


@staff_only
@require_safe
def students(request: Request, class_key: str) -> HttpResponse:
    """The class list, by name; `?q=` finds."""
    room = classroom(request, class_key)
    form = FindForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = room.section.students_on(room.today).named(words)
    found = found.annotate(answered=Count("profile_answers")).order_by("called", "name", "pk")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = room.page("students", form=form, q=words, page_of=page, card_count=len(CARDS))
    return render_page(request, "students/students.html", context, partials={"student-list"})


@staff_only
@require_safe
def find_student(request: Request, class_key: str) -> HttpResponse:
    """Find a student of any class one teaches; one hit opens at once."""
    room = classroom(request, class_key)
    form = FindForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    mine = Student.objects.taught_by(user_of(request))
    found = list(mine.named(words)[:A_PAGE]) if words else []
    if len(found) == 1:
        return redirect("learner", found[0].key)
    context = room.page("students", form=form, q=words, found=found, most=A_PAGE)
    return render_page(request, "students/find_student.html", context, partials={"found"})


@staff_only
@require_safe
def caseload(request: Request) -> HttpResponse:
    """A specialist's own students."""
    today = clock.today()
    roles = user_of(request).staff_roles.current(today).caring()
    mine = Student.objects.filter(pk__in=roles.values("student")).order_by("called", "pk")
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "students/caseload.html", {"page_of": page, "here": "caseload"})


@staff_only
@require_safe
def learner(request: Request, student_key: str) -> HttpResponse:
    """Who a student is: strengths and interests first, needs and supports for her team alone."""
    page = learner_page(request, student_key, "profile")
    student, is_team = page["student"], page["is_team"]
    private = set() if is_team else {Card.NEEDS}
    answers = {row.card: row for row in student.profile_answers.all()}
    page["facts"] = [
        (text, words_of(text.card, answers[text.card].choices, answers[text.card].words))
        for text in CARDS
        if text.card in answers and text.card not in private
    ]
    page["supports"] = supports_of(student, reader=user_of(request)) if is_team else []
    page["support_form"] = SupportForm()
    page["sparks"] = student.sparks.all()[:5]
    page["answered"] = len(answers)
    return render(request, "students/learner.html", page)


@staff_only
def edit_student(request: Request, student_key: str) -> HttpResponse:
    """Correct a student's name, grade or language by hand."""
    page = learner_page(request, student_key, "profile")
    mine = Student.objects.taught_by(user_of(request)).select_related("school")
    student = get_object_or_404(mine, key=student_key)
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
    mine = Student.objects.taught_by(user_of(request)).select_related("school")
    student = get_object_or_404(mine, key=student_key)
    form = SupportForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        add_support(student=student, text=text, by=user_of(request), now=clock.now())
        messages.success(request, _("The support is written down."))
    else:
        messages.error(request, _("Write the support in a few words, at most 200 letters."))
    return redirect("learner", student_key)


@staff_only
@require_POST
def drop_support(request: Request, student_key: str, support_key: str) -> HttpResponse:
    """End a support that is no longer needed."""
    mine = Support.objects.visible_to(user_of(request))
    support = get_object_or_404(mine, key=support_key, student__key=student_key)
    end_support(support=support, now=clock.now())
    messages.success(request, _("The support is ended."))
    return redirect("learner", student_key)


@students_only
def my_profile(request: Request, card: str = "") -> HttpResponse:
    """Six short cards about me, one at a time; each can be skipped."""
    student = student_of(request)
    answers = {row.card: row for row in student.profile_answers.all()}
    if card not in CARD_BY_NAME:
        context = {"student": student, "here": "my_day", "cards": _told(answers)}
        return render(request, "students/my_profile.html", context)
    text = CARD_BY_NAME[card]
    form = CardForm.showing(text, answers.get(card))
    if request.method == "POST":
        form = CardForm(request.POST, card=text)
        if form.is_valid():
            _keep(student, card, form)
            return _next_card(card)
    number = [known.card.value for known in CARDS].index(card) + 1
    context = {"student": student, "here": "my_day", "form": form, "card": text}
    context |= {"number": number, "count": len(CARDS), "after": _after(card)}
    status = 422 if form.errors else 200
    return render(request, "students/profile_card.html", context, status=status)


def _told(answers: dict[str, ProfileAnswer]) -> list[tuple[object, list[str]]]:
    """Each card with the words said on it so far."""
    return [
        (text, words_of(text.card, answers[text.card].choices, answers[text.card].words))
        if text.card in answers
        else (text, [])
        for text in CARDS
    ]


def _keep(student: Student, card: str, form: CardForm) -> None:
    said = form.cleaned_data
    ProfileAnswer.objects.update_or_create(
        student=student,
        card=card,
        defaults={**said, "answered_at": clock.now(), "written_by": None, "school": student.school},
    )


def _after(card: str) -> str:
    """The next card's name, or empty after the last."""
    order = [text.card.value for text in CARDS]
    place = order.index(card) + 1
    return order[place] if place < len(order) else ""


def _next_card(card: str) -> HttpResponse:
    after = _after(card)
    return redirect("profile_card", after) if after else redirect("my_profile")
