"""The day on paper: a sheet and cards to print, and a grid to type them back."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from checkins.board import PaperDay, paper_day
from checkins.forms.paper import SheetForm
from checkins.models import Topic
from checkins.outcomes import OUTCOMES
from checkins.services import TypedBack
from checkins.services import type_back as record
from plc.access import staff_only, user_of
from plc.htmx import Request
from students.calendar import ONE_DAY
from students.classroom import Classroom, classroom


@staff_only
@require_safe
def day_sheet(request: Request, class_key: str, day: date) -> HttpResponse:
    """Everyone of the class on a sheet to write on: one or two pages for 28."""
    return _printed(request, class_key, day, "checkins/day_sheet.html")


@staff_only
@require_safe
def checkin_cards(request: Request, class_key: str, day: date) -> HttpResponse:
    """A card a student, eight a page, to cut out and write on."""
    return _printed(request, class_key, day, "checkins/checkin_cards.html")


def _printed(request: Request, class_key: str, day: date, template: str) -> HttpResponse:
    room = classroom(request, class_key)
    paper = paper_day(room.section, day, room.now)
    return render(request, template, _context(room, paper))


def _context(room: Classroom, paper: PaperDay) -> dict[str, object]:
    topics = [(value, label, str(label)[:1]) for value, label in Topic.choices]
    return room.page("checkins", day=paper.on, paper=paper, outcomes=OUTCOMES, topics=topics)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def type_back(request: Request, class_key: str, day: date) -> HttpResponse:
    """Type a day back from paper; on POST, save every row, or none and say which to look at."""
    room = classroom(request, class_key)
    paper = paper_day(room.section, day, room.now)
    data = request.POST if request.method == "POST" and not paper.is_ahead else None
    form = SheetForm(data, rows=paper.rows, initial={"form_key": uuid4()})
    if form.is_valid():
        done = record(
            section=room.section,
            day=day,
            teacher=user_of(request),
            lines=form.sent(),
            form_key=form.cleaned_data["form_key"],
            now=room.now,
        )
        _say(request, done)
        return redirect("type_back", class_key, day)
    context = _context(room, paper) | {"form": form, "next_day": _next_day(room, day)}
    status = 422 if form.errors else 200
    return render(request, "checkins/type_back.html", context, status=status)


def _next_day(room: Classroom, day: date) -> date:
    """Where those who were not met come first: the next school day that is not over."""
    return room.school.calendar().next_open(max(day + ONE_DAY, room.today))


def _say(request: Request, done: TypedBack | None) -> None:
    if done is None:
        messages.info(request, _("This sheet was saved already."))
        return
    words = [ngettext("%(n)d met", "%(n)d met", done.met) % {"n": done.met}]
    if done.absent:
        words.append(ngettext("%(n)d absent", "%(n)d absent", done.absent) % {"n": done.absent})
    if done.known:
        known = ngettext("%(n)d was recorded before", "%(n)d were recorded before", done.known)
        words.append(known % {"n": done.known})
    messages.success(request, _("Saved: %(what)s.") % {"what": ", ".join(words)})
