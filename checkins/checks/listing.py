"""A class's checks in a list, and when the next one of each series is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from checkins.checks.rhythm import next_due
from checkins.models import Check, CheckSeries
from plc.frozen import frozen
from students.calendar import Calendar
from students.models import Section


@frozen
class Due:
    """A series: when its next check is due, and which one to start it from."""

    key: str
    name: str
    due_on: date
    last_key: str
    is_late: bool
    is_now: bool


def listed(section: Section) -> QuerySet[Check]:
    """The class's checks, newest first, each with how many students answered."""
    answered = Count("items__answers__student", distinct=True)
    flagged = (
        Check.objects.filter(pk=OuterRef("pk"), reteaches__is_on=True)
        .order_by()
        .values("pk")
        .annotate(count=Count("reteaches"))
        .values("count")
    )
    counted = section.checks.annotate(answered=answered, flagged=Subquery(flagged))
    return counted.order_by("-due_on", "-pk")


def due_checks(section: Section, *, calendar: Calendar, today: date) -> Sequence[Due]:
    """The next check of each series of the class, soonest first (one query)."""
    last = section.checks.filter(series=OuterRef("pk")).order_by("-due_on", "-pk")
    series = section.check_series.going_on().annotate(
        last_on=Max("checks__due_on"), last_key=Subquery(last.values("key")[:1])
    )
    found = [_due(row, calendar, today) for row in series]
    return sorted(found, key=lambda due: (due.due_on, due.name))


def _due(series: CheckSeries, calendar: Calendar, today: date) -> Due:
    last_on: date | None = getattr(series, "last_on")  # noqa: B009 - annotated
    due_on = next_due(series.starts_on, last_on, calendar)
    return Due(
        key=series.key,
        name=series.name,
        due_on=due_on,
        last_key=getattr(series, "last_key") or "",  # noqa: B009 - annotated
        is_late=due_on < today,
        is_now=due_on == today,
    )
