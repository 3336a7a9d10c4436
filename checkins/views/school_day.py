"""A day of the whole school, for those who run it: what is short, help, and one plan for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins.forms.school_day import OfferForm, PublishForm, SchoolPlanForm
from checkins.models import Offer
from checkins.places import clock_format
from checkins.school import Settings, class_row, school_board, school_facts
from checkins.services import Stale, offers
from checkins.services import school_day as services
from checkins.services.offers import AdultIsTaken, InUse
from plc.access import user_of
from plc.htmx import render_page
from students.access import school_admins_only
from students.models import Section
from students.office import Office, office


@school_admins_only
@require_safe
def school_day(request: HttpRequest, day: date) -> HttpResponse:
    """Each class's shortfall in minutes, and who has no place yet."""
    desk = office(request)
    board = school_board(school_facts(desk.school, day))
    context = _page(desk, day, board=board)
    return render_page(request, "checkins/school_day.html", context)


@school_admins_only
@require_http_methods(["GET", "HEAD", "POST"])
def school_day_class(request: HttpRequest, day: date, class_key: str) -> HttpResponse:
    """One class: the sum, who has no place, the help it has; on POST, offer more."""
    desk, section = _class(request, class_key)
    form = _offer_form(request, desk, section, day)
    if form.is_valid() and day >= desk.today:
        return _acted(
            request,
            lambda: _say_offered(request, offers.make_offer(section=section, on=day, **form.offer)),
            "school_day_class",
            day,
            class_key,
        )
    row = class_row(school_facts(desk.school, day), section)
    context = _page(desk, day, row=row, form=form, section_shown=section)
    status = 422 if form.errors else 200
    return render_page(request, "checkins/school_day_class.html", context, status=status)


@school_admins_only
@require_http_methods(["GET", "HEAD", "POST"])
def school_day_offer(
    request: HttpRequest, day: date, class_key: str, offer_key: str
) -> HttpResponse:
    """Change help that was offered."""
    desk, section = _class(request, class_key)
    offer = get_object_or_404(section.offers.filter(on=day), key=offer_key)
    form = _offer_form(request, desk, section, day, offer)
    if form.is_valid() and day >= desk.today:
        version = form.cleaned_data["version"] or offer.version

        def change() -> None:
            offers.change_offer(offer=offer, version=version, **form.offer)
            messages.success(request, _("The offer is changed."))

        return _acted(request, change, "school_day_class", day, class_key)
    context = _page(desk, day, form=form, offer=offer, section_shown=section)
    status = 422 if form.errors else 200
    return render_page(request, "checkins/school_day_offer.html", context, status=status)


@school_admins_only
@require_POST
def withdraw_offer(request: HttpRequest, day: date, class_key: str, offer_key: str) -> HttpResponse:
    """Take help back; a second press finds nothing left to take."""
    _desk, section = _class(request, class_key)
    offer = section.offers.filter(on=day, key=offer_key).first()

    def withdraw() -> None:
        if offer is not None:
            offers.withdraw_offer(offer=offer)
        messages.success(request, _("The offer is withdrawn."))

    return _acted(request, withdraw, "school_day_class", day, class_key)


@school_admins_only
@require_http_methods(["GET", "HEAD", "POST"])
def school_day_plan(request: HttpRequest, day: date) -> HttpResponse:
    """Plan the school and look at it first; on POST, publish what was shown."""
    desk = office(request)
    if request.method == "POST" and day >= desk.today:
        return _publish(request, desk, day)
    asked = SchoolPlanForm(request.GET if "minutes" in request.GET else None)
    settings = asked.settings if asked.is_valid() else Settings()
    form = asked if asked.is_bound else SchoolPlanForm(initial={"minutes": 3, "gap": 1})
    return _preview(request, desk, day, settings, form, status=422 if asked.errors else 200)


def _publish(request: HttpRequest, desk: Office, day: date) -> HttpResponse:
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _preview(request, desk, day, Settings(), SchoolPlanForm(request.POST), status=422)
    try:
        done = services.publish(
            school=desk.school,
            day=day,
            settings=form.settings,
            token=form.cleaned_data["token"],
            by=user_of(request),
            now=desk.now,
        )
    except Stale:
        messages.warning(
            request,
            _("Something changed since you looked. Nothing was published; here is the new plan."),
        )
        return _preview(request, desk, day, form.settings, SchoolPlanForm(request.POST), status=409)
    messages.success(request, _("Published: version %(n)s.") % {"n": done.version})
    return redirect("school_day", day)


def _preview(
    request: HttpRequest,
    desk: Office,
    day: date,
    settings: Settings,
    form: SchoolPlanForm,
    *,
    status: int,
) -> HttpResponse:
    fresh = replace(settings, since=0)  # of now, not of then
    facts, plan = services.look_ahead(school=desk.school, day=day, settings=fresh, now=desk.now)
    board = school_board(facts)
    context = _page(desk, day, form=form, plan=plan, board=board)
    return render_page(request, "checkins/school_day_plan.html", context, status=status)


def _class(request: HttpRequest, class_key: str) -> tuple[Office, Section]:
    desk = office(request)
    section = get_object_or_404(desk.school.sections.active(), key=class_key)
    section.school = desk.school
    return desk, section


def _offer_form(
    request: HttpRequest, desk: Office, section: Section, day: date, offer: Offer | None = None
) -> OfferForm:
    teachers = section.staff_roles.current(day).filter(kind="teacher").order_by("pk")
    first = {"kind": Offer.Kind.COVER}
    if offer is not None:
        first = {name: getattr(offer, name) for name in ("kind", "starts_at", "ends_at", "version")}
        first["adult"] = offer.adult.key
    return OfferForm(
        request.POST if request.method == "POST" else None,
        school=desk.school,
        day=day,
        teacher=teachers.values_list("user", flat=True).first() or 0,
        initial=first,
    )


def _acted(request: HttpRequest, act: Callable[[], object], to: str, *key: Any) -> HttpResponse:
    """Do it, or say kindly why not; then show how it stands."""
    try:
        act()
    except AdultIsTaken:
        messages.warning(
            request,
            _("This adult is taken at that time, with check-ins or another class. Nothing saved."),
        )
    except InUse:
        messages.warning(request, _("Check-ins were held in this time, so it stays."))
    except Stale:
        messages.error(
            request, _("This offer was changed meanwhile. Here it is; nothing was saved.")
        )
    return redirect(to, *key)


def _say_offered(request: HttpRequest, offer: Offer) -> None:
    words = ngettext(
        "%(name)s helps for %(n)s minute. The teacher sees it on the plan.",
        "%(name)s helps for %(n)s minutes. The teacher sees it on the plan.",
        offer.minutes,
    )
    messages.success(request, words % {"name": offer.adult.name, "n": offer.minutes})


def _page(desk: Office, day: date, **context: Any) -> dict[str, Any]:
    is_past = day < desk.today
    clock = clock_format(desk.school)
    return desk.page("school_day", day=day, is_past=is_past, clock=clock, **context)
