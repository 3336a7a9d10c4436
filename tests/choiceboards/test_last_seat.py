"""Thirty students tap the last seat at the same moment, over real HTTP.

Thirty such rushes on each database, with the control, are tests/bench/bench_seats.py.
"""

import pytest
from django.urls import reverse

from choiceboards.models import Activity
from tests.choiceboards import crowd
from tests.factories import StudentFactory

STUDENTS = 30
TAP = {"level": "1", "format": "read", "product": "Marked pages"}
TAKEN = "SELECT taken FROM choiceboards_activity WHERE title = 'The pizza problem'"
PICKS = "SELECT count(*) FROM choiceboards_pick WHERE state = 'picked'"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rush(section, pizza, tmp_path):
    """`rush(seats)`: the answers when all tap at once, and a way to ask the server's database."""

    def tapped(seats, wsgi="plc.wsgi"):
        Activity.objects.filter(pk=pizza.pk).update(capacity=seats)
        sessions = [
            crowd.session_key(StudentFactory(section=section)) for _number in range(STUDENTS)
        ]
        url = crowd.database_url(tmp_path)
        with crowd.server(url, wsgi) as port:
            path = reverse("pick_tile", args=[pizza.key])
            answers = crowd.all_at_once(port, path, sessions, TAP)
        return answers, lambda sql: crowd.one(url, sql)

    return tapped


@pytest.mark.parametrize("seats", [1, 3])
def test_the_last_seats_go_to_exactly_as_many_students_as_there_are(rush, seats):
    answers, ask = rush(seats)

    statuses = sorted(status for status, _text in answers)
    assert statuses == [302] * seats + [422] * (STUDENTS - seats)
    refusals = [text for status, text in answers if status == 422]
    assert all("This one is full now. Pick another." in text for text in refusals)
    assert (ask(PICKS), ask(TAKEN)) == (seats, seats)


def test_this_crowd_oversells_a_seat_that_is_looked_at_first(rush):
    """The control: were the seat not claimed in one statement, the test above would fail."""
    _answers, ask = rush(3, wsgi="tests.choiceboards.naive_wsgi")
    assert ask(PICKS) > 3
