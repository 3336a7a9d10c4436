"""Who was met lately: the lens beside each name on the class's first page."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.models import CheckIn, Plan, Slot
from plc.frozen import frozen
from plc.prepared import prepared
from students.models import Section
from students.models.words import folded

RECENT = timedelta(days=14)
LONG = timedelta(days=21)


@frozen
class Glance:
    """A student and when she was met. `state` is a state of ui/lens.html:

    `met` in the last 14 days, `missed` after 3 weeks or more, `now` when planned for today or
    later, else `planned`. `words` says the same.
    """

    key: str
    name: str
    called: str
    picture: str
    tint: str
    met_on: date | None
    planned_on: date | None
    state: str
    words: str


def glance(section: Section, today: date) -> tuple[Glance, ...]:
    """Every student of the class by name, with when she was met here (one query)."""
    found = (_glance(row, today) for row in _rows(section.pk, today))
    return tuple(sorted(found, key=lambda one: (folded(one.called), folded(one.name), one.key)))


@prepared
def _rows(section_id: int, today: date) -> QuerySet[Any, Any]:
    section = Section(pk=section_id)
    held = CheckIn.objects.filter(section=section, student=OuterRef("pk"), held_on__lte=today)
    to_come = Slot.objects.to_come().filter(
        plan__section=section, plan__on__gte=today, student=OuterRef("pk"), window__isnull=False
    )
    return (
        section.students_on(today)
        .annotate(
            met_on=Subquery(
                held.order_by().values("student").annotate(on=Max("held_on")).values("on")
            ),
            planned_on=Subquery(
                to_come.filter(~Q(plan__state=Plan.State.DRAFT))
                .order_by()
                .values("student")
                .annotate(on=Min("plan__on"))
                .values("on")
            ),
            joined_on=Subquery(
                section.enrollments.current(today)
                .filter(student=OuterRef("pk"))
                .order_by("-starts_on")
                .values("starts_on")[:1]
            ),
        )
        .values_list(
            "key", "name", "called", "picture", "tint", "met_on", "planned_on", "joined_on"
        )
    )


def _glance(row: tuple, today: date) -> Glance:
    key, name, called, picture, tint, met_on, planned_on, joined_on = row
    state, words = _state(met_on, planned_on, today - (met_on or joined_on), today)
    return Glance(key, name, called, picture or "user", tint, met_on, planned_on, state, words)


def _state(
    met_on: date | None, planned_on: date | None, wait: timedelta, today: date
) -> tuple[str, str]:
    days = wait.days
    if met_on and wait <= RECENT:
        words = ngettext("met %(days)s day ago", "met %(days)s days ago", days) % {"days": days}
        return "met", words if days else _("met today")
    if planned_on:
        return "now", _("planned for today") if planned_on == today else _("planned")
    if wait >= LONG:
        return "missed", _("waiting 3 weeks or more")
    return "planned", _("not met yet") if met_on is None else _("not met for 2 weeks")
