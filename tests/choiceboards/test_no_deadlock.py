"""Teachers and students change one board at the same moments, and none stands in the way."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction

from choiceboards import services
from choiceboards.models import Activity, Pick
from choiceboards.services.typing_back import Line
from tests.factories import NOW, StudentFactory

pytestmark = [
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time"),
    pytest.mark.django_db(transaction=True),
]
TIMES = 8


@pytest.fixture
def children(section):
    return StudentFactory.create_batch(8, section=section)


@pytest.fixture
def free_tiles(board):
    rows = board.activities.select_related("board__section").filter(is_must=False)
    rows.update(capacity=None)
    return list(rows.order_by("pk"))


def together(*works):
    """What each gives, run in a thread of its own; the first error of any is raised here."""

    def alone(work):
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result(60) for done in [pool.submit(alone, work) for work in works]]


def swapping(child, tiles):
    def work():
        for n in range(TIMES):
            old, new = tiles[n % len(tiles)], tiles[(n * 5 + child.pk) % len(tiles)]
            with suppress(services.PickRefused):
                services.swap(student=child, old=old, new=new, choice=services.Choice(), now=NOW)

    return work


def counts_are_right():
    taken = {row.pk: row.taken for row in Activity.objects.all()}
    return taken == {pk: Pick.objects.kept().filter(activity=pk).count() for pk in taken}


def test_picks_typed_back_while_students_swap(children, free_tiles, teacher):
    lines = [
        Line(child, tuple((tile, 1) for tile in free_tiles[n % 3 : n % 3 + 2]))
        for n, child in enumerate(children)
    ]

    def typing(order):
        def work():
            for _time in range(TIMES):
                with suppress(services.NotTyped):
                    services.type_back(
                        lines=lines[::order], teacher=teacher, form_key=uuid4(), now=NOW
                    )

        return work

    together(typing(1), typing(-1), *(swapping(child, free_tiles) for child in children[:4]))

    assert counts_are_right()


def test_an_edit_holds_every_tile_of_its_board_until_it_is_done(board, free_tiles):
    """Those of a move were locked one by one, in the order of the places."""

    def looked_at_by_a_student():
        rows = Activity.objects.select_for_update(nowait=True, no_key=True)
        with suppress(OperationalError), transaction.atomic():
            return rows.get(pk=free_tiles[-1].pk)
        return None

    with transaction.atomic():
        services.move_tile(activity=free_tiles[0], to=lambda here, _taken: here % 9 + 1)
        assert together(looked_at_by_a_student) == [None]
    assert together(looked_at_by_a_student) == [free_tiles[-1]]
