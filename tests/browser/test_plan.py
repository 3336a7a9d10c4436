"""Changing a day's plan: by keyboard, by dragging, by a repair's button; and taking it back."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import found
from tests.browser.cast import Visit
from tests.browser.stage import DAY, Stage
from tests.browser.steps import choose, home, menu_of, one_block_left


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


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def time_of(page: Page, name: str) -> Locator:
    """Her row's time: what one takes hold of."""
    return row_of(page, name).locator("time").first


def row_of(page: Page, name: str) -> Locator:
    return page.locator(".slot-list > li").filter(has=page.get_by_text(name, exact=True))


def hold_with_the_mouse(page: Page, name: str) -> None:
    """Take hold of a student and begin to move."""
    time_of(page, name).scroll_into_view_if_needed()
    x, y = middle(time_of(page, name))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 4, y + 14, steps=3)


def let_go_at(page: Page, place: Locator) -> None:
    page.mouse.move(*middle(place), steps=4)
    page.mouse.up()


def test_a_student_is_fixed_let_go_left_out_and_placed_by_dragging(
    stage: Stage, teacher: Visit
) -> None:
    page = open_plan(stage, teacher)
    name = names(page)[1]
    zone = page.locator("[data-drops] [data-drop-act]:visible")
    expect(zone).to_have_count(0)

    hold_with_the_mouse(page, name)
    let_go_at(page, zone.filter(has_text="Fix the time"))
    expect(page.get_by_text(f"{name} keeps this time").first).to_be_visible()
    expect(row_of(page, name).get_by_text("fixed")).to_be_visible()

    hold_with_the_mouse(page, name)
    let_go_at(page, zone.filter(has_text="Let the time go"))
    expect(row_of(page, name).get_by_text("fixed")).to_have_count(0)

    hold_with_the_mouse(page, name)
    let_go_at(page, zone.filter(has_text="Leave out"))
    left = page.locator(".note", has_text=f"{name} is not placed.")
    expect(left).to_be_visible()
    expect(zone).to_have_count(0)

    left.locator("strong").hover()
    page.mouse.down()
    free = page.locator(".slot-list > li[data-drop]", has_text="Free").first
    let_go_at(page, free)
    expect(left).to_have_count(0)
    expect(row_of(page, name)).to_have_count(1)


def test_a_student_dropped_on_those_left_out_is_left_out(stage: Stage, teacher: Visit) -> None:
    page = open_plan(stage, teacher)
    first, second = names(page)[:2]
    menu_of(page, first)
    choose(page, "Leave out")
    note = page.locator(".note", has_text=f"{first} is not placed.")
    expect(note).to_be_visible()
    note.scroll_into_view_if_needed()

    hold_with_the_mouse(page, second)
    page.mouse.move(*middle(note.locator("strong")), steps=4)
    expect(page.locator("#live")).to_have_text(f"{second}: Leave out")
    page.mouse.up()

    expect(page.get_by_text(f"{second} is not placed.")).to_be_visible()


class Finger:
    """A finger on the screen, as the browser's own input sees it."""

    def __init__(self, page: Page) -> None:
        self.send = page.context.new_cdp_session(page).send

    def down(self, x: float, y: float) -> None:
        self._touch("touchStart", x, y)
        self.at = (x, y)

    def move(self, x: float, y: float, steps: int = 8) -> None:
        before_x, before_y = self.at
        for n in range(1, steps + 1):
            part = n / steps
            self._touch(
                "touchMove", before_x + (x - before_x) * part, before_y + (y - before_y) * part
            )
        self.at = (x, y)

    def up(self) -> None:
        self.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def _touch(self, kind: str, x: float, y: float) -> None:
        self.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})


def test_a_finger_that_holds_drags_and_one_that_moves_on_scrolls(enter, stage: Stage) -> None:
    page = open_plan(stage, enter("teacher", phone=True))
    before = names(page)
    first, third = time_of(page, before[0]), time_of(page, before[2])
    page.evaluate("name => document.querySelector(name).scrollIntoView()", ".slot-list")
    finger = Finger(page)

    at = page.evaluate("scrollY")
    x, y = middle(third)
    finger.down(x, y)
    finger.move(x, y - 120)
    finger.up()
    page.wait_for_timeout(400)
    assert page.evaluate("scrollY") > at
    assert names(page) == before

    at = page.evaluate("scrollY")
    page.evaluate("name => document.querySelector(name).scrollIntoView({block: 'center'})", "time")
    third.scroll_into_view_if_needed()
    x, y = middle(first)
    finger.down(x, y)
    page.wait_for_timeout(500)
    expect(page.locator("#live")).to_have_text(f"Moving {before[0]}. Escape stops.")
    at = page.evaluate("scrollY")
    finger.move(*middle(third))
    expect(page.locator("#live")).to_contain_text(f"{before[0]} to")
    assert page.evaluate("scrollY") == at
    finger.up()
    expect(page.locator(".slot-list").first.locator("> li b").nth(2)).to_have_text(before[0])
    assert names(page)[:3] == [before[2], before[1], before[0]]


