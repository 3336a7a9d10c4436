"""SQL statements of the pages that list a class, for 1, 30 and 300 students, as JSON.

    python -m tests.bench.statements

Each size is made inside a transaction that is rolled back.
"""

from __future__ import annotations

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plc.settings")
if __name__ == "__main__":
    django.setup()

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from choiceboards.models import Board
from plc import clock
from students.models import Section
from tests.bench.profile_page import signed_in
from tests.bench.sizes import CLASS_CODE, resize

SIZES = (1, 30, 300)
OF_A_CLASS = ("today", "students", "boards", "checkins", "needs_me", "checks", "readiness")
OF_A_CLASS += ("class_surveys", "class_sign_in")
OF_A_DAY = ("plan_day", "live", "day_sheet", "type_back")


def addresses() -> dict[str, tuple[str, str]]:
    """Who opens which address, by the name of the page."""
    section = Section.objects.select_related("school").get(code=CLASS_CODE)
    today = section.school.today(clock.now())
    board = Board.objects.filter(section=section, state=Board.State.OPEN).first()
    teacher, admin = "teacher@maple.example", "admin@maple.example"
    pages = {name: (teacher, [section.key]) for name in OF_A_CLASS}
    pages |= {name: (teacher, [section.key, today]) for name in OF_A_DAY}
    pages |= {"coverage": (admin, []), "class_coverage": (admin, [section.key])}
    pages |= {"school_day": (admin, [today])}
    if board is not None:
        pages["board"] = (teacher, [section.key, board.key])
    return {name: (who, reverse(name, args=args)) for name, (who, args) in pages.items()}


def counted(client: Client, address: str) -> int:
    """Statements of the page; 0 stands for a page that does not work."""
    client.raise_request_exception = False
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    return len(asked) if response.status_code == 200 else 0


def main() -> None:
    found: dict[str, list[int]] = {}
    pages = addresses()
    clients = {who: signed_in(who) for who, _address in pages.values()}
    for size in SIZES:
        with transaction.atomic():
            resize(size)
            for name, (who, address) in pages.items():
                found.setdefault(name, []).append(counted(clients[who], address))
            transaction.set_rollback(True)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
