"""The pages of those who run a school: classes, people, settings."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plc import audit
from plc.access import user_of
from plc.htmx import Request
from plc.models import AuditEntry, User
from students import people as staff
from students.access import school_admins_only
from students.class_code import set_new_code
from students.forms.admin import (
    ClosedDayForm,
    EnrollForm,
    FilterForm,
    PersonForm,
    SchoolForm,
    SectionForm,
    TermForm,
)
from students.models import ClosedDay, Enrollment, Section, StaffRole, Term
from students.office import Office, office

A_PAGE = 50


def _page(request: Request, rows: QuerySet) -> Page:
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def _words(request: Request) -> str:
    form = FilterForm(request.GET)
    return form.cleaned_data["q"] if form.is_valid() else ""


# --- classes --------------------------------------------------------------------------------------
@school_admins_only
def classes(request: Request) -> HttpResponse:
    """The school's classes with their teachers and sizes; on POST, add one."""
    desk = office(request)
    form = SectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.instance.school = desk.school
        section = form.save()
        set_new_code(section)
        messages.success(request, _("The class is added. Give it a teacher next."))
        return redirect("class_detail", section.key)
    rows = _page(request, _classes(desk, _words(request)))
    context = desk.page("classes", rows=rows, form=form, q=_words(request))
    status = 422 if form.errors else 200
    return render(request, "students/classes.html", context, status=status)


def _classes(desk: Office, words: str) -> QuerySet[Section]:
    """Classes with `size`, `teacher` (the first by name) and `has_more` teachers."""
    enrolled = (
        Enrollment.objects.current(desk.today)
        .filter(section=OuterRef("pk"))
        .order_by()
        .values("section")
        .annotate(n=Count("pk"))
        .values("n")
    )
    teachers = StaffRole.objects.current(desk.today).teaching().filter(section=OuterRef("pk"))
    found = desk.school.sections.annotate(
        size=Subquery(enrolled),
        teacher=Subquery(teachers.order_by("-kind", "user__name").values("user__name")[:1]),
    )
    if words:
        found = found.filter(Q(name__icontains=words) | Q(teacher__icontains=words))
    return found.order_by("archived_at", "name", "pk")


@school_admins_only
@require_safe
def class_detail(request: Request, class_key: str) -> HttpResponse:
    """One class: its teachers and students."""
    desk = office(request)
    section = get_object_or_404(desk.school.sections, key=class_key)
    return _class_page(request, desk, section, EnrollForm(school=desk.school))


def _class_page(request: Request, desk: Office, section: Section, form: EnrollForm) -> HttpResponse:
    roles = section.staff_roles.current(desk.today).select_related("user")
    context = desk.page(
        "classes",
        section_shown=section,
        roles=roles.order_by("-kind", "user__name"),
        rows=_page(request, section.students_on(desk.today)),
        form=form,
    )
    status = 422 if form.errors else 200
    return render(request, "students/class_detail.html", context, status=status)


@school_admins_only
@require_POST
def enroll_student(request: Request, class_key: str) -> HttpResponse:
    """Put a student of the school into a class."""
    desk = office(request)
    section = get_object_or_404(desk.school.sections, key=class_key)
    form = EnrollForm(request.POST, school=desk.school)
    if not form.is_valid():
        return _class_page(request, desk, section, form)
    staff.enroll(section=section, student=form.student, today=desk.today)
    messages.success(request, _("%(name)s is in the class.") % {"name": form.student.name})
    return redirect("class_detail", class_key)


@school_admins_only
@require_POST
def end_enrollment(request: Request, class_key: str, student_key: str) -> HttpResponse:
    """A student leaves the class; nothing of hers is deleted."""
    desk = office(request)
    section = get_object_or_404(desk.school.sections, key=class_key)
    student = get_object_or_404(desk.school.students, key=student_key)
    staff.leave(section=section, student=student, today=desk.today)
    messages.success(request, _("%(name)s has left the class.") % {"name": student.name})
    return redirect("class_detail", class_key)


@school_admins_only
@require_POST
def archive_class(request: Request, class_key: str) -> HttpResponse:
    """Put a class away, or take it out again."""
    desk = office(request)
    section = get_object_or_404(desk.school.sections, key=class_key)
    section.archived_at = None if section.archived_at else desk.now
    section.save(update_fields=["archived_at"])
    words = _("The class is put away.") if section.archived_at else _("The class is back.")
    messages.success(request, words)
    return redirect("classes")


# --- people ---------------------------------------------------------------------------------------
@school_admins_only
def people(request: Request) -> HttpResponse:
    """Who works here, and as what; on POST, add somebody and invite her."""
    desk = office(request)
    data = request.POST if request.method == "POST" else None
    form = PersonForm(data, school=desk.school)
    if form.is_valid():
        user, is_new = staff.give_role(
            school=desk.school, by=user_of(request), today=desk.today, **form.cleaned_data
        )
        if is_new:
            staff.invite(request=request, user=user, school=desk.school)
        messages.success(request, _added(user, is_new))
        return redirect("people")
    rows = _page(request, _roles(desk, _words(request)))
    context = desk.page("people", rows=rows, form=form, q=_words(request))
    return render(request, "students/people.html", context, status=422 if form.errors else 200)


def _added(user: User, is_new: bool) -> str:
    if is_new:
        words = _("%(name)s is added. A mail with a link to set a password is on its way.")
    else:
        words = _("%(name)s has the role now.")
    return words % {"name": user.name}


