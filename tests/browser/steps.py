"""Words for what people do again and again: go to a page, turn to a child, pick a tile."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.cast import STUDENT, Visit
from tests.browser.pages import KEYS
from tests.browser.stage import CLASS_CODE, DAY, Stage


def home(stage: Stage) -> str:
    """The class page: the first one a teacher sees."""
    return f"/c/{stage.key('students_section', 'code = ?', CLASS_CODE)}/"


def see_what_is_signed(page: Page, stage: Stage) -> None:
    """Let a teacher's pages tell the signed addresses: of the board's copy for families."""
    page.goto(stage.url(f"{home(stage)}boards/{stage.key(*KEYS['board'])}/family/"))
    link = page.locator("a[href*='/at-home/']").get_attribute("href")
    assert link
    stage.shown["family"] = link.rstrip("/").rpartition("/")[2]


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


ONE_BLOCK = (  # of Room 12's three is left
    """UPDATE checkins_slot SET window_id = NULL, starts_at = NULL, is_fixed = 0 WHERE window_id IN
    (SELECT w.id FROM checkins_window w JOIN students_section s ON s.id = w.section_id
    WHERE w."on" = '2027-01-21' AND w.starts_at > '10:00:00' AND s.code = 'MAPLE12')""",
    """DELETE FROM lessons_block WHERE window_id IN
    (SELECT w.id FROM checkins_window w JOIN students_section s ON s.id = w.section_id
    WHERE w."on" = '2027-01-21' AND w.starts_at > '10:00:00' AND s.code = 'MAPLE12')""",
    """DELETE FROM checkins_window WHERE "on" = '2027-01-21' AND starts_at > '10:00:00'
    AND section_id = (SELECT id FROM students_section WHERE code = 'MAPLE12')""",
)


def one_block_left(stage: Stage) -> None:
    """Take two of the day's three blocks away: 18 of 28 students then find no place."""
    for statement in ONE_BLOCK:
        stage.change(statement)
