"""One plan, two people: whoever saves second is told, and sees the present state."""

from typing import Any

from django.db.models import F
from django.db.models.functions import Now

from checkins.models import Plan


class Stale(Exception):
    """Somebody changed this plan after the page was made. Nothing was saved."""


def claim(plan: Plan, version: int | None = None, **changes: Any) -> Plan:
    """Take the next version of a plan inside the caller's transaction, with other changes.

    With `version`, Stale unless it is still the plan's own. The row stays locked until the
    transaction ends, so two changes to one plan follow each other.
    """
    rows = Plan.objects.filter(pk=plan.pk)
    if version is not None:
        rows = rows.filter(version=version)
    if not rows.update(version=F("version") + 1, changed_at=Now(), **changes):
        raise Stale
    plan.refresh_from_db(fields=["version", *changes])
    return plan
