"""SQL statements of the pages that list a class, for 1, 30 and 300 students, as JSON.

    python -m tests.bench.statements
    python -m tests.bench.statements boards    # those of a choice board, for 1 and 30

Each size is made inside a transaction that is rolled back.
"""

from __future__ import annotations

import json
import os
import sys

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
BOARD_SIZES = (1, 30)
TEACHER = "teacher@maple.example"
Addresses = dict[str, tuple[str, str]]
"""Who opens which address, by the name of the page."""


def addresses() -> Addresses:
    section = Section.objects.select_related("school").get(code=CLASS_CODE)
    today = section.school.today(clock.now())
    board = Board.objects.filter(section=section, state=Board.State.OPEN).first()
    admin = "admin@maple.example"
    pages = {name: (TEACHER, [section.key]) for name in OF_A_CLASS}
    pages |= {name: (TEACHER, [section.key, today]) for name in OF_A_DAY}
    pages |= {"coverage": (admin, []), "class_coverage": (admin, [section.key])}
    pages |= {"school_day": (admin, [today])}
    if board is not None:
        pages["board"] = (TEACHER, [section.key, board.key])
    return {name: (who, reverse(name, args=args)) for name, (who, args) in pages.items()}


def board_addresses() -> Addresses:
    """Of the board that Room 12 has open; its student is the first of the class."""
    section = Section.objects.select_related("school").get(code=CLASS_CODE)
    board = Board.objects.get(section=section, state=Board.State.OPEN)
    tile = board.activities.on_board()[0]
    child = section.students_on(section.school.today(clock.now()))[0]
    ours = [section.key, board.key]
    names = (
        "board class_picks board_ideas pick_groups kit_list check_board print_board print_sheets "
        "type_picks"
    ).split()
    pages = {name: (TEACHER, reverse(name, args=ours)) for name in names}
    for by in ("student", "after"):
        pages[f"class_picks {by}"] = (TEACHER, f"{reverse('class_picks', args=ours)}?by={by}")
    pages["opportunity_mirror"] = (TEACHER, reverse("opportunity_mirror", args=[section.key]))
    pages["my_board"] = (child.called, reverse("my_board"))
    pages["tile"] = (child.called, reverse("tile", args=[tile.key]))
    return pages


def counted(client: Client, address: str) -> int:
    """Statements of the page; 0 stands for a page that does not work."""
    client.raise_request_exception = False
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    return len(asked) if response.status_code == 200 else 0


def main() -> None:
    found: dict[str, list[int]] = {}
    is_boards = "boards" in sys.argv[1:]
    pages = board_addresses() if is_boards else addresses()
    clients = {who: signed_in(who) for who, _address in pages.values()}
    for size in BOARD_SIZES if is_boards else SIZES:
        with transaction.atomic():
            resize(size)
            for name, (who, address) in pages.items():
                found.setdefault(name, []).append(counted(clients[who], address))
            transaction.set_rollback(True)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
