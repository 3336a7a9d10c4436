"""Everything important by keyboard alone: where the focus is, and that it can be seen."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.cast import SECRET, STUDENT, Visit
from tests.browser.stage import CLASS_CODE, Stage
from tests.browser.steps import go_live, home, learner, tile, wait_for_another, who_is_here

TABS = 80  # further than that nobody should have to go


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there; on the way it can always be seen."""
    for _press in range(TABS):
        page.keyboard.press("Tab")
        assert is_seen(page), f"No focus to be seen on {page.evaluate(FOCUSED)}"
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {target}")


FOCUSED = "document.activeElement.outerHTML.slice(0, 120)"
# The ring may be on the control, or, for a hidden radio or check box, on the label after it.
SEEN = """() => {
  const control = document.activeElement;
  // The body has no edge; the parts of a date are marked by the browser.
  if (control === document.body || ["date", "time"].includes(control.type)) return true;
  return [control, control.nextElementSibling].filter(Boolean).some((one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || style.boxShadow !== "none";
  });
}"""


def is_seen(page: Page) -> bool:
    return page.evaluate(SEEN)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_the_first_tab_skips_to_the_content(stage: Stage, teacher: Visit) -> None:
    page = teacher.open(home(stage))
    press(page, "Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to main content")).to_be_in_viewport()
    press(page, "Enter")
    expect(page.locator("#main")).to_be_focused()
    press(page, "Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_student_signs_in_and_picks_without_a_mouse(enter) -> None:
    visit = enter(None)
    page = visit.open("/in/")
    tab_to(page, page.get_by_label("Class code"))
    page.keyboard.type(CLASS_CODE)
    press(page, "Enter")
    face = page.get_by_role("link", name=STUDENT, exact=True)
    face.wait_for()
    tab_to(page, face)
    press(page, "Enter")
    for picture in SECRET:
        button = page.get_by_role("button", name=picture, exact=True)
        button.wait_for()
        tab_to(page, button)
        press(page, "Enter")
        page.wait_for_load_state()
    expect(page.get_by_role("heading", name=f"Hi, {STUDENT}!", level=1)).to_be_visible()

    board = page.get_by_role("link", name="Pick something you like")
    tab_to(page, board)
    press(page, "Enter")
    comic = page.get_by_role("link", name="Comic strip")
    comic.wait_for()
    tab_to(page, comic)
    press(page, "Enter")
    pick = page.get_by_role("button", name="Pick this")
    pick.wait_for()
    tab_to(page, pick)
    press(page, "Enter")
    expect(tile(page, "Comic strip")).to_contain_text("You picked this")
    expect(comic).to_be_focused()
    assert visit.taps == 0


def test_an_adult_signs_in_without_a_mouse(enter) -> None:
    visit = enter(None)
    page = visit.open("/account/login/")
    tab_to(page, page.get_by_label("Email"))
    page.keyboard.type("teacher@maple.example")
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type("maple-street-121")
    press(page, "Enter")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    assert visit.taps == 0


def test_a_student_ticks_a_step_and_stays_where_she_is(student: Visit) -> None:
    page = student.open("/me/goals/")
    step = page.get_by_role("button", name="I did it:").first
    name = step.get_attribute("id")
    tab_to(page, step)
    press(page, "Enter")
    expect(page.locator(f"#{name}")).to_have_accessible_name("Not done: Draw what I know")
    expect(page.locator(f"#{name}")).to_be_focused()
    assert student.taps == 0


def test_a_check_in_is_held_with_three_keys(stage: Stage, teacher: Visit) -> None:
    page = go_live(stage, teacher)
    here = who_is_here(page)
    tab_to(page, page.get_by_role("button", name="Done,"))
    teacher.start_counting()
    press(page, "1", "3", "Enter")
    here = wait_for_another(page, here)
    assert (teacher.keys, teacher.taps) == (3, 0)
    kept = stage.texts("SELECT outcomes FROM checkins_checkin ORDER BY id DESC LIMIT 1")
    assert kept == ['["got_it", "reteach"]']

    # The focus is on the next student's Done, so the keys go on working.
    press(page, "s")
    here = wait_for_another(page, here)
    press(page, "a")
    wait_for_another(page, here)
    press(page, "8")
    expect(page.get_by_label("Note", exact=True)).to_be_visible()


def test_keys_do_nothing_while_one_types(stage: Stage, teacher: Visit) -> None:
    page = go_live(stage, teacher)
    here = who_is_here(page)
    page.get_by_text("Write a note").click()
    note = page.get_by_label("Note", exact=True)
    note.focus()
    page.keyboard.type("Saw 1 apple")
    expect(note).to_have_value("Saw 1 apple")
    expect(page.get_by_label("Got it")).not_to_be_checked()
    assert who_is_here(page) == here


def test_slash_finds_a_student(stage: Stage, teacher: Visit) -> None:
    page = teacher.open(home(stage))
    press(page, "/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Find a student")


def test_what_is_missing_is_said_and_focused(stage: Stage, teacher: Visit) -> None:
    page = teacher.open(f"{learner(stage)}goals/new/")
    page.locator("form.card").evaluate("form => form.noValidate = true")
    press(page, "Escape")
    submit = page.get_by_role("button", name="Write the goal")
    tab_to(page, submit)
    press(page, "Enter")
    summary = page.locator("#form-errors")
    expect(summary).to_be_visible()
    expect(summary).to_be_focused()
    tab_to(page, summary.get_by_role("link").first)
    press(page, "Enter")
    expect(page.get_by_label("Goal", exact=True)).to_be_focused()


def test_escape_closes_a_menu_and_gives_the_focus_back(stage: Stage, teacher: Visit) -> None:
    page = teacher.open(home(stage))
    opener = page.get_by_label("Menu of Ms. Okonkwo")
    opener.focus()
    press(page, "Enter")
    expect(page.get_by_role("link", name="Colors and letters")).to_be_visible()
    press(page, "Tab", "Escape")
    expect(page.get_by_role("link", name="Colors and letters")).not_to_be_visible()
    expect(opener).to_be_focused()
