"""Six short cards about me: what a student says of herself."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from plc import clock
from plc.htmx import Request
from students.access import student_of, students_only
from students.cards import CARD_BY_NAME, CARDS, CardText, told
from students.forms.learner import CardForm
from students.models import Student


@students_only
@require_safe
def my_profile(request: Request) -> HttpResponse:
    """All six cards, with what I have said so far."""
    student = student_of(request)
    cards = told(student.profile_answers.all())
    to_do = [card.text for card in cards if not card.words]
    context = {
        "student": student,
        "here": "my_day",
        "cards": cards,
        "done": len(cards) - len(to_do),
        "next_card": to_do[0] if to_do else None,
    }
    return render(request, "students/my_profile.html", context)


@students_only
def profile_card(request: Request, card: str) -> HttpResponse:
    """One card; on POST, keep what I said and show the next. Each can be skipped."""
    if card not in CARD_BY_NAME:
        raise Http404
    student, text = student_of(request), CARD_BY_NAME[card]
    if request.method == "POST":
        form = CardForm(request.POST, card=text)
        if form.is_valid():
            _keep(student, form)
            after = _after(text)
            return redirect("profile_card", after.card) if after else redirect("my_profile")
    else:
        form = CardForm.showing(text, student.profile_answers.filter(card=card).first())
    context = {"student": student, "here": "my_day", "form": form, "card": text}
    context |= {"cards": CARDS, "number": CARDS.index(text) + 1, "after": _after(text)}
    status = 422 if form.errors else 200
    return render(request, "students/profile_card.html", context, status=status)


def _keep(student: Student, form: CardForm) -> None:
    """Keep the answer; an emptied card is as if never filled."""
    if form.is_empty:
        student.profile_answers.filter(card=form.card.card).delete()
        return
    student.profile_answers.update_or_create(
        card=form.card.card,
        defaults={
            **form.cleaned_data,
            "answered_at": clock.now(),
            "written_by": None,
            "school": student.school,
        },
    )


def _after(text: CardText) -> CardText | None:
    """The next card, or None after the last."""
    place = CARDS.index(text) + 1
    return CARDS[place] if place < len(CARDS) else None
