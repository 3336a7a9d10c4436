"""A copy of a board for families: by a signed link, without grading, until it ends."""

from datetime import timedelta

import pytest
from django.urls import reverse

from choiceboards.family import LASTS, token_of
from choiceboards.models import Activity, Board
from choiceboards.services import Choice, pick
from students.models import StaffRole
from tests.factories import NOW, TODAY


@pytest.fixture
def okonkwo(sign_in, teacher):
    return sign_in(teacher)


@pytest.fixture
def link(okonkwo, section, board, client):
    """The link as the teacher's page shows it; the client is nobody afterwards."""
    page = okonkwo.get(reverse("family_link", args=[section.key, board.key]))
    client.logout()
    return page.context["url"].removeprefix("http://testserver")


def test_the_board_is_read_without_an_account(client, link, board):
    page = client.get(link)
    assert page.status_code == 200
    assert board.title in page.text
    assert "The pizza problem" in page.text


def test_a_board_without_tiles_says_so_and_asks_for_no_choice(client, link, board):
    board.activities.all().delete()
    page = client.get(link)
    assert "Nothing is here to choose from yet." in page.text
    assert "Your child chooses from these." not in page.text
    assert "Todavía no hay nada para elegir." in client.get(link, {"in": "es"}).text


def test_there_is_no_name_no_pick_no_level_and_no_rubric(client, link, student, pizza, section):
    Activity.objects.filter(pk=pizza.pk).update(rubric=["I name the parts"])
    pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    text = client.get(link).text
    for hidden in ("Priya", "I name the parts", "Level", "Okonkwo", section.name, "seat"):
        assert hidden not in text


def test_nothing_of_it_is_found_or_kept_and_no_cookie_is_set(client, link):
    page = client.get(link)
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex, nofollow">' in page.text
    assert "sessionid" not in page.cookies


@pytest.mark.parametrize("days", [0, LASTS.days])
def test_the_link_lasts_to_the_end_of_its_day(client, link, at, days):
    at(NOW + timedelta(days=days))
    assert client.get(link).status_code == 200


def ended(client, link):
    page = client.get(link)
    assert page.status_code == 404
    assert "This link has ended" in page.text
    assert "pizza" not in page.text
    return page


def test_after_its_day_it_has_ended(client, link, at):
    at(NOW + LASTS + timedelta(days=1))
    ended(client, link)


@pytest.mark.parametrize("state", ["closed", "draft"])
def test_it_ends_with_the_board(client, link, board, state):
    Board.objects.filter(pk=board.pk).update(state=state)
    ended(client, link)


def test_it_ends_when_who_gave_it_out_leaves_the_class_or_the_school(client, link, teacher):
    teacher.is_active = False
    teacher.save()
    ended(client, link)
    teacher.is_active = True
    teacher.save()
    assert client.get(link).status_code == 200
    StaffRole.objects.filter(user=teacher).update(ends_on=TODAY - timedelta(days=1))
    ended(client, link)


@pytest.mark.parametrize(
    "broken",
    [
        lambda token: token[:-1] + ("a" if token[-1] != "a" else "b"),
        lambda token: token.split(".")[0],
        lambda token: "x" + token,
        lambda _token: "1",
        lambda _token: "%00",
        lambda _token: "a-b-c.d",
        lambda token: token.replace("20270322", "20990101"),
    ],
)
def test_a_link_that_was_changed_is_answered_like_an_old_one(client, link, broken):
    before, _slash, token = link.rstrip("/").rpartition("/")
    assert "20270322" in token  # so that the last case changes something
    ended(client, f"{before}/{broken(token)}/")


def test_who_does_not_teach_the_class_cannot_give_it_out(client, board, other_teacher):
    ended(client, reverse("family_board", args=[token_of(board, other_teacher, TODAY)]))


def test_a_board_that_is_not_open_has_no_link(okonkwo, section, board):
    Board.objects.filter(pk=board.pk).update(state="draft")
    page = okonkwo.get(reverse("family_link", args=[section.key, board.key]))
    assert "Open the board first" in page.text
    assert "at-home" not in page.text


@pytest.mark.parametrize("tiles", [1, 9])
def test_the_copy_costs_the_same_for_1_and_9_tiles(
    client, link, board, tiles, django_assert_num_queries
):
    Activity.objects.filter(board=board, position__gt=tiles).update(removed_at=NOW)
    # who gave it out, board, languages, the board's words, tiles, their words
    with django_assert_num_queries(6):
        page = client.get(link)
    ((_heading, shown),) = page.context["parts"]
    assert len(shown) == tiles
