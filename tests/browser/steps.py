"""Words for what people do again and again: go to a page, turn to a child, pick a tile."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.cast import CLASS_CODE, STUDENT, Visit
from tests.browser.stage import DAY, Stage


def home(stage: Stage) -> str:
    """The class page: the first one a teacher sees."""
    return f"/c/{stage.key('students_section', 'code = ?', CLASS_CODE)}/"


def learner(stage: Stage, called: str = STUDENT) -> str:
    return f"/s/{stage.key('students_student', 'called = ?', called)}/"


def go_live(stage: Stage, visit: Visit, at: str = "9:10") -> Page:
    """The live page, at this time of the day; the first child's turn is at 9:10."""
    stage.at(at)
    return visit.open(f"{home(stage)}live/{DAY}/")


def who_is_here(page: Page) -> str:
    """The child whom the live page shows."""
    return page.get_by_role("heading", level=1).inner_text()


def wait_for_another(page: Page, before: str) -> str:
    """Wait until the live page shows another child, or that all are done; what it says now."""
    expect(page.get_by_role("heading", level=1)).not_to_have_text(before)
    return who_is_here(page)


def tile(page: Page, title: str) -> Locator:
    """A tile of a student's board."""
    return page.locator(".board .tile", has_text=title)


def pick(page: Page, title: str) -> None:
    page.get_by_role("link", name=title).click()
    page.get_by_role("button", name="Pick this").click()
    expect(tile(page, title)).to_contain_text("You picked this")


def plan_from_template(page: Page) -> None:
    page.get_by_role("link", name="Plan this day").click()
    page.get_by_text("Elementary").first.click()
    page.get_by_role("button", name="Make the plan").click()
    expect(page.get_by_role("heading", name="The day", exact=True)).to_be_visible()


def menu_of(page: Page, name: str) -> None:
    """Open the menu beside a student in the plan."""
    page.get_by_label(f"Move {name}", exact=True).click()


def choose(page: Page, words: str) -> None:
    """Press this in the menu that is open."""
    page.get_by_role("button", name=words, exact=True).locator("visible=true").click()
