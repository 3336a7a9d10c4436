"""Bringing a class list in, in steps: choose, match columns, check, done.

A teacher's class and a whole school go the same way; `Desk` holds what differs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from plc.access import staff_only
from plc.htmx import Request, render_page
from students.access import school_admins_only
from students.forms.roster_import import (
    ActionForm,
    AddForm,
    AnswerForm,
    ReadingForm,
    RowForm,
    ShowForm,
)
from students.forms.roster_list import ListForm, is_bundle, refusal, words
from students.import_check import Check, letters_of
from students.import_desk import Desk, class_desk, school_desk
from students.importing import Outdated
from students.models import RosterUpload
from students.roster.model import Reading
from students.uploads import (
    Change,
    ManyLeaveError,
    NotReadyError,
    add,
    after,
    decide,
    extent_of,
    keep,
    outcome,
    read,
    was_added,
    without_skips,
)

A_PAGE = 50
_COUNTS = "import_done"  # in the session: (key of the upload, what went in)


# --- the addresses --------------------------------------------------------------------------------
@staff_only
def import_class_list(request: Request, class_key: str) -> HttpResponse:
    """Choose a list for one's own class."""
    return _choose(request, class_desk(request, class_key))


@staff_only
def import_class_step(request: Request, class_key: str, upload_key: str) -> HttpResponse:
    """Match the columns of the list, or check it; on POST, one of the buttons."""
    return _step(request, class_desk(request, class_key), upload_key)


@staff_only
@require_safe
def import_class_done(request: Request, class_key: str, upload_key: str) -> HttpResponse:
    """What went in, and where to go on."""
    return _done(request, class_desk(request, class_key), upload_key)


@school_admins_only
def import_roster(request: Request) -> HttpResponse:
    """Choose a roster for the whole school."""
    return _choose(request, school_desk(request))


@school_admins_only
def import_school_step(request: Request, upload_key: str) -> HttpResponse:
    """Match the columns of the roster, or check it; on POST, one of the buttons."""
    return _step(request, school_desk(request), upload_key)


@school_admins_only
@require_safe
def import_school_done(request: Request, upload_key: str) -> HttpResponse:
    """What went in, and where to go on."""
    return _done(request, school_desk(request), upload_key)


# --- choose ---------------------------------------------------------------------------------------
def _choose(request: Request, desk: Desk) -> HttpResponse:
    is_sent = request.method == "POST"
    form = ListForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        is_class=desk.section is not None,
        sent_bytes=int(request.META.get("CONTENT_LENGTH") or 0),
    )
    if form.is_valid():
        upload = keep(
            sent=form.sent, school=desk.school, section=desk.section, by=desk.user, now=desk.now
        )
        meant = ReadingForm(request.GET)  # a class's page leads here with its name
        if meant.is_valid() and meant.cleaned_data["class_name"] and desk.section is None:
            decide(upload=upload, change=meant.change)
        return redirect(desk.step_url(upload.key))
    context = desk.page(form=form, at=1)
    return render(request, "students/import_list.html", context, status=422 if is_sent else 200)


# --- one step -------------------------------------------------------------------------------------
def _step(request: Request, desk: Desk, upload_key: str) -> HttpResponse:
    upload = desk.upload(upload_key)
    if upload is None:
        if was_added(upload_key=upload_key, by=desk.user):  # a second click, or the way back
            return redirect(desk.done_url(upload_key))
        raise Http404
    if request.method != "POST":
        return _show(request, desk, upload)
    form = ActionForm(request.POST)
    if not form.is_valid():
        raise Http404
    return _ACTIONS[form.cleaned_data["action"]](request, desk, upload)


def _show(request: Request, desk: Desk, upload: RosterUpload, **said: Any) -> HttpResponse:
    """The questions that are open, or else the check page."""
    reading = read(upload)
    shown = _shown(request)
    if reading.questions or (shown["match"] and reading.columns):
        form = AnswerForm(reading=reading, rematch=shown["match"])
        return _ask(request, desk, upload, form, **said)
    check = Check(upload, outcome(upload, reading, desk.now))
    show = shown["show"] or "all"
    page = Paginator(check.rows(show), A_PAGE).get_page(shown["page"])
    context = desk.page(
        at=3,
        upload=upload,
        check=check,
        show=show,
        rows=page,
        lines=[check.line(row, shown["edit"]) for row in page],
        query=urlencode({"show": show}) + "&",
        notes=[words(note) for note in reading.notes],
        file_errors=[words(error) for error in reading.file_errors],
        is_bundle=is_bundle(reading),
        how=ReadingForm(initial={"extent": extent_of(upload)}),
        **said,
    )
    status = 422 if said.get("problem") else 200
    template = "students/import_check.html"
    return render_page(request, template, context, partials={"import-rows"}, status=status)


def _shown(request: Request) -> dict[str, Any]:
    """What of the list to show; what makes no sense is left out."""
    form = ShowForm(request.GET)
    form.is_valid()
    return {name: form.cleaned_data.get(name) for name in form.fields}


