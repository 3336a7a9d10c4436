"""What must not go wrong: a shared Chromebook, a network that drops, a button pressed twice."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.cast import STUDENT, Visit
from tests.browser.pages import KEYS
from tests.browser.stage import Stage
from tests.browser.steps import go_live, home, learner, wait_for_another, who_is_here

TAKEN_OFF = "UPDATE choiceboards_activity SET removed_at = '2027-01-21' WHERE key = '{key}'"
DROPPED = "net::ERR_INTERNET_DISCONNECTED|Failed to fetch"


def test_back_after_a_student_signed_out_shows_nothing_of_hers(student: Visit) -> None:
    page = student.open("/me/")
    student.open("/me/goals/")
    page.get_by_label(f"Menu of {STUDENT}").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/in/$"))
    for _press in range(2):
        page.go_back()
        expect(page).to_have_url(re.compile(r"/in/(\?|$)"))
        assert STUDENT not in page.content()


def test_back_after_an_adult_signed_out_shows_no_child(stage: Stage, teacher: Visit) -> None:
    page = teacher.open(f"{learner(stage)}goals/")
    page.get_by_label("Menu of Ms. Okonkwo").click()
    page.get_by_role("button", name="Sign out").click()
    confirm = page.get_by_role("main").get_by_role("button", name="Sign out")
    if confirm.is_visible():
        confirm.click()
    expect(page).to_have_url(re.compile("/in/$"))
    page.go_back()
    assert STUDENT not in page.content()


def test_a_goal_written_without_network_is_kept_and_sent_when_it_is_back(
    stage: Stage, teacher: Visit
) -> None:
    page = teacher.open(f"{learner(stage)}goals/new/")
    page.get_by_label("Goal", exact=True).fill("I can wait my turn.")
    page.get_by_label("By", exact=True).fill("2027-02-05")
    page.get_by_label("Small steps").fill("Count to ten")
    page.context.set_offline(True)
    page.get_by_role("button", name="Write the goal").click()
    expect(page.get_by_text("Not saved. You are offline. We will try again.")).to_be_visible()
    expect(page.get_by_label("Goal", exact=True)).to_have_value("I can wait my turn.")

    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="I can wait my turn.")).to_be_visible()


def test_done_pressed_twice_records_one_check_in(stage: Stage, teacher: Visit) -> None:
    page = go_live(stage, teacher)
    here = who_is_here(page)
    before = len(stage.texts("SELECT id FROM checkins_checkin"))
    page.get_by_role("button", name="Done,").dblclick()
    wait_for_another(page, here)
    assert len(stage.texts("SELECT id FROM checkins_checkin")) == before + 1


def test_a_student_reaches_no_adult_page_and_no_other_child(stage: Stage, student: Visit) -> None:
    student.may_say("status of 40[34]")
    for path in (learner(stage, "Priya"), home(stage), "/school/coverage/"):
        answer = student.page.goto(stage.url(path))
        assert answer
        assert answer.status == 403
        assert "Priya" not in student.page.content()


def test_another_teacher_of_the_class_sees_what_was_done(
    enter, stage: Stage, teacher: Visit
) -> None:
    page = go_live(stage, teacher)
    other = go_live(stage, enter("coteacher"))
    first = who_is_here(page)
    page.get_by_role("button", name="Done,").click()
    second = wait_for_another(page, first)
    # The other page asks every ten seconds whether something changed.
    note = other.get_by_text("Someone else changed the day.")
    expect(note).to_be_visible(timeout=13_000)
    assert who_is_here(other) == first
    other.get_by_role("link", name="Show who is next").click()
    expect(other.get_by_role("heading", level=1)).to_have_text(second)


def test_a_press_on_a_tile_that_was_taken_off_meanwhile_says_so_over_the_page(
    stage: Stage, student: Visit
) -> None:
    student.may_say("status of 404")
    comic = stage.key(*KEYS["tile"])
    page = student.open(f"/me/board/tiles/{comic}/")
    stage.change(TAKEN_OFF.format(key=comic))

    page.get_by_role("button", name="Pick this").click()

    expect(page.locator("#trouble")).to_have_text("This tile is gone.")
    expect(page.get_by_role("button", name="Pick this")).to_be_visible()
