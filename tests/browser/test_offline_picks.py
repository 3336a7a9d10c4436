"""A student picks without network: it waits, is sent once, and is shown as picked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.axe import found
from tests.browser.cast import Visit
from tests.browser.pages import KEYS
from tests.browser.stage import Stage
from tests.browser.steps import tile
from tests.browser.test_live import DROPPED, shelf, state, wait_until_nothing_waits

HERS = """SELECT {what} FROM choiceboards_pick WHERE board_id =
(SELECT id FROM choiceboards_board WHERE state = 'open') AND student_id =
(SELECT id FROM students_student WHERE called = 'Zoë')"""
STATES = HERS.format(what="state")
LEVELS = HERS.format(what="level")
FILL = "UPDATE choiceboards_activity SET capacity = taken WHERE title = 'Comic strip'"
TAKEN = "SELECT taken FROM choiceboards_activity WHERE key = '{key}'"


# The board opens by itself once what waited was sent.
ON_THE_BOARD = re.compile(r"/me/board/(?!tiles/)")


@pytest.fixture
def comic(stage: Stage) -> str:
    return stage.key(*KEYS["tile"])


@pytest.fixture
def page(student: Visit, comic: str) -> Page:
    student.may_say(DROPPED)
    return student.open(f"/me/board/tiles/{comic}/")


@pytest.fixture
def posted(page: Page) -> list[str]:
    """The picks that left this browser, by address."""
    left: list[str] = []

    def sent(request: Request) -> None:
        if request.method == "POST" and "/pick/" in request.url:
            left.append(request.url)

    page.on("requestfinished", sent)
    return left


def taken(stage: Stage, comic: str) -> int:
    return int(stage.texts(TAKEN.format(key=comic))[0])


def pick_offline(page: Page) -> None:
    page.context.set_offline(True)
    page.get_by_role("button", name="Pick this").click()
    expect(state(page)).to_have_text("Waiting for the network")


def test_a_pick_waits_for_the_network_and_is_sent_once_and_shown(
    stage: Stage, page: Page, posted: list[str], comic: str
) -> None:
    before = taken(stage, comic)
    page.get_by_text("Level 3").click()
    pick_offline(page)
    page.get_by_role("button", name="Pick this").click()  # not sure: once more
    expect(page.get_by_role("status").filter(has_text="Waiting")).to_have_text(
        "Waiting for the network"
    )
    assert found(page) == []
    assert (stage.texts(STATES), "Zo" in shelf(page)) == ([], False)

    page.context.set_offline(False)
    expect(tile(page, "Comic strip")).to_contain_text("You picked this")
    assert (len(posted), shelf(page)) == (1, "")
    assert stage.texts(STATES) == ["picked"]
    assert taken(stage, comic) == before + 1
    assert stage.texts(LEVELS) == [3]


@pytest.mark.parametrize("press", ["Pick this", "Start now"])
def test_a_pick_whose_answer_was_lost_is_one_pick(
    stage: Stage, page: Page, comic: str, press: str
) -> None:
    """The server did it; before it could say so the network was gone."""
    before = taken(stage, comic)
    if press == "Start now":
        page.get_by_role("button", name="Pick this").click()
        page.get_by_role("link", name="Comic strip").click()

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route(re.compile("/pick/$"), lose, times=1)
    page.get_by_role("button", name=press).click()
    words = {"Pick this": "You picked this", "Start now": "You started this"}[press]
    expect(tile(page, "Comic strip")).to_contain_text(words, timeout=12_000)
    assert (shelf(page), taken(stage, comic)) == ("", before + 1)
    assert stage.texts(STATES) == ["picked" if press == "Pick this" else "started"]
    expect(page.locator("#trouble")).to_have_text("")


def test_a_start_that_waited_is_a_start(stage: Stage, page: Page) -> None:
    page.get_by_role("button", name="Pick this").click()
    page.get_by_role("link", name="Comic strip").click()
    page.context.set_offline(True)
    page.get_by_role("button", name="Start now").click()
    expect(state(page)).to_have_text("Waiting for the network")
    page.context.set_offline(False)
    expect(tile(page, "Comic strip")).to_contain_text("You started this")
    assert stage.texts(STATES) == ["started"]


def test_a_tile_that_filled_up_meanwhile_is_said_and_nothing_is_picked(
    stage: Stage, page: Page
) -> None:
    pick_offline(page)
    stage.change(FILL)
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_contain_text("could not be saved. Please do it again.")
    assert (stage.texts(STATES), shelf(page)) == ([], "")


def test_what_was_picked_without_network_is_sent_from_the_next_page(
    stage: Stage, page: Page
) -> None:
    pick_offline(page)
    page.close()
    page = page.context.new_page()
    page.context.set_offline(False)
    page.goto(stage.url("/me/"))
    wait_until_nothing_waits(page)
    assert stage.texts(STATES) == ["picked"]


def test_signing_out_leaves_nothing_in_the_browser(stage: Stage, page: Page) -> None:
    page.evaluate("window.setInterval = () => 0")
    pick_offline(page)
    assert shelf(page) != ""
    page.context.set_offline(False)
    expect(page).to_have_url(ON_THE_BOARD)
    page.get_by_label("Menu of Zoë").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/in/"))
    assert (stage.texts(STATES), shelf(page)) == (["picked"], "")
