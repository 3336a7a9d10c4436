"""A tile that she picked or started: what her level asks, how long it takes, in whose language."""

import re

import pytest
from django.urls import reverse

from choiceboards import services
from choiceboards.models import Activity, Board, Level, Pick
from choiceboards.services import Choice
from tests.factories import NOW, PickFactory, TileTextFactory


@pytest.fixture
def priya(sign_in, student):
    return sign_in(student)


@pytest.fixture
def take(student):
    """`take(pizza, level=2, start=True)`: Priya picks it, and starts it."""

    def taken(tile, *, start=False, **how):
        services.pick(student=student, activity=tile, choice=Choice(**how), now=NOW)
        if start:
            services.start(student=student, activity=tile, now=NOW)

    return taken


def page_of(client, tile, **asked):
    return client.get(reverse("tile", args=[tile.key]), asked)


def asks(tile, number):
    return Level.objects.get(activity=tile, number=number).directions


def asked_on(page):
    """(attributes, words) of the paragraph that says what her level asks."""
    found = re.search(r'<p id="asked"([^>]*)>(.*?)</p>', page.text)
    return found and (found[1], found[2])


# --- what her level asks --------------------------------------------------------------------------
@pytest.mark.parametrize("state", ["started", "paused", "finished"])
def test_a_tile_under_way_or_done_says_what_her_level_asks(priya, student, take, pizza, state):
    take(pizza, level=2, start=True)
    if state != "started":
        act = {"paused": services.pause, "finished": services.finish}[state]
        act(student=student, activity=pizza, now=NOW)

    page = page_of(priya, pizza)

    assert asked_on(page) == (' dir="auto" lang="en"', asks(pizza, 2))
    assert asks(pizza, 3) not in page.text


def test_her_level_is_said_before_the_button_that_pauses(priya, take, pizza):
    take(pizza, level=2, start=True)
    before, _mark, _after = page_of(priya, pizza).text.partition("Pause\n")
    assert 'id="asked"' in before


def test_her_level_is_said_in_the_language_she_taps(priya, take, pizza):
    take(pizza, level=2, start=True)
    TileTextFactory(activity=pizza, levels=["Mira.", "Marca los pares."])

    assert asked_on(page_of(priya, pizza, **{"in": "es"})) == (
        ' dir="auto" lang="es"',
        "Marca los pares.",
    )


def test_after_an_edit_her_level_says_what_it_said_when_she_started(priya, take, pizza):
    said = asks(pizza, 2)
    take(pizza, level=2, start=True)
    TileTextFactory(activity=pizza, levels=["Mira.", "Marca los pares."])
    Level.objects.filter(activity=pizza, number=2).update(directions="Something else.")

    page = page_of(priya, pizza, **{"in": "es"})

    assert page.text.count(said) == 1
    assert said in page.text.partition("When you started, it said")[2]
    assert asked_on(page) is None


def test_what_her_level_asks_is_read_aloud_and_the_rubric_with_its_answers(priya, take, pizza):
    take(pizza, level=2, start=True)
    page = page_of(priya, pizza).text
    (said,) = re.findall(r'data-say="(#my-board[^"]*)"', page)
    assert "#asked" in said
    assert ":is(legend, .pick)" in said


def test_the_words_of_levels_and_products_carry_their_language(priya, board, pizza):
    Board.objects.filter(pk=board.pk).update(language="en")
    TileTextFactory(activity=pizza, levels=["Mira los dibujos."])

    page = page_of(priya, pizza, **{"in": "es"}).text

    assert '<span dir="auto" lang="es">Mira los dibujos.</span>' in page
    assert f'<span dir="auto" lang="en">{asks(pizza, 2)}</span>' in page
    assert f'<span dir="auto" lang="en">{pizza.products[0]}</span>' in page
    assert '<div class="row between" lang' not in page


# --- how long it takes ----------------------------------------------------------------------------
@pytest.fixture
def longer(pizza):
    """Level 3 of the pizza problem takes 35 minutes, the others the tile's 20."""
    Activity.objects.filter(pk=pizza.pk).update(minutes=20)
    Level.objects.filter(activity=pizza, number=3).update(minutes=35)
    pizza.refresh_from_db()
    return pizza


def test_each_level_says_how_long_it_takes_where_they_differ(priya, longer, comic):
    minutes = [asked.minutes for asked in page_of(priya, longer).context["form"].asked.values()]
    assert minutes == [20, 20, 35]
    assert "35 min" in page_of(priya, longer).text

    same = [asked.minutes for asked in page_of(priya, comic).context["form"].asked.values()]
    assert same == [None] * 3


@pytest.mark.parametrize("start", [False, True])
def test_board_and_tile_say_how_long_her_own_level_takes(priya, take, longer, start):
    def said():
        tiles = priya.get(reverse("my_board")).context["shown"].tiles
        return [row.minutes for row in (tiles[0], page_of(priya, longer).context["tile"])]

    assert said() == [20, 20]
    take(longer, level=3, start=start)
    assert said() == [35, 35]


def test_an_edit_does_not_change_the_minutes_of_who_started(priya, take, longer):
    take(longer, level=3, start=True)
    Level.objects.filter(activity=longer, number=3).update(minutes=50)
    assert page_of(priya, longer).context["tile"].minutes == 35


# --- words that count and name --------------------------------------------------------------------
def test_what_to_give_back_counts_the_picks_she_holds(priya, student, board, pizza, comic):
    Board.objects.filter(pk=board.pk).update(may_pick=3, at_most={pizza.kind: 1})
    PickFactory(activity=pizza, student=student, place=1)
    Activity.objects.filter(pk=comic.pk).update(kind=pizza.kind)

    page = page_of(priya, comic).text

    assert "You picked 1. Give it back?" in page
    assert "You picked 3" not in page


def test_a_way_that_is_the_tiles_kind_is_not_named_twice(priya, take, pizza, comic):
    take(pizza, level=2, format=pizza.kind, product="A drawing", start=True)
    take(comic, level=1, format="talk", start=True)

    def how(tile):
        page = page_of(priya, tile).text
        (found,) = re.findall(r"<p[^>]*>\s*(Level \d.*?)</p>", page, re.DOTALL)
        return " ".join(re.sub("<.*?>", "", found).split())

    assert how(pizza) == "Level 2 · A drawing"
    assert how(comic) == "Level 1 · Talk"


def test_a_finish_without_ratings_is_told_in_one_summary(priya, take, pizza):
    Activity.objects.filter(pk=pizza.pk).update(rubric=["I show equal parts"])
    pizza.refresh_from_db()
    take(pizza, start=True)

    page = priya.post(reverse("finish_tile", args=[pizza.key]), {"made": "Six pizzas"})

    assert page.status_code == 422
    assert page.text.count('id="form-errors"') == 1
    assert "Six pizzas" in page.text
    assert Pick.objects.get().state == "started"
