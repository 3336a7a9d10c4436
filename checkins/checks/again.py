"""Who is to be retaught what, as a reason for a check-in: until one is held, or four weeks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from checkins.models import Reteach
from students.models import Section

KEPT_FOR = timedelta(weeks=4)


def to_reteach(
    section: Section, ids: Sequence[int], day: date, last_met: Mapping[int, date]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The newest flag of each student without a check-in since: (student id, detail)."""
    flags = Reteach.objects.filter(
        check_of__section=section,
        student__in=ids,
        is_on=True,
        since__gt=day - KEPT_FOR,
        since__lte=day,
    )
    rows = flags.order_by("-since", "-pk").values_list("student", "since", "check_of__title")
    for student, since, title in rows:
        if last_met.get(student, date.min) <= since:
            yield student, {"check": title, "on": since.isoformat()}
