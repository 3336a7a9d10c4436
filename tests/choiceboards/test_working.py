"""Doing a tile: start, pause, go on, and finish with a look back at it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from choiceboards import services
from choiceboards.models import Activity, Pick
from choiceboards.services import Choice, NotPicked, Outcome
from tests.factories import NOW

HARD = ["My fractions match", "I told why"]


@pytest.fixture(autouse=True)
def _nothing_to_rate(board):
    """Tests of rubrics set their own."""
    Activity.objects.update(rubric=[])


@pytest.fixture
def mine(student, pizza):
    """Priya's pick of the pizza problem, read anew with each call."""
    services.pick(student=student, activity=pizza, choice=Choice(level=2), now=NOW)
    return lambda: Pick.objects.get(student=student, activity=pizza)


@pytest.fixture
def act(student, pizza):
    """`act("pause", 5)`: five minutes after she picked."""

    def done(what, minute, **more):
        when = NOW + timedelta(minutes=minute)
        getattr(services, what)(student=student, activity=pizza, now=when, **more)

    return done


@pytest.fixture
def priya(student, sign_in):
    return sign_in(student)


def url(name, tile):
    return reverse(name, args=[tile.key])


def test_pauses_are_not_counted_as_work(mine, act):
    act("start", 0)
    act("pause", 4)
    act("go_on", 14)
    act("finish", 20)

    assert (mine().state, mine().worked) == (Pick.State.FINISHED, 10 * 60)


def test_each_step_twice_is_the_same_as_once(mine, act):
    for minute, step in enumerate(["start", "pause", "go_on", "finish"]):
        act(step, minute)
        before = mine().__dict__ | {"_state": None}
        act(step, minute + 5)
        assert mine().__dict__ | {"_state": None} == before


def test_a_tile_that_was_not_started_does_not_pause(mine, act):
    act("pause", 3)
    assert mine().state == Pick.State.PICKED


@pytest.mark.parametrize("step", ["start", "pause", "go_on", "finish"])
def test_a_tile_that_is_not_hers_is_refused(act, step):
    with pytest.raises(NotPicked):
        act(step, 0)


def test_a_paused_tile_is_not_swapped(mine, act, student, pizza):
    act("start", 0)
    act("pause", 1)
    with pytest.raises(services.AlreadyStarted):
        services.put_back(student=student, activity=pizza)


def test_a_started_tile_keeps_what_it_said(mine, act, priya, pizza):
    act("start", 0)
    Activity.objects.filter(pk=pizza.pk).update(directions="Something else now.")

    page = priya.get(url("tile", pizza)).text

    assert "When you started, it said" in page
    assert "Read 2 pages. Circle the fractions that match." in page
    assert "Something else now." in page


def test_an_unchanged_tile_says_itself_once(mine, act, priya, pizza):
    act("start", 0)
    assert "When you started" not in priya.get(url("tile", pizza)).text


def test_she_rates_each_line_before_she_finishes(mine, act, priya, pizza):
    pizza.rubric = HARD
    pizza.save()
    act("start", 0)

    refused = priya.post(url("finish_tile", pizza), {"rating_0": "3", "made": "A drawing"})

    assert refused.status_code == 422
    assert "Tap one for each line." in refused.text
    assert "A drawing" in refused.text
    assert mine().state == Pick.State.STARTED

    said = {"rating_0": "3", "rating_1": "2", "made": "A drawing", "link": "example.org/pizza"}
    assert priya.post(url("finish_tile", pizza), said).status_code == 302
    pick = mine()
    assert (pick.state, pick.ratings, pick.made) == (Pick.State.FINISHED, [3, 2], "A drawing")
    assert pick.made_link == "https://example.org/pizza"


def test_without_a_rubric_one_tap_finishes(mine, act, priya, pizza):
    act("start", 0)
    assert priya.post(url("finish_tile", pizza), {}).status_code == 302
    assert mine().state == Pick.State.FINISHED


def test_what_was_made_may_be_told_later(mine, act, priya, pizza):
    act("start", 0)
    act("finish", 5)
    first = mine().finished_at

    priya.post(url("finish_tile", pizza), {"made": "A poster"})

    assert (mine().made, mine().finished_at) == ("A poster", first)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "not a link", "ftp://example.org/a b"])
def test_a_link_that_is_none_is_refused_and_nothing_is_lost(mine, act, priya, pizza, link):
    act("start", 0)
    page = priya.post(url("finish_tile", pizza), {"made": "A poster", "link": link})
    assert page.status_code == 422
    assert "A poster" in page.text
    assert mine().state == Pick.State.STARTED


def test_a_rubric_that_came_later_is_not_asked_of_who_started_before(mine, act, priya, pizza):
    act("start", 0)
    Activity.objects.filter(pk=pizza.pk).update(rubric=HARD)
    assert priya.post(url("finish_tile", pizza), {}).status_code == 302


def test_good_ratings_twice_speak_for_the_next_level(student, tiles, priya):
    for title in ["The pizza problem", "Comic strip"]:
        tile = tiles[title]
        services.pick(student=student, activity=tile, choice=Choice(level=1), now=NOW)
        services.finish(student=student, activity=tile, now=NOW, outcome=Outcome(ratings=(3, 4)))
    page = priya.get(url("tile", tiles["Show what you know"])).text
    assert "You did well twice at level 1. You may try level 2." in page