def _roles(desk: Office, words: str) -> QuerySet[StaffRole]:
    roles = desk.school.staff_roles.current(desk.today)
    if words:
        roles = roles.filter(Q(user__name__icontains=words) | Q(user__email__icontains=words))
    return roles.select_related("user", "section", "student").order_by("user__name", "pk")


def _colleague(desk: Office, user_key: str) -> User:
    """Somebody who works, or worked, at this school."""
    here = User.objects.filter(pk__in=desk.school.staff_roles.values("user"))
    return get_object_or_404(here, key=user_key)


@school_admins_only
@require_POST
def end_role(request: Request, role_id: int) -> HttpResponse:
    """Somebody stops doing this; the last admin of a school cannot leave it without one."""
    desk = office(request)
    roles = desk.school.staff_roles.current(desk.today)
    role = get_object_or_404(roles.select_related("user", "school"), pk=role_id)
    if role.kind == StaffRole.Kind.SCHOOL_ADMIN and roles.school_wide().count() == 1:
        messages.error(request, _("A school needs an admin. Add another one first."))
        return redirect("people")
    staff.end_role(role=role, by=user_of(request), today=desk.today)
    messages.success(request, _("The role is ended."))
    return redirect("people")


@school_admins_only
@require_POST
def invite_again(request: Request, user_key: str) -> HttpResponse:
    """Mail the link to set a password once more."""
    desk = office(request)
    user = _colleague(desk, user_key)
    if user.is_active:
        staff.invite(request=request, user=user, school=desk.school)
        messages.success(request, _("A mail is on its way to %(to)s.") % {"to": user.email})
    return redirect("people")


@school_admins_only
@require_POST
def switch_account(request: Request, user_key: str) -> HttpResponse:
    """Disable an account, which ends its sessions at once, or enable it again."""
    desk, me = office(request), user_of(request)
    user = _colleague(desk, user_key)
    if user == me:
        messages.error(request, _("You cannot disable your own account."))
        return redirect("people")
    staff.set_active(user=user, active=not user.is_active, school=desk.school, by=me)
    words = _("The account is enabled.") if user.is_active else _("The account is disabled.")
    messages.success(request, words)
    return redirect("people")


# --- settings -------------------------------------------------------------------------------------
@school_admins_only
def school_settings(request: Request) -> HttpResponse:
    """The school's name, hours, terms and closed days; on POST, save the first part."""
    desk = office(request)
    data = request.POST if request.method == "POST" else None
    form = SchoolForm(data, instance=desk.school)
    if form.is_valid():
        form.save()
        _audit_settings(request, desk, ", ".join(form.changed_data))
        messages.success(request, _("Saved."))
        return redirect("school_settings")
    return _settings_page(request, desk, form=form)


def _settings_page(request: Request, desk: Office, **forms: object) -> HttpResponse:
    school = desk.school
    school_form = forms.get("form") or SchoolForm(instance=school)
    term_form = forms.get("term_form") or TermForm(school=school, auto_id="term_%s")
    day_form = forms.get("day_form") or ClosedDayForm(school=school, auto_id="day_%s")
    wrong = any(form.errors for form in (school_form, term_form, day_form))  # type: ignore[attr-defined]
    if school_form.errors:  # type: ignore[attr-defined]
        school.refresh_from_db()
    context = desk.page(
        "settings",
        form=school_form,
        term_form=term_form,
        day_form=day_form,
        terms=school.terms.all(),
        closed_days=_page(request, school.closed_days.all()),
    )
    status = 422 if wrong else 200
    return render(request, "students/school_settings.html", context, status=status)


@school_admins_only
@require_POST
def new_term(request: Request) -> HttpResponse:
    """Add a term."""
    desk = office(request)
    form = TermForm(request.POST, school=desk.school, auto_id="term_%s")
    if not form.is_valid():
        return _settings_page(request, desk, term_form=form)
    form.save()
    _audit_settings(request, desk, "term added")
    messages.success(request, _("The term is added."))
    return redirect("school_settings")


@school_admins_only
@require_POST
def drop_term(request: Request, term_id: int) -> HttpResponse:
    """Remove a term that no class hangs on."""
    desk = office(request)
    term = get_object_or_404(Term, school=desk.school, pk=term_id)
    if term.sections.exists():
        messages.error(request, _("Classes belong to this term, so it stays."))
    else:
        term.delete()
        _audit_settings(request, desk, "term removed")
        messages.success(request, _("The term is removed."))
    return redirect("school_settings")


@school_admins_only
@require_POST
def new_closed_day(request: Request) -> HttpResponse:
    """Add a day without school."""
    desk = office(request)
    form = ClosedDayForm(request.POST, school=desk.school, auto_id="day_%s")
    if not form.is_valid():
        return _settings_page(request, desk, day_form=form)
    form.save()
    _audit_settings(request, desk, "closed day added")
    messages.success(request, _("The day is closed."))
    return redirect("school_settings")


@school_admins_only
@require_POST
def drop_closed_day(request: Request, day_id: int) -> HttpResponse:
    """There is school on this day after all."""
    desk = office(request)
    get_object_or_404(ClosedDay, school=desk.school, pk=day_id).delete()
    _audit_settings(request, desk, "closed day removed")
    messages.success(request, _("There is school on that day."))
    return redirect("school_settings")


def _audit_settings(request: Request, desk: Office, detail: str) -> None:
    audit.record(
        AuditEntry.Action.CHANGED_SCHOOL,
        actor=user_of(request),
        school_key=desk.school.key,
        detail=detail,
    )