def test_a_finger_on_her_picture_drags_at_once_and_leaves_her_out(enter, stage: Stage) -> None:
    page = open_plan(stage, enter("teacher", phone=True))
    name = names(page)[0]
    grip = row_of(page, name).locator("[data-grip]")
    grip.scroll_into_view_if_needed()
    finger = Finger(page)
    x, y = middle(grip)
    finger.down(x, y)
    finger.move(x, y + 30)
    zone = page.locator("[data-drops] [data-drop-act=drop]")
    expect(zone).to_be_visible()
    finger.move(*middle(zone))
    finger.up()
    expect(page.get_by_text(f"{name} is not placed.")).to_be_visible()


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


def toast(page: Page) -> Locator:
    return page.locator("#toast .toast")


def test_a_drill_and_a_late_start_are_one_tap_each_and_said(stage: Stage, teacher: Visit) -> None:
    stage.at("9:10")
    page = teacher.open(f"{home(stage)}plan/{DAY}/")
    before = names(page)
    teacher.start_counting()
    page.get_by_role("button", name="Drill, 10 min from now").click()
    expect(toast(page)).to_contain_text("Planned again")
    expect(page.get_by_text("9:10–9:20 is lost. Nobody has a place then.")).to_be_visible()
    assert teacher.taps == 1
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("is lost.")).to_have_count(0)
    assert names(page) == before

    page.get_by_role("button", name="Independent work 2 begins 5 min late").click()
    expect(page.get_by_text("10:35–10:40 is lost.")).to_be_visible()


def test_who_comes_second_sees_it_wherever_she_is_on_the_page_and_does_hers(
    enter, stage: Stage, teacher: Visit
) -> None:
    page = open_plan(stage, teacher)
    colleague = enter("coteacher").open(f"{home(stage)}plan/{DAY}/")
    first, second = names(page)[1:3]
    menu_of(page, first)
    choose(page, "Leave out")
    expect(page.get_by_text(f"{first} is not placed.")).to_be_visible()

    menu_of(colleague, second)
    choose(colleague, "Fix the time")
    again = colleague.get_by_role("button", name=f"Fix the time of {second}")
    expect(again).to_be_focused()
    expect(again).to_be_in_viewport()
    assert found(colleague) == []
    expect(colleague.get_by_text(f"Since then: {first} has no place.")).to_be_visible()
    colleague.keyboard.press("Enter")
    expect(toast(colleague)).to_contain_text(f"{second} keeps this time")
    expect(row_of(colleague, second).get_by_text("fixed")).to_be_visible()


def test_a_refusal_is_seen_wherever_one_is_on_the_page(stage: Stage, teacher: Visit) -> None:
    page = open_plan(stage, teacher)
    fixed = names(page)[0]  # Priya: at 9:10, fixed
    second = row_of(page, names(page)[1])
    menu_of(page, names(page)[1])
    choose(page, "Fix the time")
    expect(second.get_by_text("fixed")).to_be_visible()

    hold_with_the_mouse(page, names(page)[2])
    let_go_at(page, row_of(page, fixed).locator("b"))
    expect(toast(page)).to_contain_text(f"Not moved: {fixed}’s time is fixed.")
    expect(toast(page)).to_be_in_viewport()


def test_a_day_that_does_not_hold_everybody_says_what_would_help_and_does_it(
    stage: Stage, teacher: Visit
) -> None:
    one_block_left(stage)
    page = open_plan(stage, teacher)
    expect(page.get_by_role("heading", name="18 students do not fit")).to_be_visible()
    way = page.locator("#ways-out button").first
    expect(way).to_have_text("Plan 18 by Monday, January 25")
    assert found(page) == []
    teacher.start_counting()
    way.click()
    expect(page.get_by_role("heading", name="10 on Jan 21, 18 by Jan 25")).to_be_visible()
    assert teacher.taps == 1
    expect(page.get_by_text("do not fit")).to_have_count(0)
    assert found(page) == []

    page.get_by_role("button", name="Undo the last change").click()
    expect(page.get_by_role("heading", name="18 students do not fit")).to_be_visible()
