"""A tile that she did, on an open board: what she made as text, and a plain way to change it."""

import pytest
from django.urls import reverse

from choiceboards import services
from choiceboards.models import Activity, Pick
from choiceboards.services import Choice, Outcome
from tests.factories import NOW

LINK = "https://example.org/p?a=1&b=2"


@pytest.fixture
def priya(sign_in, student):
    return sign_in(student)


@pytest.fixture
def tile(pizza):
    """The pizza problem with one line to rate oneself on."""
    Activity.objects.filter(pk=pizza.pk).update(rubric=["I show equal parts"])
    pizza.refresh_from_db()
    return pizza


@pytest.fixture
def finished(student, tile):
    """`finished(made="A poster")`: Priya did the tile."""

    def did(**said):
        services.pick(student=student, activity=tile, choice=Choice(), now=NOW)
        services.finish(student=student, activity=tile, now=NOW, outcome=Outcome(**said))

    return did


def looked_at(client, tile):
    """Her tile's page: (all of it, what stands before the form, the form's own part)."""
    page = client.get(reverse("tile", args=[tile.key])).text
    shown, _mark, form = page.partition('<details class="more"')
    return page, shown, form


def test_she_reads_what_she_made_how_it_went_and_when(priya, tile, finished):
    finished(ratings=(4,), made="<b>Six</b> fair pizzas", link=LINK)

    _page, shown, form = looked_at(priya, tile)

    assert "You did this one." in shown
    assert "Thursday, January 21" in shown
    assert "&lt;b&gt;Six&lt;/b&gt; fair pizzas" in shown
    assert 'href="https://example.org/p?a=1&amp;b=2" rel="noopener noreferrer"' in shown
    assert "I show equal parts" in shown
    assert '<span class="tag">I can teach it</span>' in shown
    assert "<textarea" not in shown
    assert "<textarea" in form


def test_what_is_changed_later_is_saved_not_done_again(priya, tile, finished):
    finished(ratings=(4,), made="A poster")
    htmx = {"HX-Request": "true", "HX-Target": "div#my-board"}
    sent = {"rating_0": "4", "made": "Two posters", "link": ""}
    page = priya.post(reverse("finish_tile", args=[tile.key]), sent, headers=htmx).text
    assert "Saved." in page
    assert "You did The pizza problem." not in page


def test_the_form_is_folded_behind_change_it_and_holds_what_she_said(priya, tile, finished):
    finished(ratings=(4,), made="Six fair pizzas", link=LINK)

    page, _shown, form = looked_at(priya, tile)

    assert page.count('<details class="more">') == 1
    assert "Change it" in form.partition("</summary>")[0]
    assert "Six fair pizzas</textarea>" in form.replace("\n", "")
    assert reverse("finish_tile", args=[tile.key]) in form


def test_what_she_changes_is_shown_and_the_day_stays(priya, tile, finished):
    finished(ratings=(1,), made="Six pizzas")
    said = {"rating_0": "3", "made": "Seven pizzas", "link": ""}

    assert priya.post(reverse("finish_tile", args=[tile.key]), said).status_code == 302

    _page, shown, _form = looked_at(priya, tile)
    assert "Seven pizzas" in shown
    assert "Six pizzas" not in shown
    assert '<span class="tag">I can</span>' in shown
    assert Pick.objects.get().finished_at == NOW


def test_a_mistake_leaves_the_form_open_with_what_she_typed(priya, tile, finished):
    finished(ratings=(1,), made="Six pizzas")
    said = {"rating_0": "3", "made": "Seven pizzas", "link": "javascript:alert(1)"}

    page = priya.post(reverse("finish_tile", args=[tile.key]), said)

    assert page.status_code == 422
    assert '<details class="more" open>' in page.text
    assert "That is not a link. It starts with https://" in page.text
    assert "Seven pizzas" in page.text
    assert 'href="javascript' not in page.text
    assert Pick.objects.get().made == "Six pizzas"


def test_who_told_nothing_yet_is_asked_what_she_made(priya, pizza, student):
    Activity.objects.filter(pk=pizza.pk).update(rubric=[])
    pizza.refresh_from_db()
    services.pick(student=student, activity=pizza, choice=Choice(), now=NOW)
    services.finish(student=student, activity=pizza, now=NOW, outcome=Outcome())

    _page, shown, form = looked_at(priya, pizza)

    assert "I made:" not in shown
    assert "How it went:" not in shown
    assert "Tell what I made" in form.partition("</summary>")[0]


def test_while_she_works_the_form_stands_open_as_before(priya, tile, student):
    services.pick(student=student, activity=tile, choice=Choice(), now=NOW)
    services.start(student=student, activity=tile, now=NOW)

    page, _shown, form = looked_at(priya, tile)

    assert form == ""
    assert "I did it" in page
    assert "<textarea" in page
