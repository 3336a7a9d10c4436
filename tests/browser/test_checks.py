"""Short checks in a browser: 28 students by 5 questions from the keyboard, and the same without."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.cast import Visit
from tests.browser.stage import Stage
from tests.browser.steps import home

MARKS = ("1", "0", "-", "1", "1")


def grid(stage: Stage, visit: Visit) -> Page:
    """The entry grid of a check that nobody has answered: the first one opened anew for Room 12."""
    page = visit.open(f"{home(stage)}checks/new/")
    page.get_by_label("Name").fill("Told aloud")
    for number in range(5):
        page.locator(f"#id_q-{number}-text").fill(f"Question {number + 1}?")
        page.locator(f"label[for=id_q-{number}-kind_1]").click()  # a number
        page.locator(f"#id_q-{number}-answer").fill("12")
    page.get_by_role("button", name="Save the check").click()
    page.get_by_role("link", name="Enter answers").click()
    return page


def cells(page: Page) -> Locator:
    return page.locator("[data-oral-grid] input:not([type=hidden])")


def test_28_students_and_5_questions_are_typed_by_keyboard_alone(
    stage: Stage, teacher: Visit
) -> None:
    page = grid(stage, teacher)
    expect(cells(page)).to_have_count(28 * 5)
    expect(cells(page).first).to_be_focused()
    teacher.start_counting()
    began = time.monotonic()

    for _student in range(28):
        for key in MARKS:
            page.keyboard.press(key)
    page.keyboard.press("Enter")  # the focus went on to the button

    expect(page.get_by_text("140 marks saved")).to_be_visible()
    seconds = time.monotonic() - began
    assert (teacher.taps, teacher.keys) == (0, 141)
    assert seconds < 90
    expect(page.get_by_text("28 of 28 students answered")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Zoë")
    for words in ("Got it", "Not yet", "Not asked"):
        expect(row).to_contain_text(words)


def test_arrows_backspace_and_other_keys_do_what_is_said(stage: Stage, teacher: Visit) -> None:
    page = grid(stage, teacher)
    expect(cells(page).first).to_be_focused()
    for key in ("1", "ArrowDown", "0", "ArrowLeft", "ArrowLeft", "-"):
        page.keyboard.press(key)
    # row 1: "1"; then down to row 2, column 2: "0"; back twice to column 1: "-"
    assert [cells(page).nth(place).input_value() for place in (0, 5, 6)] == ["1", "-", "0"]
    page.keyboard.press("Backspace")
    assert cells(page).nth(6).input_value() == ""
    page.keyboard.press("Backspace")
    expect(cells(page).nth(5)).to_be_focused()
    page.keyboard.press("Enter")
    expect(cells(page).nth(10)).to_be_focused()


def test_a_wrong_letter_is_refused_and_nothing_typed_is_lost(stage: Stage, teacher: Visit) -> None:
    page = grid(stage, teacher)
    expect(cells(page).first).to_be_focused()
    page.keyboard.press("1")
    cells(page).nth(1).fill("x")
    page.get_by_role("button", name="Save the answers").click()
    expect(page.locator("#form-errors")).to_be_focused()
    expect(page.locator("#form-errors")).to_contain_text("question 2: “x” is not 1, 0 or -.")
    assert [cells(page).nth(place).input_value() for place in (0, 1)] == ["1", "x"]


def test_the_grid_works_without_javascript(stage: Stage, enter: Callable[..., Visit]) -> None:
    page = grid(stage, enter("teacher", java_script_enabled=False))
    cells(page).first.focus()
    for key in ("1", "Tab", "0", "Tab", "-"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.get_by_text("3 marks saved")).to_be_visible()
    expect(page.get_by_text("1 of 28 students answered")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with", "without"])
def test_a_student_answers_five_questions_and_a_survey(
    stage: Stage, enter: Callable[..., Visit], script: bool
) -> None:
    page = enter("student", phone=True, java_script_enabled=script).open("/me/")
    page.get_by_role("link", name="5 short questions").click()
    page.get_by_text("6/8", exact=True).click()
    page.get_by_label("What is missing? 2/5 = ?/10").fill("4")
    page.get_by_role("button", name="Save my answers").click()
    expect(page.get_by_text("Thank you. Your answers are saved.")).to_be_visible()
    expect(page.get_by_role("link", name="Change my answers")).to_be_visible()

    page.get_by_role("link", name="How is school for you?").click()
    first = page.locator("fieldset").first
    first.get_by_text("Mostly").click()
    page.get_by_role("button", name="I am done").click()
    expect(page.get_by_text("Thank you. You are done.")).to_be_visible()
    expect(page.get_by_role("link", name="How is school for you?")).to_have_count(0)


def test_readiness_is_one_tap(stage: Stage, enter: Callable[..., Visit]) -> None:
    visit = enter("student", phone=True)
    page = visit.open("/me/readiness/")
    visit.start_counting()
    page.get_by_role("button", name="Tired").click()
    expect(page.get_by_text("Thank you. Your teacher sees it.")).to_be_visible()
    assert visit.taps == 1
