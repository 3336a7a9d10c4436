"""A tile of a title and directions alone: made, picked, done, printed."""

import pytest
from django.urls import reverse

from choiceboards.models import Activity, Pick
from tests.choiceboards.test_editor import send

PLAIN = {"title": "Any book", "kind": "read", "directions": "Read for 15 minutes.", "minutes": "15"}


@pytest.fixture
def at(section, board):
    return lambda name, *keys: reverse(name, args=[section.key, board.key, *keys])


@pytest.fixture
def book(sign_in, teacher, board, at):
    """The tile as the teacher added it, in the place of another."""
    board.activities.filter(position=2).delete()
    okonkwo = sign_in(teacher)
    assert send(okonkwo, at("new_tile"), **PLAIN).status_code == 302
    made = Activity.objects.get(title="Any book")
    assert not made.levels.exists()
    return made


def test_levels_are_asked_for_only_where_there_is_one(sign_in, teacher, at, book):
    okonkwo, url = sign_in(teacher), at("edit_tile", book.key)
    assert send(okonkwo, url, minutes="20").status_code == 302
    page = send(okonkwo, url, level_2="Two books.")
    assert page.status_code == 422
    assert "This is the level shown first. Say what is asked." in page.text


def test_a_student_picks_it_and_does_it(sign_in, student, board, book):
    ana = sign_in(student)
    url = reverse("tile", args=[book.key])
    page = ana.get(url)
    assert (page.status_code, "Read for 15 minutes." in page.text) == (200, True)
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value()}
    sent = ana.post(reverse("pick_tile", args=[book.key]), sent)
    assert sent.status_code == 302
    assert student.picks.get().level == book.usual_level
    for name in ("start_tile", "finish_tile"):
        assert ana.post(reverse(name, args=[book.key])).status_code == 302
    assert student.picks.get().state == Pick.State.FINISHED


def test_it_is_printed_and_checked(sign_in, teacher, student, at, book):
    okonkwo = sign_in(teacher)
    for name in ("print_board", "print_sheets", "check_board", "type_picks"):
        page = okonkwo.get(at(name))
        assert (page.status_code, "Any book" in page.text or name == "check_board") == (200, True)
