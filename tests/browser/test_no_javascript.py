"""The same thread in a browser without JavaScript: every change is a plain form and a new page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.cast import STUDENT, Visit, sign_in_student
from tests.browser.stage import DAY, Stage
from tests.browser.steps import (
    choose,
    go_live,
    home,
    learner,
    menu_of,
    one_block_left,
    pick,
    plan_from_template,
    tile,
    wait_for_another,
    who_is_here,
)


@pytest.fixture
def teacher(enter) -> Visit:
    return enter("teacher", java_script_enabled=False)


@pytest.fixture
def student(enter) -> Visit:
    return enter("student", java_script_enabled=False)


def test_there_is_no_javascript(teacher: Visit, stage: Stage) -> None:
    page = teacher.open(home(stage))
    expect(page.locator("html.has-js")).to_have_count(0)
    expect(page.locator("html")).to_have_count(1)


def test_a_student_signs_in_by_code_and_pictures(enter, stage: Stage) -> None:
    page = enter(None, java_script_enabled=False).page
    sign_in_student(page, stage)
    expect(page.get_by_role("heading", name=f"Hi, {STUDENT}!", level=1)).to_be_visible()


def test_goals_are_written_and_ticked(stage: Stage, teacher: Visit, student: Visit) -> None:
    page = teacher.open(f"{learner(stage)}goals/new/")
    page.get_by_label("Goal", exact=True).fill("I can wait my turn.")
    page.get_by_label("By", exact=True).fill("2027-02-05")
    page.get_by_label("Small steps").fill("Count to ten")
    page.get_by_role("button", name="Write the goal").click()
    expect(page.get_by_text("The goal is written.")).to_be_visible()

    page = student.open("/me/goals/")
    page.get_by_role("button", name="I did it: Count to ten").click()
    expect(page.get_by_role("button", name="Not done: Count to ten")).to_be_visible()


def test_a_board_is_made_opened_picked_from_and_finished(
    stage: Stage, teacher: Visit, student: Visit
) -> None:
    page = teacher.open(f"{home(stage)}boards/new/")
    page.get_by_text("Energy everywhere").click()
    page.get_by_role("textbox", name="Title").fill("Energy in our room")
    page.get_by_role("button", name="Make the board").click()
    page.get_by_role("button", name="Open to students").click()
    expect(page.get_by_role("button", name="Put away")).to_be_visible()

    page = student.open("/me/board/")
    page.get_by_role("link", name="Fractions in real life").click()
    pick(page, "The pizza problem")
    pick(page, "Fraction hunt")
    page.get_by_role("link", name="Comic strip").click()
    page.get_by_text("Fraction hunt", exact=True).click()
    page.get_by_role("button", name="Swap").click()
    expect(tile(page, "Fraction hunt")).not_to_contain_text("You picked this")
    page.get_by_role("link", name="Comic strip").click()
    page.get_by_role("button", name="Start now").click()
    page.get_by_role("link", name="Comic strip").click()
    for line in ("My story shows fair parts.", "I used fraction names."):
        page.get_by_role("group", name=line).get_by_text("I can", exact=True).click()
    page.get_by_role("button", name="I did it").click()
    expect(page.get_by_text("1 of 3 done")).to_be_visible()

    page.get_by_role("link", name="Comic strip").click()
    expect(page.get_by_text("You did this one.")).to_be_visible()
    page.get_by_text("Change it", exact=True).click()
    page.get_by_role("textbox", name="What I made").fill("Two friends share a cake")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="What I made").click()
    expect(page.get_by_text("Two friends share a cake")).to_be_visible()


def test_the_day_and_its_check_ins_are_planned_moved_and_fixed(
    stage: Stage, teacher: Visit
) -> None:
    stage.unplan()
    page = teacher.open(f"{home(stage)}plan/{DAY}/")
    plan_from_template(page)
    page.get_by_role("button", name="Suggest check-ins").click()
    rows = page.locator(".slot-list .why")
    expect(rows.locator("b")).to_have_count(28)

    second = rows.nth(1).locator("b").inner_text()
    menu_of(page, second)
    choose(page, "Later")
    expect(rows.nth(2)).to_contain_text(second)
    menu_of(page, second)
    choose(page, "Fix the time")
    expect(rows.nth(2)).to_contain_text("fixed")
    page.get_by_role("button", name="Mark plan ready").click()
    expect(page.get_by_text("Ready", exact=True)).to_be_visible()


def test_the_live_day_is_held(stage: Stage, teacher: Visit) -> None:
    page = go_live(stage, teacher)
    here = who_is_here(page)
    page.get_by_text("Got it", exact=True).click()
    page.get_by_role("button", name="Done,").click()
    expect(page.get_by_text("Saved: Priya")).to_be_visible()
    here = wait_for_another(page, here)
    page.get_by_role("button", name="Later today").click()
    here = wait_for_another(page, here)
    page.get_by_role("button", name="Absent").click()
    wait_for_another(page, here)
    page.get_by_role("button", name="Plan the rest again").click()
    expect(page.get_by_text("Planned again")).to_be_visible()


def test_a_student_asks_for_help_and_the_teacher_sees_it(
    stage: Stage, teacher: Visit, student: Visit
) -> None:
    stage.at("9:10")
    page = student.open("/me/")
    page.get_by_role("link", name="I need help").click()
    page.get_by_role("button", name="I am stuck").click()
    expect(page.get_by_text("Ms. Okonkwo knows.")).to_be_visible()
    screen = go_live(stage, teacher)
    screen.get_by_role("button", name=f"Seen: {STUDENT}").click()
    expect(screen.get_by_role("button", name=f"Seen: {STUDENT}")).to_have_count(0)


def test_coverage_is_filtered_and_opened(enter) -> None:
    page = enter("admin", java_script_enabled=False).open("/school/coverage/")
    page.get_by_label("Grade").select_option("4")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("table.heat tbody th a")).to_have_count(2)
    page.locator("table.heat").get_by_role("link", name="Room 13").click()
    expect(page.get_by_role("heading", name="Students, longest wait first")).to_be_visible()


def test_who_does_not_fit_gets_a_page_of_what_would_help(stage: Stage, teacher: Visit) -> None:
    one_block_left(stage)
    page = teacher.open(f"{home(stage)}plan/{DAY}/")
    page.get_by_role("link", name="See what would help").click()
    expect(page.get_by_role("heading", name="What would help", level=1)).to_be_visible()
    page.get_by_role("button", name="Plan 18 by Monday, January 25").click()
    expect(page.get_by_role("heading", name="10 on Jan 21, 18 by Jan 25")).to_be_visible()
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.get_by_text("Taken back: the plan stands as before.")).to_be_visible()


def test_whoever_comes_second_does_hers_with_one_button(
    enter, stage: Stage, teacher: Visit
) -> None:
    plan = f"{home(stage)}plan/{DAY}/"
    page = teacher.open(plan)
    colleague = enter("coteacher", java_script_enabled=False).open(plan)
    menu_of(page, "Gabriel")
    choose(page, "Leave out")
    menu_of(colleague, "Beatriz")
    choose(colleague, "Fix the time")
    expect(colleague.get_by_text("Since then: Gabriel has no place.")).to_be_visible()
    colleague.get_by_role("button", name="Fix the time of Beatriz").click()
    expect(colleague.get_by_text("Beatriz keeps this time")).to_be_visible()


def test_a_drill_on_the_live_day_is_one_button_and_says_who_moved(
    stage: Stage, teacher: Visit
) -> None:
    page = go_live(stage, teacher)
    page.get_by_role("button", name="Drill, 10 min").click()
    expect(page.get_by_text("Planned again, ")).to_be_visible()
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.get_by_text("Taken back: the plan stands as before.")).to_be_visible()
