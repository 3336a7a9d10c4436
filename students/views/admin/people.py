"""The adults of a school: who works here as what, invited, disabled."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plc.access import user_of
from plc.htmx import Request
from plc.models import FormKey, User
from students import district
from students import people as staff
from students.access import school_admins_only
from students.forms.admin import SwitchForm
from students.forms.people import EndRoleForm, InviteForm, PersonForm
from students.models import School, StaffRole
from students.office import Office, office
from students.views.admin.ended import brought_back, ended
from students.views.admin.invited import all_invited, invited
from students.views.admin.lists import narrowed, page_of, words_of


@school_admins_only
def people(request: Request) -> HttpResponse:
    """Who works here, and as what; on POST, add somebody and invite her."""
    desk = office(request)
    data = request.POST if request.method == "POST" else None
    oversight = district.may_name_admins(user_of(request), desk.school.district, desk.today)
    start = {"section": request.GET.get("section")}
    form = PersonForm(data, school=desk.school, with_district=oversight, initial=start)
    if form.is_valid():
        said = form.cleaned_data
        user, is_new = _given(desk, user_of(request), said)
        if is_new:
            invited(request, desk.school, user)
        else:
            messages.success(request, _("%(name)s has the role now.") % {"name": said["name"]})
        return redirect("people")
    q = words_of(request)
    rows = page_of(request, _people(desk, q))
    context = desk.page("people", rows=rows, form=form, **narrowed(q))
    context["to_invite"] = staff.uninvited(desk.school, desk.today).count()
    context["form_key"] = uuid4()
    if oversight:
        context["district_admins"] = district.admins_of(desk.school.district, desk.today)
    return render(request, "students/people.html", context, status=422 if form.errors else 200)


def _given(desk: Office, by: User, said: dict[str, Any]) -> tuple[User, bool]:
    if said["kind"] != StaffRole.Kind.DISTRICT_ADMIN:
        return staff.give_role(school=desk.school, by=by, today=desk.today, **said)
    return district.name_admin(
        district=desk.school.district,
        name=said["name"],
        email=said["email"],
        by=by,
        today=desk.today,
    )


def _people(desk: Office, words: str) -> QuerySet[User]:
    """Everybody who works or worked here, with `roles_here`; those with no role now come last."""
    roles = desk.school.staff_roles.current(desk.today)
    found = User.objects.filter(pk__in=desk.school.staff_roles.values("user"))
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    shown = roles.select_related("section", "student").order_by("pk")
    works_here = Exists(roles.filter(user=OuterRef("pk")))
    was_mailed = Q(key__in=staff.invitations(desk.school).values("subject_key"))  # asked once
    was_invited = ExpressionWrapper(was_mailed, output_field=BooleanField())
    return (
        found.annotate(works_here=works_here, was_invited=was_invited)
        .order_by("-works_here", "name", "pk")
        .prefetch_related(Prefetch("staff_roles", queryset=shown, to_attr="roles_here"))
    )


@school_admins_only
@require_POST
def end_role(request: Request) -> HttpResponse:
    """Somebody stops doing this. `to` "on" takes that back; the roles stand in the address then."""
    desk, me = office(request), user_of(request)
    goes_on = SwitchForm(request.POST).is_done(is_on=True)
    ours = desk.school.staff_roles.select_related("user", "section", "student")
    form = EndRoleForm(request.GET if goes_on else request.POST, rows=ours)
    if not form.is_valid():
        raise Http404
    roles: list[StaffRole] = form.cleaned_data["row"]
    if goes_on:
        take_back = partial(staff.take_back_end, school=desk.school, today=desk.today)
        brought_back(request, roles, take_back)
    else:
        _end(request, desk, form)
    if roles[0].user == me and not School.objects.run_by(me).exists():
        return redirect("home")
    if roles[0].section and form.cleaned_data["on_class"]:
        return redirect("class_detail", roles[0].section.key)
    return redirect("people")


def _end(request: Request, desk: Office, form: EndRoleForm) -> None:
    """End roles, all or none; the last admin of a school cannot leave it without one."""
    me, roles = user_of(request), form.cleaned_data["row"]
    try:
        done = staff.end_roles(roles=roles, school=desk.school, by=me, today=desk.today)
    except staff.LastAdmin:
        messages.error(request, _("A school needs an admin. Add another one first."))
    else:
        is_own = any(role.user == me and role.kind == StaffRole.Kind.SCHOOL_ADMIN for role in done)
        if done:  # else it is a second click
            undo = f"{reverse('end_role')}?{form.query(done)}"
            ended(request, done, "" if is_own else undo)


def _colleague(desk: Office, user_key: str) -> User:
    """Somebody who works, or worked, at this school."""
    here = User.objects.filter(pk__in=desk.school.staff_roles.values("user"))
    return get_object_or_404(here, key=user_key)


@school_admins_only
@require_POST
def invite_all(request: Request) -> HttpResponse:
    """Mail the link to set a password to everybody who has had none."""
    desk, form = office(request), InviteForm(request.POST)
    key = form.cleaned_data["form_key"] if form.is_valid() else None
    if key is None or FormKey.objects.claimed(user=user_of(request), key=key):
        all_invited(request, desk.school, desk.today)
    return redirect("people")


@school_admins_only
@require_POST
def invite_again(request: Request, user_key: str) -> HttpResponse:
    """Mail the link to set a password once more."""
    desk = office(request)
    user = _colleague(desk, user_key)
    if user.is_active:
        invited(request, desk.school, user)
    else:
        messages.error(request, _("This account is disabled. Enable it first."))
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
    if SwitchForm(request.POST).is_done(is_on=user.is_active):  # a second click
        return redirect("people")
    active = not user.is_active
    try:
        staff.set_active(user=user, active=active, school=desk.school, by=me, today=desk.today)
    except staff.WorksElsewhere:
        words = _("%(name)s works at another school too. End the roles here instead.")
        messages.error(request, words % {"name": user.name})
    else:
        words = _("The account is enabled.") if active else _("The account is disabled.")
        messages.success(request, words)
    return redirect("people")
