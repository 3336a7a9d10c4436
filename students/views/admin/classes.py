"""The classes of a school: who is in them and who teaches them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plc.access import user_of
from plc.htmx import Request
from plc.models import User
from students import people
from students.access import school_admins_only
from students.class_code import set_new_code
from students.forms.admin import SectionForm, SwitchForm
from students.forms.people import EnrollForm
from students.models import Enrollment, Section, StaffRole, Student
from students.office import Office, office
from students.views.admin.lists import narrowed, page_of, words_of


@school_admins_only
def classes(request: Request) -> HttpResponse:
    """The school's classes with their teachers and sizes; on POST, add one."""
    desk = office(request)
    form = SectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        section = _add(form, desk, user_of(request))
        messages.success(request, _("The class is added. Give it a teacher next."))
        return redirect("class_detail", section.key)
    q = words_of(request)
    rows = page_of(request, _classes(desk, q))
    context = desk.page("classes", rows=rows, form=form, **narrowed(q))
    status = 422 if form.errors else 200
    return render(request, "students/classes.html", context, status=status)


@transaction.atomic
def _add(form: SectionForm, desk: Office, by: User) -> Section:
    form.instance.school = desk.school
    section: Section = form.save()
    set_new_code(section)
    people.section_changed(section, by, section.key, "added")
    return section


def _classes(desk: Office, words: str) -> list[Section]:
    """Classes with `size` and `teacher` (the first by name), those put away last."""
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
    return sorted(found.order_by(), key=_in_order)


def _in_order(section: Section) -> tuple[Any, ...]:
    """Those put away last, the first of them first."""
    away = section.archived_at
    return (away is not None, away and away.timestamp(), section.in_order(), section.pk)


@school_admins_only
@require_http_methods(["GET", "HEAD", "POST"])
def class_detail(request: Request, class_key: str) -> HttpResponse:
    """One class: its teachers and students; on POST, change what it is called."""
    desk = office(request)
    section = _section(desk, class_key)
    form = SectionForm(request.POST if request.method == "POST" else None, instance=section)
    if form.is_valid():
        _change(form, user_of(request))
        messages.success(request, _("Saved."))
        return redirect("class_detail", class_key)
    if form.errors:  # a form writes what was typed into its row, and the page shows the row
        section = _section(desk, class_key)
    return _class_page(request, desk, section, class_form=form)


@transaction.atomic
def _change(form: SectionForm, by: User) -> None:
    section: Section = form.save()
    if form.changed_data:
        detail = f"changed {', '.join(form.changed_data)}"
        people.section_changed(section, by, section.key, detail)


def _section(desk: Office, class_key: str) -> Section:
    section = get_object_or_404(desk.school.sections, key=class_key)
    section.school = desk.school
    return section


def _class_page(
    request: Request,
    desk: Office,
    section: Section,
    *,
    form: EnrollForm | None = None,
    class_form: SectionForm | None = None,
) -> HttpResponse:
    """The whole page; whichever of its two forms was wrong is shown as it was sent."""
    form = form or EnrollForm(school=desk.school)
    class_form = class_form or SectionForm(instance=section)
    roles = section.staff_roles.current(desk.today).select_related("user")
    context = desk.page(
        "classes",
        section_shown=section,
        roles=roles.order_by("-kind", "user__name"),
        rows=page_of(request, sorted(section.students_on(desk.today), key=Student.in_order)),
        form=form,
        class_form=class_form,
    )
    status = 422 if form.errors or class_form.errors else 200
    return render(request, "students/class_detail.html", context, status=status)


@school_admins_only
@require_POST
def enroll_student(request: Request, class_key: str) -> HttpResponse:
    """Put a student of the school into a class."""
    desk = office(request)
    section = _section(desk, class_key)
    form = EnrollForm(request.POST, school=desk.school)
    if not form.is_valid():
        return _class_page(request, desk, section, form=form)
    student = form.cleaned_data["student"]
    people.enroll(section=section, student=student, by=user_of(request), today=desk.today)
    messages.success(request, _("%(name)s is in the class.") % {"name": student.name})
    return redirect("class_detail", class_key)


@school_admins_only
@require_POST
def end_enrollment(request: Request, class_key: str, student_key: str) -> HttpResponse:
    """A student leaves the class; nothing of hers is deleted. `to` "on" takes that back."""
    desk, by = office(request), user_of(request)
    section = _section(desk, class_key)
    if SwitchForm(request.POST).is_done(is_on=True):
        student = get_object_or_404(desk.school.students, key=student_key)
        people.stay(section=section, student=student, by=by, today=desk.today)
        messages.success(request, _("%(name)s is in the class.") % {"name": student.name})
        return redirect("class_detail", class_key)
    student = get_object_or_404(section.students_on(desk.today), key=student_key)
    people.leave(section=section, student=student, by=by, now=desk.now)
    undo = reverse("end_enrollment", args=[class_key, student_key])
    words = _("%(name)s has left the class.") % {"name": student.name}
    messages.success(request, words, extra_tags=undo)
    return redirect("class_detail", class_key)


@school_admins_only
@require_POST
def archive_class(request: Request, class_key: str) -> HttpResponse:
    """Put a class away, or take it out again."""
    desk = office(request)
    section = _section(desk, class_key)
    if SwitchForm(request.POST).is_done(is_on=section.archived_at is None):  # a second click
        return redirect("classes")
    people.put_away(section=section, by=user_of(request), now=desk.now)
    if section.archived_at:
        undo = reverse("archive_class", args=[class_key])
        words = _("%(name)s is put away.") % {"name": section.name}
        messages.success(request, words, extra_tags=undo)
    else:
        messages.success(request, _("%(name)s is back.") % {"name": section.name})
    return redirect("classes")
