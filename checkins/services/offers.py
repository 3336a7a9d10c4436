"""Help offered to a class for a day: made, changed, withdrawn; each gives or takes a window."""

from __future__ import annotations

from datetime import date, time

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from checkins.booking_triggers import is_double_booking
from checkins.models import Offer, Plan, SchoolDay, Slot, Window
from checkins.services.versions import Stale, claim
from checkins.services.windows import give_up, outside
from plc.models import User
from students.models import Section


class AdultIsTaken(Exception):
    """The adult holds check-ins or covers a class at that time. Nothing was saved."""


class InUse(Exception):
    """Check-ins were held in the time that an offer gave; it stays. Nothing was saved."""


def make_offer(
    *, section: Section, on: date, kind: str, adult: User, starts_at: time, ends_at: time
) -> Offer:
    """Offer help, and open the window it gives; the same offer twice is one."""
    offer = Offer(section=section, on=on, school_id=section.school_id)
    same = Offer.objects.filter(
        section=section, on=on, kind=kind, adult=adult, starts_at=starts_at, ends_at=ends_at
    ).first()
    return same or _save(offer, kind, adult, starts_at, ends_at)


def change_offer(
    *, offer: Offer, version: int, kind: str, adult: User, starts_at: time, ends_at: time
) -> Offer:
    """Change it, if it still is as the page showed it; places outside its new time are given up."""
    with transaction.atomic():
        rows = Offer.objects.filter(pk=offer.pk, version=version)
        if not rows.update(version=F("version") + 1):
            raise Stale
        offer.refresh_from_db()
        if (offer.kind, offer.adult_id) != (kind, adult.pk):
            _empty(offer)
        changed = _save(offer, kind, adult, starts_at, ends_at)
        _give_up_outside(changed)
        return changed


@transaction.atomic
def withdraw_offer(*, offer: Offer) -> None:
    """Take the help back. Who had a place in its time stands with those who have none."""
    _empty(offer)
    Window.objects.filter(pk=offer.window_id).delete()
    offer.section.beat()


def _save(offer: Offer, kind: str, adult: User, starts_at: time, ends_at: time) -> Offer:
    try:
        with transaction.atomic():
            window = offer.window if offer.window_id else Window(section=offer.section, on=offer.on)
            window.starts_at, window.ends_at = starts_at, ends_at
            window.adult = adult if kind == Offer.Kind.SPECIALIST else None
            window.label = _label(kind, adult)
            window.save()
            offer.window, offer.kind, offer.adult = window, kind, adult
            offer.starts_at, offer.ends_at = starts_at, ends_at
            offer.save()
            offer.section.beat()
    except IntegrityError as error:
        if is_double_booking(error):
            raise AdultIsTaken from error
        raise
    return offer


def _label(kind: str, adult: User) -> str:
    words = _("With %(name)s") if kind == Offer.Kind.SPECIALIST else _("While %(name)s covers")
    return (words % {"name": adult.name})[: Window._meta.get_field("label").max_length]


def _give_up_outside(offer: Offer) -> None:
    plan = _plan_of(offer)
    lost = outside(plan) if plan else []
    if plan and lost:
        _next_version(plan)
        give_up(plan, lost)
        offer.section.beat()


def _plan_of(offer: Offer) -> Plan | None:
    return Plan.objects.filter(section=offer.section_id, on=offer.on).first()


def _empty(offer: Offer) -> None:
    """Give up the places in an offer's window; InUse when one was held."""
    slots = Slot.objects.filter(window=offer.window_id)
    if slots.filter(state=Slot.State.DONE).exists():
        raise InUse
    plan = _plan_of(offer)
    if plan is not None:
        _next_version(plan)
    slots.update(window=None, starts_at=None, is_fixed=False)


def _next_version(plan: Plan) -> None:
    """A change by the school leaves a plan as much the school's as it was."""
    was = plan.version
    claim(plan)
    published = SchoolDay.objects.filter(school=plan.school_id, on=plan.on).first()
    if published is not None and published.versions.get(plan.key) == was:
        published.versions[plan.key] = plan.version
        published.save(update_fields=["versions"])
