"""One student's check-ins and their words: read, added to, changed, printed for home."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins import notes
from checkins.forms.kept import ChangeNoteForm, NewNoteForm
from checkins.models import Audience, CheckIn, CheckInNote, Outcome, Promise, Roadblock, Slot
from checkins.places import clock_format
from plc import clock
from plc.access import staff_only, user_of
from plc.frozen import frozen
from plc.htmx import Request, partial_wanted, render_page
from plc.models import FormKey
from students.learner import learner_page
from students.models import Student

A_PAGE = 30
UNFOLDED = 5  # the newest; older ones are folded away
CLOSED_SHOWN = 20
PRINTED = 100


@frozen
class Held:
    """A check-in as the team's page shows it."""

    checkin: CheckIn
    labels: tuple[object, ...]
    words: tuple[notes.Words, ...]


@staff_only
@require_safe
def student_checkins(request: Request, student_key: str) -> HttpResponse:
    """What was said and seen with one student, for her team: others get 404."""
    context = team_page(request, student_key)
    student = context["student"]
    checkins = student.checkins.select_related("teacher")
    page = Paginator(checkins, A_PAGE).get_page(request.GET.get("page"))
    is_short = partial_wanted(request) == "checkin-summary"  # drawn on the profile, without words
    words = {} if is_short else notes.words_of(student, page, reader=user_of(request))
    held = [Held(row, _labels(row), words.get(row.pk, ())) for row in page]
    context |= {"page_of": page, "planned": _planned(student)}
    context |= {"newest": held[:UNFOLDED], "older": held[UNFOLDED:]}
    context |= {"count": page.paginator.count, "clock": clock_format(student.school)}
    context |= {} if is_short else _follow_ups(student)
    part = {"checkin-summary"}
    return render_page(request, "checkins/student_checkins.html", context, partials=part)


def _follow_ups(student: Student) -> dict[str, Any]:
    """What is open, and what was closed lately (one query each)."""
    people = ("student", "noted_by", "closed_by")
    blocks = Roadblock.objects.filter(student=student).select_related(*people)
    promises = Promise.objects.filter(student=student).select_related(*people)
    return {
        "roadblocks": blocks.open(),
        "promises": promises.open(),
        "over_roadblocks": blocks.closed()[:CLOSED_SHOWN],
        "over_promises": promises.closed()[:CLOSED_SHOWN],
    }


def team_page(request: Request, student_key: str) -> dict[str, Any]:
    """The learner's page, for those who teach or care for the child; 404 for others."""
    context = learner_page(request, student_key, "checkins")
    if not context["is_team"]:
        raise Http404
    return context


def _labels(checkin: CheckIn) -> tuple[object, ...]:
    known = dict(Outcome.choices)
    return tuple(known[value] for value in checkin.outcomes if value in known)


def _planned(student: Student) -> Slot | None:
    """Her next check-in; one whose block is over today is that no more."""
    local = student.school.local(clock.now())
    later = Q(plan__on__gt=local.date())
    still = Q(plan__on=local.date(), window__ends_at__gt=local.time())
    slots = student.slots.to_come().filter(later | still)
    return slots.select_related("plan", "window").order_by("plan__on", "starts_at").first()


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_note(request: Request, student_key: str, checkin_key: str) -> HttpResponse:
    """Add words to a check-in that was held, whoever held it."""
    context = team_page(request, student_key)
    checkin = get_object_or_404(context["student"].checkins, key=checkin_key)
    form = NewNoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _write_once(request, checkin, form)
        messages.success(request, _("Your words are kept."))
        return redirect("student_checkins", student_key)
    context |= {"form": form, "checkin": checkin}
    status = 422 if form.errors else 200
    return render_page(request, "checkins/new_note.html", context, status=status)


@transaction.atomic
def _write_once(request: Request, checkin: CheckIn, form: NewNoteForm) -> None:
    user, said = user_of(request), dict(form.cleaned_data)
    if FormKey.objects.claimed(user=user, key=said.pop("key")):
        notes.write(checkin=checkin, author=user, **said)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_note(request: Request, student_key: str, note_key: str) -> HttpResponse:
    """Change one's own words, or shared ones; if somebody else did meanwhile, show both texts."""
    context = team_page(request, student_key)
    note = notes.to_change(context["student"], note_key, reader=user_of(request))
    if note is None:
        raise Http404
    shown = {"text": note.text, "audience": note.audience}
    form = ChangeNoteForm(request.POST if request.method == "POST" else None, initial=shown)
    theirs = None
    if form.is_valid():
        try:
            notes.change(note=note, by=user_of(request), **form.cleaned_data)
        except notes.ChangedMeanwhile:
            form.add_error(None, _("Somebody changed these words while you wrote. Both are here."))
            theirs = notes.to_change(context["student"], note_key, reader=user_of(request))
        else:
            messages.success(request, _("Your words are changed."))
            return redirect("student_checkins", student_key)
    context |= {"form": form, "note": theirs or note, "theirs": theirs}
    context |= {"is_mine": note.author_id == user_of(request).pk}
    status = 422 if form.errors else 200
    return render_page(request, "checkins/edit_note.html", context, status=status)


@staff_only
@require_POST
def drop_note(request: Request, student_key: str, note_key: str) -> HttpResponse:
    """Take one's own words back for good."""
    student = team_page(request, student_key)["student"]
    if not notes.drop(student=student, key=note_key, by=user_of(request)):
        raise Http404
    messages.success(request, _("Your words are gone."))
    return redirect("student_checkins", student_key)


@staff_only
@require_safe
def print_home(request: Request, student_key: str) -> HttpResponse:
    """A sheet for home: the check-ins with words for the family, and nothing else."""
    context = team_page(request, student_key)
    student = context["student"]
    meant = CheckInNote.objects.filter(student=student, audience=Audience.FAMILY)
    held = list(
        student.checkins.filter(pk__in=meant.values("checkin")).select_related("teacher")[:PRINTED]
    )
    words = notes.for_home(student, held, reader=user_of(request))
    context["held"] = [Held(row, (), words[row.pk]) for row in held if row.pk in words]
    return render_page(request, "checkins/print_home.html", context)
