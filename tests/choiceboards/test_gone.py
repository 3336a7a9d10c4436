"""What was open to a student and is not any more says so; what never was hers does not."""

import pytest
from django.urls import reverse

from choiceboards.models import Activity, Board
from tests.factories import NOW, ActivityFactory, BoardFactory, SectionFactory

NEVER = "There is nothing here"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def priya(sign_in, student):
    return sign_in(student)


@pytest.mark.parametrize("address", ["/me/board/{board}/", "/me/board/tiles/{tile}/"])
def test_a_board_put_away_says_that_it_is_closed(priya, board, pizza, address):
    Board.objects.filter(pk=board.pk).update(state="closed")

    page = priya.get(address.format(board=board.key, tile=pizza.key))

    assert page.status_code == 404
    assert "This board is closed now." in page.text
    assert NEVER not in page.text


@pytest.mark.parametrize("act", ["pick_tile", "start_tile", "finish_tile", "put_back_tile"])
def test_each_act_on_a_tile_that_was_taken_off_says_so(priya, board, pizza, act):
    Activity.objects.filter(pk=pizza.pk).update(removed_at=NOW)

    page = priya.post(reverse(act, args=[pizza.key]), {"level": "1"})

    assert page.status_code == 404
    assert "This tile is gone." in page.text


def test_a_press_by_htmx_gets_the_words_alone_to_show_over_the_page(priya, board, pizza):
    Activity.objects.filter(pk=pizza.pk).update(removed_at=NOW)

    gone = priya.post(reverse("pick_tile", args=[pizza.key]), {"level": "1"}, headers=HTMX)
    never = priya.post(reverse("pick_tile", args=["unknownkey12"]), {"level": "1"}, headers=HTMX)

    assert (gone.status_code, gone.text) == (404, "This tile is gone.")
    assert gone["Content-Type"].startswith("text/plain")
    assert NEVER in never.text


def test_another_classs_board_a_draft_and_an_unknown_key_were_never_there(priya, section):
    elsewhere = BoardFactory(section=SectionFactory(school=section.school), state="closed")
    draft = BoardFactory(section=section, state="draft")
    tiles = [ActivityFactory(board=board).key for board in (elsewhere, draft)]
    keys = (elsewhere.key, draft.key, "unknownkey12")

    pages = [priya.get(f"/me/board/{key}/") for key in keys]
    pages += [priya.get(f"/me/board/tiles/{key}/") for key in (*tiles, "unknownkey12")]

    assert [(page.status_code, NEVER in page.text) for page in pages] == [(404, True)] * 6
