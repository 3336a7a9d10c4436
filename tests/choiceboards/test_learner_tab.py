"""A learner's picks: for her team, and for nobody else."""

import pytest
from django.urls import reverse

from choiceboards.forms.student import FinishForm
from choiceboards.services import Choice, pick
from tests.factories import NOW, ActivityFactory, BoardFactory, PickFactory


@pytest.fixture
def picks_url(student):
    return reverse("student_picks", args=[student.key])


def test_before_a_pick_the_tab_says_so(sign_in, teacher, picks_url):
    page = sign_in(teacher).get(picks_url)
    assert "Priya has not picked yet" in page.text


@pytest.mark.parametrize("who", ["teacher", "coteacher", "specialist"])
def test_her_team_sees_what_she_chose_and_her_idea(
    request, sign_in, student, pizza, idea, picks_url, who
):
    pick(student=student, activity=pizza, choice=Choice(level=2, product="A drawing"), now=NOW)
    pick(student=student, activity=idea, choice=Choice(words="Fractions in drums"), now=NOW)

    page = sign_in(request.getfixturevalue(who)).get(picks_url)

    assert page.status_code == 200
    for words in ("The pizza problem", "Level 2", "A drawing", "Fractions in drums"):
        assert words in page.text


@pytest.mark.parametrize("who", ["stranger", "other_teacher", "school_admin", "district_admin"])
def test_for_everyone_else_the_tab_is_not_there(request, sign_in, student, picks_url, who):
    assert sign_in(request.getfixturevalue(who)).get(picks_url).status_code == 404


def test_students_are_not_allowed_in(sign_in, student, picks_url):
    assert sign_in(student).get(picks_url).status_code == 403


def test_a_swapped_tile_is_not_counted_as_chosen(sign_in, teacher, student, comic, picks_url):
    PickFactory(activity=comic, student=student, state="swapped")
    assert "Comic strip" not in sign_in(teacher).get(picks_url).text


@pytest.mark.parametrize(("number", "shown"), [(1, 1), (30, 30), (300, 30)])
def test_the_tab_costs_the_same_for_1_30_and_300_picks(
    sign_in, teacher, section, student, picks_url, number, shown, django_assert_num_queries
):
    board = BoardFactory(section=section)
    for _number in range(number):
        PickFactory(activity=ActivityFactory(board=board), student=student)
    client = sign_in(teacher)

    # session, user, student, classes, her classes, number of picks, picks
    with django_assert_num_queries(7):
        page = client.get(picks_url)

    assert len(page.context["page"].object_list) == shown


def test_her_team_sees_what_she_made_and_how_she_rated_herself(
    sign_in, teacher, student, pizza, picks_url
):
    PickFactory(
        activity=pizza,
        student=student,
        state="finished",
        started_at=NOW,
        finished_at=NOW,
        showed={"rubric": ["I show equal parts", "I explain why"]},
        ratings=[4, 2],
        made="<b>A comic</b> about halves",
        made_link="https://example.org/comic?a=1&b=2",
    )

    page = sign_in(teacher).get(picks_url)

    assert "&lt;b&gt;A comic&lt;/b&gt; about halves" in page.text
    assert 'href="https://example.org/comic?a=1&amp;b=2" rel="noopener noreferrer"' in page.text
    [pick] = page.context["page"]
    assert pick.own_rating == [
        ("I show equal parts", "I can teach it"),
        ("I explain why", "With help"),
    ]
    assert "I can teach it" in page.text


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org/comic", "data:,x"])
def test_a_link_that_is_no_web_page_is_never_kept(link):
    form = FinishForm({"made": "", "link": link}, rubric=[])
    assert form.errors["link"] == ["That is not a link. It starts with https://"]
