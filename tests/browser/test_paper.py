"""The day on paper: how many pages it takes, and typing it back by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.cast import Visit
from tests.browser.stage import DAY, Stage
from tests.browser.steps import home

KEYS_A_SECOND = 5  # somebody who types with two fingers
SECONDS = 90
PAPERS = {"Letter": ("8.5in", "11in"), "A4": ("210mm", "297mm")}
# What stands on a sheet of 28: mostly one or two ticks, now and then a topic, words, an absence.
SHEET = [*["1", "13", "G2", "1", "46", "C13", "2"] * 3, "A", "A", "8needs the number line"]
SHEET += ["G137", "5", "M", ""]


def paper(stage: Stage, page: str = "") -> str:
    return f"{home(stage)}paper/{DAY}/{page}"


def pages(page: Page, paper_size: str, *, is_wide: bool = False) -> int:
    """How many sheets of paper the browser prints."""
    width, height = PAPERS[paper_size]
    width, height = (height, width) if is_wide else (width, height)
    printed = page.pdf(width=width, height=height, prefer_css_page_size=False)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))


def keep(page: Page, rows: str, count: int) -> None:
    """Make it a class of so many."""
    page.evaluate(
        """([rows, count]) => {
          const all = [...document.querySelectorAll(rows)];
          all.slice(count).forEach((row) => row.remove());
          for (let n = all.length; n < count; n++) all[0].after(all[0].cloneNode(true));
        }""",
        [rows, count],
    )
    assert page.locator(rows).count() == count


def called(row: Locator) -> str:
    """Who stands in a row; the plan decides the order."""
    return row.get_attribute("data-name") or ""


@pytest.mark.parametrize(("students", "sheets"), [(1, 1), (28, 2), (40, 3)])
@pytest.mark.parametrize("size", PAPERS)
def test_the_day_sheet_takes_two_pages_for_28(
    stage: Stage, teacher: Visit, size: str, students: int, sheets: int
) -> None:
    page = teacher.open(paper(stage))
    keep(page, ".paper-table tbody tr:not(.part)", students)
    assert pages(page, size, is_wide=True) == sheets


@pytest.mark.parametrize(("students", "sheets"), [(1, 1), (28, 4), (40, 5)])
@pytest.mark.parametrize("size", PAPERS)
def test_eight_cards_stand_on_a_page(
    stage: Stage, teacher: Visit, size: str, students: int, sheets: int
) -> None:
    page = teacher.open(paper(stage, "cards/"))
    keep(page, ".cut > li", students)
    assert pages(page, size) == sheets


def test_28_students_are_typed_back_by_keyboard_in_90_seconds(stage: Stage, teacher: Visit) -> None:
    stage.at("15:40")
    page = teacher.open(paper(stage, "type-back/"))
    assert len(SHEET) == page.locator("[data-row]").count() == 28
    teacher.start_counting()
    for row in SHEET:
        page.keyboard.type(row)
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save the sheet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved: 25 met, 2 absent.").first).to_be_visible()

    assert teacher.taps == 0
    assert teacher.keys / KEYS_A_SECOND <= SECONDS, f"{teacher.keys} keys"
    print(f"{teacher.keys} keys, {teacher.keys / KEYS_A_SECOND:.0f} s")  # noqa: T201 - a figure
    kept = stage.texts(f"SELECT outcomes FROM checkins_checkin WHERE held_on = '{DAY}'")  # noqa: S608
    assert len(kept) == 25
    assert sorted(kept).count('["got_it", "reteach"]') == 6
    topics = stage.texts(f"SELECT topic FROM checkins_checkin WHERE held_on = '{DAY}'")  # noqa: S608
    assert (topics.count("goal"), topics.count("challenge")) == (4, 3)
    assert stage.texts("SELECT text FROM checkins_checkinnote ORDER BY id DESC LIMIT 1") == [
        "needs the number line"
    ]


def test_keys_move_tick_and_take_back(stage: Stage, teacher: Visit) -> None:
    stage.at("15:40")
    page = teacher.open(paper(stage, "type-back/"))
    first = page.locator("[data-row]").first
    met, about = (first.get_by_label(f"{name}, ") for name in ("Met?", "About"))
    expect(met).to_be_focused()

    page.keyboard.type("12c")
    expect(first.get_by_role("checkbox", checked=True)).to_have_count(2)
    expect(met).to_have_value("met")
    expect(about).to_have_value("challenge")
    expect(page.locator("#live")).to_have_text(
        f"{called(first)}, Met, Challenge, Got it, Needs next step"
    )
    page.keyboard.type("1")
    expect(first.get_by_role("checkbox", checked=True)).to_have_count(1)
    page.keyboard.type("a")
    expect(met).to_have_value("absent")
    expect(first.get_by_role("checkbox", checked=True)).to_have_count(0)
    page.keyboard.type("a")
    expect(met).to_have_value("")


def test_arrows_move_and_words_are_typed_as_words(stage: Stage, teacher: Visit) -> None:
    stage.at("15:40")
    page = teacher.open(paper(stage, "type-back/"))
    first, second = (page.locator("[data-row]").nth(place) for place in (0, 1))
    met, about = (first.get_by_label(f"{name}, ") for name in ("Met?", "About"))
    page.keyboard.press("ArrowRight")
    expect(about).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(second.get_by_label("About, ")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(about).to_be_focused()
    page.keyboard.type("8")
    words = first.get_by_role("textbox", name="Note, ")
    expect(words).to_be_focused()
    page.keyboard.type("1 apple, a map")
    expect(words).to_have_value("1 apple, a map")
    expect(first.get_by_role("checkbox", checked=True)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(second.get_by_label("Met?, ")).to_be_focused()
    expect(met).to_have_value("met")
    assert teacher.taps == 0


def test_a_wrong_row_comes_back_with_words_and_everything_else(
    stage: Stage, teacher: Visit
) -> None:
    stage.at("15:40")
    page = teacher.open(paper(stage, "type-back/"))
    page.keyboard.type("13")
    page.keyboard.press("Enter")
    page.keyboard.type("8was ill")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    second = page.locator("[data-row]").nth(1)
    second.get_by_label("Met?").select_option("absent")
    page.get_by_role("button", name="Save the sheet").press("Enter")
    expect(page.locator("#form-errors")).to_contain_text(f"Please look at: {called(second)}")
    expect(page.locator("[data-row]").nth(1)).to_contain_text("Which is it?")
    expect(page.locator("[data-row]").nth(1).get_by_label("Met?")).to_be_focused()
    expect(page.locator("[data-row]").nth(1).get_by_label("Note")).to_have_value("was ill")
    expect(page.locator("[data-row]").nth(0).get_by_role("checkbox", checked=True)).to_have_count(2)
    page.keyboard.press("m")
    page.get_by_role("button", name="Save the sheet").press("Enter")
    expect(page.get_by_text("Saved: 2 met.").first).to_be_visible()


def test_without_javascript_the_same_sheet_is_saved(stage: Stage, enter) -> None:
    stage.at("15:40")
    page = enter("teacher", java_script_enabled=False).open(paper(stage, "type-back/"))
    row = page.locator("[data-row]").first
    row.get_by_label("Got it, ").check()
    row.get_by_label("About, ").select_option("goal")
    name = called(row)
    page.get_by_role("button", name="Save the sheet").click()
    expect(page.get_by_text("Saved: 1 met.").first).to_be_visible()
    expect(page.get_by_text(f"1 is recorded: {name}")).to_be_visible()