def _ask(
    request: Request, desk: Desk, upload: RosterUpload, form: AnswerForm, **said: Any
) -> HttpResponse:
    letters = letters_of(upload, form.reading) if form.reading.columns else ""
    context = desk.page(at=2, upload=upload, form=form, how=ReadingForm(), letters=letters, **said)
    status = 422 if form.errors or said.get("problem") else 200
    return render(request, "students/import_columns.html", context, status=status)


def _done(request: Request, desk: Desk, upload_key: str) -> HttpResponse:
    if not was_added(upload_key=upload_key, by=desk.user):
        raise Http404
    key, counts = request.session.get(_COUNTS, ("", {}))
    context = desk.page(at=4, saved=counts if key == upload_key else {})
    return render(request, "students/import_done.html", context)


# --- the buttons ----------------------------------------------------------------------------------
def _answer(request: Request, desk: Desk, upload: RosterUpload) -> HttpResponse:
    """Keep the answers, unless nothing could be read with them."""
    form = AnswerForm(request.POST, reading=read(upload), rematch=bool(_shown(request)["match"]))
    if form.is_valid():
        if not (refused := _refused(desk, upload, form.change)):
            decide(upload=upload, change=form.change)
            return redirect(desk.step_url(upload.key))
        form.add_error(None, refused)
    return _ask(request, desk, upload, form)


def _reread(request: Request, desk: Desk, upload: RosterUpload) -> HttpResponse:
    """Read the letters another way, name the class of them all, or say who is on the list."""
    form = ReadingForm(request.POST)
    if not form.is_valid():
        raise Http404
    if refused := _refused(desk, upload, form.change):
        return _show(request, desk, upload, problem=refused)
    decide(upload=upload, change=form.change)
    return redirect(desk.step_url(upload.key))


def _refused(desk: Desk, upload: RosterUpload, change: Change) -> str:
    return refusal(after(upload, change), is_class=desk.section is not None)


def _row(request: Request, desk: Desk, upload: RosterUpload) -> HttpResponse:
    """Fix one row, leave it out, or say who is meant."""
    reading = read(upload)
    form = _row_form(request, reading)
    if form is not None and not form.is_valid():
        problem = next(iter(form.errors.values()))[0]
        return _show(request, desk, upload, problem=problem)
    if form is not None:
        upload = decide(upload=upload, change=form.change)
    return _shown_again(request, desk, upload)


def _row_form(request: Request, reading: Reading) -> RowForm | None:
    """The form of the row with this line, if it is still there."""
    line = request.POST.get("line", "")
    return next(
        (RowForm(request.POST, row=row) for row in reading.rows if str(row.line) == line), None
    )


def _unskip(request: Request, desk: Desk, upload: RosterUpload) -> HttpResponse:
    return _shown_again(request, desk, decide(upload=upload, change=without_skips))


def _shown_again(request: Request, desk: Desk, upload: RosterUpload) -> HttpResponse:
    if request.htmx:
        return _show(request, desk, upload, said=True)
    kept = {name: value for name, value in _shown(request).items() if value and name != "edit"}
    return redirect(f"{desk.step_url(upload.key)}?{urlencode(kept)}#rows")


def _add(request: Request, desk: Desk, upload: RosterUpload) -> HttpResponse:
    how = ReadingForm(request.POST)
    if how.is_valid() and how.cleaned_data["extent"] not in {"", extent_of(upload)}:
        upload = decide(upload=upload, change=how.change)
        problem = _("You chose who is on this list. See below what that changes, then save.")
        return _show(request, desk, upload, problem=problem)
    form = AddForm(request.POST)
    form.is_valid()  # two boxes: ticked or not
    try:
        saved = add(upload=upload, by=desk.user, now=desk.now, **form.cleaned_data)
    except NotReadyError:
        problem = _("Some rows need you first. Fix or skip them, or add only those that are ready.")
        return _show(request, desk, upload, problem=problem)
    except Outdated:
        problem = _("Somebody changed the classes just now. Look once more, then add.")
        return _show(request, desk, upload, problem=problem)
    except ManyLeaveError as many:
        return _show(request, desk, upload, problem=_many_leave(many.count))
    if saved is not None:
        request.session[_COUNTS] = (
            upload.key,
            {**saved.counts, "without_email": saved.staff_without_email},
        )
    return redirect(desk.done_url(upload.key))


def _many_leave(count: int) -> str:
    return ngettext(
        "%(n)d student would leave, more than one in ten. Tick the box if that is right.",
        "%(n)d students would leave, more than one in ten. Tick the box if that is right.",
        count,
    ) % {"n": count}


def _cancel(request: Request, desk: Desk, upload: RosterUpload) -> HttpResponse:
    upload.delete()
    messages.success(request, _("The list is deleted. Nothing was saved."))
    return redirect(desk.back)


_Action = Callable[[Request, Desk, RosterUpload], HttpResponse]
_ACTIONS: dict[str, _Action] = {
    "answer": _answer,
    "read": _reread,
    "row": _row,
    "unskip": _unskip,
    "add": _add,
    "cancel": _cancel,
}
