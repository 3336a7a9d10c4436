"""The schools of a district and who oversees it: added and named in the browser."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plc import clock
from plc.access import user_of
from plc.htmx import Request
from plc.models import User
from students import district as service
from students.access import admins_only, district_admins_only
from students.forms.admin import SwitchForm
from students.forms.district import DistrictAdminForm, NewSchoolForm
from students.forms.people import EndRoleForm
from students.models import School, StaffRole
from students.office import posts
from students.views.admin.ended import brought_back, ended
from students.views.admin.invited import invited
from students.views.admin.lists import page_of


@district_admins_only
def district_schools(request: Request) -> HttpResponse:
    """The district's schools and their admins; on POST, add a school."""
    district = _district(request)
    form = NewSchoolForm(request.POST if request.method == "POST" else None, district=district)
    if form.is_valid():
        said = form.cleaned_data
        school, user, is_new = service.add_school(district=district, by=user_of(request), **said)
        messages.success(request, _("%(name)s is added.") % {"name": school.name})
        if is_new:
            invited(request, school, user)
        return redirect("district_schools")
    return _page(request, district, form, DistrictAdminForm())


@district_admins_only
@require_POST
def name_district_admin(request: Request) -> HttpResponse:
    """Let somebody else oversee the district too."""
    district = _district(request)
    form = DistrictAdminForm(request.POST)
    if not form.is_valid():
        return _page(request, district, NewSchoolForm(district=district), form)
    user, is_new = service.name_admin(
        district=district, by=user_of(request), today=clock.today(), **form.cleaned_data
    )
    if is_new:
        school = School.objects.filter(district=district).first()
        invited(request, school or School(name=district), user)
    else:
        messages.success(request, _("%(name)s has the role now.") % {"name": user.name})
    return redirect("district_schools")


@admins_only
@require_POST
def end_district_admin(request: Request) -> HttpResponse:
    """Somebody oversees the district no more. `to` "on" takes that back, as in `end_role`."""
    user, today = user_of(request), clock.today()
    goes_on = SwitchForm(request.POST).is_done(is_on=True)
    roles = StaffRole.objects.district_wide().select_related("user")
    form = EndRoleForm(request.GET if goes_on else request.POST, rows=roles)
    if not form.is_valid():
        raise Http404
    role: StaffRole = form.cleaned_data["row"][0]
    if not service.may_name_admins(user, role.district, today):
        raise Http404
    if goes_on:
        brought_back(request, [role], partial(service.take_back_end, today=today))
    elif roles.current(today).contains(role):  # else it is a second click
        _end(request, role, undo=f"{reverse('end_district_admin')}?{form.query([role])}")
    return redirect(_page_after(user, role.district, today))


def _end(request: Request, role: StaffRole, undo: str) -> None:
    """End a role, with an undo for who still may; the last one stays."""
    user, today = user_of(request), clock.today()
    try:
        service.end_admin(role=role, by=user, today=today)
    except service.LastDistrictAdmin:
        messages.error(request, _("A district needs an admin. Add another one first."))
    else:
        may_undo = service.may_name_admins(user, role.district, today)
        ended(request, [role], undo if may_undo else "")


def _page_after(user: User, district: str, today: date) -> str:
    """Where the district's admins are listed for `user`."""
    if service.overseen(user, today):
        return "district_schools"
    return "people" if service.may_name_admins(user, district, today) else "home"


def _district(request: Request) -> str:
    """The district that the signed-in admin oversees; of several, the first by name."""
    return service.overseen(user_of(request), clock.today())[0]


def _page(
    request: Request, district: str, form: NewSchoolForm, admin_form: DistrictAdminForm
) -> HttpResponse:
    today = clock.today()
    run = StaffRole.objects.current(today).school_wide().select_related("user").order_by("pk")
    schools = School.objects.filter(district=district).prefetch_related(
        Prefetch("staff_roles", queryset=run, to_attr="run_by_now")
    )
    context = {
        "here": "schools",
        "district": district,
        "rows": page_of(request, schools),
        "form": form,
        "admin_form": admin_form,
        "district_admins": service.admins_of(district, today),
        "posts": posts(request),
    }
    status = 422 if form.errors or admin_form.errors else 200
    return render(request, "students/district_schools.html", context, status=status)
