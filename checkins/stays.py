"""Whether the stays that coverage counts are what follows from the facts, and mending them."""

# ruff: noqa: S608 - the statements are put together from names of our own tables alone
from __future__ import annotations

import json

from django.db import connections, transaction

from checkins.stay_triggers import COLUMNS, facts


def strays(using: str = "default") -> list[int]:
    """Students whose stays are not what enrollments, classes and check-ins say (one query)."""
    connection = connections[using]
    made, kept = facts(connection.vendor), f"SELECT {COLUMNS} FROM checkins_stay"
    wrong = " UNION ".join(
        f"SELECT student_id FROM (SELECT * FROM ({one}) AS these EXCEPT {other}) AS {name}"
        for one, other, name in ((kept, made, "too_much"), (made, kept, "missing"))
    )
    with connection.cursor() as cursor:
        cursor.execute(wrong)
        return sorted(student for (student,) in cursor.fetchall())


def mend(using: str = "default") -> int:
    """Make anew the stays of those whose are wrong; says of how many."""
    with transaction.atomic(using=using):
        wrong = strays(using)
        if wrong:
            _remake(wrong, using)
    return len(wrong)


def _remake(students: list[int], using: str) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT checkins_stay_remake(%s::bigint[])", [students])
            return
        these, ids = "SELECT value FROM json_each(%s)", [json.dumps(students)]
        cursor.execute(f"DELETE FROM checkins_stay WHERE student_id IN ({these})", ids)
        made = facts(connection.vendor, these)
        cursor.execute(f"INSERT INTO checkins_stay ({COLUMNS}) {made}", ids)
