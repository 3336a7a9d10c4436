"""What was open to a student and is not any more says so; what never was hers does not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from choiceboards import services
from choiceboards.models import Activity, Board, Pick
from choiceboards.services import Choice
from tests.factories import (
    NOW,
    ActivityFactory,
    BoardFactory,
    PickFactory,
    SectionFactory,
    StudentFactory,
)

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


# --- a board put away while she works -------------------------------------------------------------
CLOSED = "This board is closed now. You can still finish this."


def act(client, name, tile, said=(), **headers):
    return client.post(reverse(name, args=[tile.key]), dict(said), headers=headers)


@pytest.fixture
def at_it(student, board, pizza):
    """Priya started the pizza problem, which asks for no rating; then its board was put away."""
    Activity.objects.filter(pk=pizza.pk).update(rubric=[])
    pizza.refresh_from_db()
    services.pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    services.start(student=student, activity=pizza, now=NOW)
    Board.objects.filter(pk=board.pk).update(state="closed")
    return pizza


def test_who_started_before_the_board_was_put_away_may_still_finish(priya, at_it):
    page = priya.get(reverse("tile", args=[at_it.key]))
    assert (page.status_code, CLOSED in page.text) == (200, True)

    done = act(priya, "finish_tile", at_it, {"made": "Six pizzas"})

    assert done.headers["Location"] == reverse("my_made")
    mine = Pick.objects.get()
    assert (mine.state, mine.made) == ("finished", "Six pizzas")
    page = priya.get(reverse("my_made")).text
    assert "You did The pizza problem." in page
    assert CLOSED not in page


def test_pressed_twice_it_is_finished_once(priya, at_it):
    for _time in range(2):
        assert act(priya, "finish_tile", at_it, {"made": "Six pizzas"}).status_code == 302
    assert Pick.objects.get().made == "Six pizzas"


def test_she_may_pause_and_go_on_and_stays_on_her_tile(priya, at_it):
    for name, state in (("pause_tile", "paused"), ("go_on_tile", "started")):
        answer = act(priya, name, at_it)
        assert answer.headers["Location"] == reverse("tile", args=[at_it.key])
        assert Pick.objects.get().state == state


def test_htmx_is_led_from_the_closed_board_to_what_she_made(priya, at_it):
    answer = act(priya, "finish_tile", at_it, **HTMX, **{"HX-Target": "div#my-board"})
    assert answer.headers["HX-Redirect"] == reverse("my_made")


def test_what_she_left_open_stands_first_in_what_she_made(priya, student, at_it, comic):
    PickFactory(activity=comic, student=student, state="finished", finished_at=NOW)

    page = priya.get(reverse("my_made"))

    assert [pick.title for pick in page.context["page"]] == ["The pizza problem", "Comic strip"]
    assert page.text.count(CLOSED) == 1
    assert reverse("tile", args=[at_it.key]) in page.text
    assert reverse("tile", args=[comic.key]) not in page.text


@pytest.mark.parametrize("name", ["pick_tile", "start_tile", "put_back_tile"])
def test_nothing_is_begun_changed_or_given_back_on_a_board_put_away(priya, at_it, comic, name):
    for tile in (at_it, comic):
        page = act(priya, name, tile, {"level": "1", "then": "start"})
        assert (page.status_code, "This board is closed now." in page.text) == (404, True)
    assert list(Pick.objects.values_list("state", flat=True)) == ["started"]


@pytest.mark.parametrize("state", ["picked", "swapped"])
@pytest.mark.parametrize("name", ["tile", "pause_tile", "finish_tile"])
def test_a_pick_that_was_not_started_stays_closed(priya, student, board, pizza, state, name):
    PickFactory(activity=pizza, student=student, state=state)
    Board.objects.filter(pk=board.pk).update(state="closed")
    address = reverse(name, args=[pizza.key])
    page = priya.get(address) if name == "tile" else priya.post(address)
    assert page.status_code == 404
    assert Pick.objects.get().state == state


def test_a_classmates_start_opens_nothing(sign_in, section, at_it):
    omar = sign_in(StudentFactory(section=section))
    assert omar.get(reverse("tile", args=[at_it.key])).status_code == 404
    assert act(omar, "finish_tile", at_it).status_code == 404


# --- what she typed is never lost -----------------------------------------------------------------
TYPED = {"made": "Six <fair> pizzas", "link": "https://example.org/mine"}


@pytest.mark.parametrize("change", [{"removed_at": NOW}, {}])
def test_a_finish_that_comes_too_late_gives_back_what_she_typed(priya, board, pizza, change):
    Activity.objects.filter(pk=pizza.pk).update(**change)
    Board.objects.filter(pk=board.pk).update(state="open" if change else "closed")

    page = act(priya, "finish_tile", pizza, TYPED)

    assert page.status_code == 404
    assert ("This tile is gone." if change else "This board is closed now.") in page.text
    assert "Six &lt;fair&gt; pizzas" in page.text
    assert "https://example.org/mine" in page.text
    assert reverse("my_made") in page.text


def test_who_left_the_class_meanwhile_has_her_words_back_and_learns_no_more(
    priya, student, section, at_it
):
    student.enrollments.update(ends_on=NOW.date() - timedelta(days=1))

    pages = [act(priya, "finish_tile", at_it, TYPED)]
    pages.append(priya.post(reverse("finish_tile", args=["unknownkey12"]), TYPED))

    assert [(page.status_code, NEVER in page.text) for page in pages] == [(404, True)] * 2
    assert all("Six &lt;fair&gt; pizzas" in page.text for page in pages)
    assert at_it.title not in pages[0].text


@pytest.mark.parametrize("link", ["https://example.org/mine", "javascript:alert(1)"])
def test_a_finish_of_what_was_taken_back_meanwhile_gives_back_what_she_typed(
    priya, student, pizza, link
):
    PickFactory(activity=pizza, student=student, state="swapped")

    page = act(priya, "finish_tile", pizza, {**TYPED, "link": link})

    assert page.status_code == 422
    assert "Pick this one first." in page.text
    assert "Six &lt;fair&gt; pizzas" in page.text
    assert link in page.text
    assert 'href="javascript' not in page.text


def test_htmx_leaves_the_page_with_what_she_typed_as_it_stands(priya, board, pizza):
    Board.objects.filter(pk=board.pk).update(state="closed")
    page = act(priya, "finish_tile", pizza, TYPED, **HTMX)
    assert (page.status_code, page.text) == (404, "This board is closed now.")
