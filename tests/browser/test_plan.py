"""Changing a day's plan: by keyboard, by dragging, by a repair's button; and taking it back."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.cast import Visit
from tests.browser.stage import DAY, Stage
from tests.browser.steps import choose, home, menu_of


def open_plan(stage: Stage, visit: Visit) -> Page:
    stage.at("8:40")
    return visit.open(f"{home(stage)}plan/{DAY}/")


def names(page: Page) -> list[str]:
    """Who comes in the first block, by time."""
    return page.locator(".slot-list").first.locator("> li b").all_inner_texts()


def test_two_students_trade_places_by_keyboard_alone(stage: Stage, teacher: Visit) -> None:
    page = open_plan(stage, teacher)
    before = names(page)
    first = before[0]
    opener = page.get_by_label(f"Move {first}", exact=True)
    opener.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".slot-list").first.locator("> li b").first).not_to_have_text(first)
    after = names(page)  # a fixed time is passed over
    assert after[before.index(after[0])] == first
    expect(opener).to_be_focused()
    assert teacher.taps == 0

    page.get_by_role("button", name="Undo the last change").press("Enter")
    expect(page.locator(".slot-list").first.locator("> li b").first).to_have_text(first)
    assert names(page) == before


def test_a_student_is_dragged_to_another_time_and_escape_leaves_her(
    stage: Stage, teacher: Visit
) -> None:
    page = open_plan(stage, teacher)
    before = names(page)
    rows = page.locator(".slot-list").first.locator("> li")
    here, there = rows.nth(0).locator("time"), rows.nth(2).locator("time")
    here.scroll_into_view_if_needed()
    one, other = here.bounding_box(), there.bounding_box()
    assert one
    assert other

    def drag() -> None:
        page.mouse.move(one["x"] + 5, one["y"] + 5)
        page.mouse.down()
        page.mouse.move(other["x"] + 5, other["y"] + 5, steps=6)

    drag()
    expect(page.locator("#live")).to_contain_text(f"{before[0]} to")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator("#live")).to_contain_text(f"{before[0]} stays")
    assert names(page) == before

    drag()
    page.mouse.up()
    expect(rows.nth(2).locator("b")).to_have_text(before[0])
    assert names(page)[:3] == [before[2], before[1], before[0]]


def test_a_student_is_left_out_and_put_back_by_one_button(stage: Stage, teacher: Visit) -> None:
    page = open_plan(stage, teacher)
    name = names(page)[1]
    menu_of(page, name)
    choose(page, "Leave out")
    expect(page.get_by_text(f"{name} is not placed.")).to_be_visible()
    page.locator(".note", has_text=f"{name} is not placed.").get_by_role("button").click()
    expect(page.get_by_text(f"{name} is not placed.")).to_have_count(0)


def test_one_tap_for_an_absent_student_says_who_moved(stage: Stage, teacher: Visit) -> None:
    page = open_plan(stage, teacher)
    name = names(page)[1]
    teacher.start_counting()
    page.get_by_role("button", name=f"{name} is absent today").click()
    expect(page.get_by_text(f"{name} is absent today. Planned again").first).to_be_visible()
    assert teacher.taps == 1
    page.get_by_role("button", name=f"{name} is here").click()
    expect(page.get_by_role("button", name=f"{name} is absent today")).to_be_visible()
