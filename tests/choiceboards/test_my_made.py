"""What I made: a student's own finished work, also of boards that are put away by now."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from choiceboards import services
from choiceboards.models import Activity, Board, Pick
from choiceboards.services import Choice, Outcome
from tests.factories import (
    NOW,
    ActivityFactory,
    BoardFactory,
    EnrollmentFactory,
    PickFactory,
    SectionFactory,
    SparkFactory,
    StudentFactory,
)

MADE = "/me/made/"


@pytest.fixture
def priya(sign_in, student):
    return sign_in(student)


@pytest.fixture
def done(student):
    """`done(tile, made="A poster")`: Priya finished it, on January 21 unless said otherwise."""

    def finished(tile, **said):
        when = said.pop("finished_at", NOW)
        return PickFactory(
            activity=tile, student=student, state="finished", finished_at=when, **said
        )

    return finished


def titles(page):
    return [pick.title for pick in page.context["page"]]


def test_before_she_finished_anything_the_page_says_kindly_how(priya, student, pizza, done):
    PickFactory(activity=pizza, student=student, state="started", showed={"title": pizza.title})

    page = priya.get(MADE)

    assert "Nothing here yet" in page.text
    assert "Finish a tile on your board. Then you can see it here." in page.text
    assert pizza.title not in page.text


def test_she_sees_all_that_she_said_of_what_she_made(priya, student, board, pizza):
    Activity.objects.filter(pk=pizza.pk).update(rubric=["I show equal parts"])
    pizza.refresh_from_db()
    how = Choice(level=2, format="draw", product="A poster")
    services.pick(student=student, activity=pizza, choice=how, now=NOW)
    said = Outcome(ratings=(3,), made="Six fair pizzas", link="https://example.org/p?a=1&b=2")
    services.finish(student=student, activity=pizza, now=NOW, outcome=said)

    page = priya.get(MADE).text

    for words in (
        board.title,
        "The pizza problem",
        pizza.get_kind_display(),
        f"#{pizza.icon}",
        "Level 2",
        "Draw",
        "A poster",
        "Six fair pizzas",
        "I show equal parts",
        "I can",
        "Jan 21, 2027",
    ):
        assert words in page, words
    assert 'href="https://example.org/p?a=1&amp;b=2" rel="noopener noreferrer"' in page


def test_an_idea_is_shown_in_her_own_words(priya, student, idea, done):
    done(idea, spark=SparkFactory(student=student, words="Fractions in drums"))
    assert "Fractions in drums" in priya.get(MADE).text


def test_what_she_picked_keeps_the_name_and_the_lines_it_had_when_she_started(
    priya, student, pizza
):
    Activity.objects.filter(pk=pizza.pk).update(rubric=["I show equal parts"])
    pizza.refresh_from_db()
    services.pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    outcome = Outcome(ratings=(4,))
    services.finish(student=student, activity=pizza, now=NOW, outcome=outcome)
    Activity.objects.filter(pk=pizza.pk).update(title="Pasta", rubric=["I like pasta"])

    page = priya.get(MADE)

    assert titles(page) == ["The pizza problem"]
    assert "I show equal parts" in page.text
    assert "asta" not in page.text


@pytest.mark.parametrize("state", ["closed", "draft"])
def test_a_board_that_is_put_away_and_a_tile_that_was_taken_off_stay_with_her(
    priya, board, pizza, comic, done, state
):
    done(pizza)
    done(comic, finished_at=NOW - timedelta(days=1))
    Activity.objects.filter(pk=comic.pk).update(removed_at=NOW)
    Board.objects.filter(pk=board.pk).update(state=state)
    assert titles(priya.get(MADE)) == ["The pizza problem", "Comic strip"]


def test_the_work_of_all_her_classes_stands_together_the_newest_first(
    priya, section, student, pizza, done
):
    art, old = (SectionFactory(school=section.school) for _n in range(2))
    EnrollmentFactory(section=art, student=student)
    EnrollmentFactory(section=old, student=student, ends_on=NOW.date() - timedelta(days=30))
    done(pizza, finished_at=NOW - timedelta(days=1))
    for place, title in ((old, "Last year"), (art, "A mask")):
        tile = ActivityFactory(board=BoardFactory(section=place), title=title)
        done(tile, finished_at=NOW - timedelta(days=60 if place is old else 0))
    assert titles(priya.get(MADE)) == ["A mask", "The pizza problem", "Last year"]


@pytest.mark.parametrize("state", ["picked", "started", "paused", "swapped"])
def test_only_what_is_finished_is_there(priya, student, pizza, comic, done, state):
    done(comic)
    PickFactory(activity=pizza, student=student, state=state)
    assert titles(priya.get(MADE)) == ["Comic strip"]


def test_what_a_classmate_made_is_not_there(priya, section, pizza, comic, done):
    done(comic, made="Mine")
    amara = StudentFactory(section=section)
    PickFactory(activity=pizza, student=amara, state="finished", finished_at=NOW, made="Hers")

    page = priya.get(MADE)

    assert titles(page) == ["Comic strip"]
    assert "Hers" not in page.text


@pytest.mark.parametrize(("number", "shown"), [(1, 1), (30, 30), (300, 30)])
def test_the_page_costs_the_same_for_1_30_and_300_works(
    priya, section, student, done, number, shown, django_assert_num_queries
):
    board, said = BoardFactory(section=section), {"showed": {"rubric": ["I tried"]}, "ratings": [3]}
    for _number in range(number):
        done(ActivityFactory(board=board), spark=SparkFactory(student=student), **said)

    with django_assert_num_queries(4):  # session, student, number of works, works
        page = priya.get(MADE)

    assert len(page.context["page"].object_list) == shown


def test_the_second_page_goes_on_where_the_first_ended(priya, section, done):
    board = BoardFactory(section=section)
    for number in range(31):
        tile = ActivityFactory(board=board, title=f"Tile {number}")
        done(tile, finished_at=NOW + timedelta(minutes=number))

    first, second = priya.get(MADE), priya.get(MADE, {"page": "2"})

    assert titles(first)[0] == "Tile 30"
    assert titles(second) == ["Tile 0"]
    assert 'href="?page=2"' in first.text
    assert titles(priya.get(MADE, {"page": "no number"})) == titles(first)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x"]
)
def test_a_link_that_is_no_web_page_is_text_and_never_followed(priya, pizza, done, link):
    """The form refuses it; a row of another source is no way around that."""
    done(pizza, made_link=link)
    page = priya.get(MADE).text
    assert link in page
    assert f'href="{link}' not in page


# --- the ways there -------------------------------------------------------------------------------
@pytest.mark.parametrize("state", ["open", "closed"])
def test_her_board_leads_there_also_when_none_is_open(priya, board, state):
    Board.objects.filter(pk=board.pk).update(state=state)
    page = priya.get("/me/board/").text
    assert ("Your board opens soon." in page) == (state == "closed")
    assert f'href="{reverse("my_made")}"' in page


@pytest.mark.parametrize("address", ["/me/board/{board}/", "/me/board/tiles/{tile}/"])
def test_a_board_that_is_closed_leads_there(priya, board, pizza, address):
    Board.objects.filter(pk=board.pk).update(state="closed")
    page = priya.get(address.format(board=board.key, tile=pizza.key))
    assert page.status_code == 404
    assert f'href="{MADE}"' in page.text


def test_a_page_that_never_was_leads_nowhere_else(priya, pizza):
    assert MADE not in priya.get("/me/board/nosuchboard1/").text


def test_work_that_is_put_away_is_found_from_the_boards_last_word(priya, board, pizza, done):
    done(pizza, made="A poster")
    Board.objects.filter(pk=board.pk).update(state="closed")

    gone = priya.get(f"/me/board/tiles/{pizza.key}/").text
    [way] = [line for line in gone.split('"') if line == MADE]

    assert "A poster" in priya.get(way).text
    assert Pick.objects.get().made == "A poster"


def test_a_way_that_is_the_tiles_kind_is_not_named_twice(priya, pizza, comic, done):
    done(pizza, format=pizza.kind, level=2)
    done(comic, format="talk", finished_at=NOW - timedelta(days=1))

    page = " ".join(re.sub("<.*?>", "", priya.get(MADE).text).split())

    kind = pizza.get_kind_display()
    assert f"{kind} · Level 2 · Jan 21" in page
    assert f"{comic.get_kind_display()} · Level 1 · Talk · Jan 20" in page
