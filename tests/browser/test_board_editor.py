"""A board is shaped in the browser: by drag, by keyboard, without JavaScript, by two at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import found, sideways
from tests.browser.cast import Visit
from tests.browser.pages import KEYS
from tests.browser.stage import Stage
from tests.browser.test_keyboard import tab_to


@pytest.fixture
def board(stage: Stage) -> str:
    return f"/c/{stage.key(*KEYS['class'])}/boards/{stage.key(*KEYS['board'])}/"


@pytest.fixture
def tile(stage: Stage, board: str) -> str:
    return f"{board}tiles/{stage.key(*KEYS['tile'])}/"


def cells(page: Page) -> Locator:
    return page.locator("#tiles .board > li")


def titles(page: Page) -> list[str]:
    return cells(page).locator("h2").all_inner_texts()


def test_a_tile_is_dragged_to_another_place_and_taken_back(teacher: Visit, board: str) -> None:
    page = teacher.open(board)
    before = titles(page)
    page.evaluate("document.fonts.ready")
    grip = cells(page).nth(0).locator("[data-grip]").bounding_box()
    there = cells(page).nth(4).bounding_box()
    assert grip
    assert there

    page.mouse.move(grip["x"] + 22, grip["y"] + 22)
    page.mouse.down()
    page.mouse.move(there["x"] + 60, there["y"] + 60, steps=8)
    expect(page.locator("#live")).to_have_text(f"{before[0]} to the place of {before[4]}")
    page.mouse.up()
    expect(cells(page).nth(4).locator("h2")).to_have_text(before[0])
    expect(page.locator("#live")).to_have_text(f"“{before[0]}” is in row 2, column 2 now.")
    expect(page.locator(f"summary[aria-label='Move {before[0]}']")).to_be_focused()

    page.get_by_role("button", name=f"Undo: {before[0]}").click()
    expect(page.get_by_text(f"Taken back: {before[0]}.")).to_be_visible()
    assert titles(page) == before


def test_a_tile_moves_by_keyboard_and_the_focus_stays_with_it(teacher: Visit, board: str) -> None:
    page = teacher.open(board)
    before = titles(page)
    menu = page.locator(f"summary[aria-label='Move {before[0]}']")
    tab_to(page, menu)
    page.keyboard.press("Enter")
    for way, place, words in (("right", 1, "row 1, column 2"), ("down", 4, "row 2, column 2")):
        tab_to(page, page.get_by_role("button", name=f"Move {way}"))
        page.keyboard.press("Enter")
        expect(cells(page).nth(place).locator("h2")).to_have_text(before[0])
        expect(page.get_by_role("status").filter(has_text="now.")).to_have_text(
            f"“{before[0]}” is in {words} now."
        )
        expect(menu).to_be_focused()
        page.keyboard.press("Enter")


def test_the_check_comes_into_the_page_and_has_no_fault(teacher: Visit, board: str) -> None:
    page = teacher.open(board)
    page.get_by_role("link", name="Check this board").click()
    expect(page.get_by_role("heading", name="28 paths")).to_be_visible()
    assert found(page) == []


@pytest.mark.parametrize("phone", [False, True])
def test_every_group_of_the_forms_stands_open_without_a_fault(
    enter, board: str, tile: str, phone: bool
) -> None:
    visit = enter("teacher", phone=phone)
    for path in (tile, f"{board}edit/"):
        page = visit.open(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert found(page) == []
        assert sideways(page) == 0


def test_two_teachers_see_both_texts_and_one_keeps_hers(enter, tile: str) -> None:
    mine, theirs = enter("teacher"), enter("teacher")
    mine.may_say("409")
    mine.open(tile).get_by_label("Title").fill("Mine")
    page = theirs.open(tile)
    page.get_by_label("Title").fill("Theirs")
    page.get_by_role("button", name="Save the tile").click()
    expect(page.get_by_text("The tile is saved.")).to_be_visible()

    page = mine.page
    page.get_by_role("button", name="Save the tile").click()
    row = page.get_by_role("row", name="Title Mine Theirs")
    expect(row).to_be_visible()
    assert found(page) == []
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator("#tiles h2", has_text="Mine")).to_be_visible()


def test_a_tile_is_moved_copied_taken_off_and_brought_back_without_javascript(
    enter, board: str
) -> None:
    page = enter("teacher", java_script_enabled=False).open(board)
    before = titles(page)
    page.locator(f"summary[aria-label='Move {before[0]}']").click()
    page.get_by_role("button", name="Move down").first.click()
    expect(cells(page).nth(3).locator("h2")).to_have_text(before[0])

    cells(page).nth(8).locator("a.tile").click()
    page.get_by_role("button", name="Take this tile off").click()
    expect(page.get_by_text("is off the board.")).to_be_visible()
    expect(page.get_by_role("link", name="Add a tile at place 9")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(cells(page).nth(8).locator("h2")).to_have_text(before[8])


def test_a_tile_gets_another_language_without_javascript(enter, tile: str) -> None:
    page = enter("teacher", java_script_enabled=False).open(tile)
    page.get_by_role("link", name="Add a language").click()
    page.get_by_label("Language").select_option("fr")
    page.get_by_label("Title").fill("Bande dessinée")
    page.get_by_label("Directions").fill("Dessine une histoire.")
    page.get_by_role("button", name="Save the words").click()
    page.get_by_role("link", name="Bande dessinée").click()
    expect(page.get_by_role("heading", name="français")).to_be_visible()
