"""The school itself: its name and hours, its terms, the days without school."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.forms import model_to_dict
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plc import audit
from plc.access import user_of
from plc.htmx import Request
from plc.models import AuditEntry
from students.access import school_admins_only
from students.forms.admin import (
    ClosedDayForm,
    OfSchoolForm,
    RowForm,
    SchoolForm,
    SwitchForm,
    TermForm,
)
from students.models import ClosedDay, Term
from students.office import Office, office
from students.views.admin.lists import page_of


@school_admins_only
def school_settings(request: Request) -> HttpResponse:
    """The school's name, hours, terms and closed days; on POST, save the first part."""
    desk = office(request)
    form = SchoolForm(request.POST if request.method == "POST" else None, instance=desk.school)
    if form.is_valid():
        _save(request, desk, form, ", ".join(form.changed_data))
        messages.success(request, _("Saved."))
        return redirect("school_settings")
    if form.errors:  # a form writes what was typed into its row, and the header shows the row
        desk.school.refresh_from_db()
    return _settings_page(request, desk, form=form)


@transaction.atomic
def _save(request: Request, desk: Office, form: SchoolForm | OfSchoolForm, detail: str) -> None:
    form.save()
    _written(request, desk, detail)


def _settings_page(
    request: Request,
    desk: Office,
    *,
    form: SchoolForm | None = None,
    term_form: TermForm | None = None,
    day_form: ClosedDayForm | None = None,
) -> HttpResponse:
    """The whole page; whichever of its three forms was wrong is shown as it was sent."""
    school = desk.school
    sent = [each for each in (form, term_form, day_form) if each is not None]
    context = desk.page(
        "settings",
        form=form or SchoolForm(instance=school),
        term_form=term_form or TermForm(school=school, auto_id="term_%s"),
        day_form=day_form or ClosedDayForm(school=school, auto_id="day_%s"),
        terms=school.terms.all(),
        closed_days=page_of(request, school.closed_days.all()),
    )
    status = 422 if any(each.errors for each in sent) else 200
    return render(request, "students/school_settings.html", context, status=status)


@school_admins_only
@require_POST
def new_term(request: Request) -> HttpResponse:
    """Add a term, or bring one back that was removed just now."""
    desk = office(request)
    form = TermForm(_asked(request), school=desk.school, auto_id="term_%s")
    if not form.is_valid():
        return _settings_page(request, desk, term_form=form)
    _save(request, desk, form, f"term added: {form.instance.name}")
    messages.success(request, _("The term is added."))
    return redirect("school_settings")


@school_admins_only
@require_POST
@transaction.atomic
def drop_term(request: Request) -> HttpResponse:
    """Remove a term that no class hangs on."""
    desk = office(request)
    form = RowForm(request.POST, rows=desk.school.terms.all())
    if not form.is_valid():
        raise Http404
    term = form.cleaned_data["row"]
    if term.sections.exists():
        messages.error(request, _("Classes belong to this term, so it stays."))
    else:
        _written(request, desk, f"term removed: {term.name}")
        term.delete()
        undo = _undo("new_term", term, TermForm)
        messages.success(request, _("The term is removed."), extra_tags=undo)
    return redirect("school_settings")


@school_admins_only
@require_POST
def new_closed_day(request: Request) -> HttpResponse:
    """Add days without school, or with half a day of it; or bring them back."""
    desk = office(request)
    form = ClosedDayForm(_asked(request), school=desk.school, auto_id="day_%s")
    if not form.is_valid():
        return _settings_page(request, desk, day_form=form)
    day = form.instance
    _save(request, desk, form, f"{'half' if day.is_half else 'closed'} {day.on} {day.until or ''}")
    messages.success(request, _("The calendar is changed."))
    return redirect("school_settings")


@school_admins_only
@require_POST
@transaction.atomic
def drop_closed_day(request: Request) -> HttpResponse:
    """There is a whole day of school after all."""
    desk = office(request)
    form = RowForm(request.POST, rows=desk.school.closed_days.all())
    if not form.is_valid():
        raise Http404
    day = form.cleaned_data["row"]
    _written(request, desk, f"opened {day.on}")
    day.delete()
    undo = _undo("new_closed_day", day, ClosedDayForm)
    messages.success(request, _("There is a whole day of school."), extra_tags=undo)
    return redirect("school_settings")


def _undo(adds: str, row: Term | ClosedDay, form: type[TermForm | ClosedDayForm]) -> str:
    """The address that adds a removed row again: what it held stands there."""
    values = model_to_dict(row, fields=form.Meta.fields)
    return f"{reverse(adds)}?{urlencode({name: said for name, said in values.items() if said})}"


def _asked(request: Request) -> QueryDict:
    """What to add: sent by the form, or by the undo, in the address."""
    return request.GET if SwitchForm(request.POST).is_done(is_on=True) else request.POST


def _written(request: Request, desk: Office, detail: str) -> None:
    audit.record(
        AuditEntry.Action.CHANGED_SCHOOL,
        actor=user_of(request),
        school_key=desk.school.key,
        detail=detail,
    )
