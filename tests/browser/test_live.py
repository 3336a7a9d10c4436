"""The live day in a browser: few taps, keys alone, no network, a server that dies, a hidden tab."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.axe import found
from tests.browser.cast import PASSWORD, Visit
from tests.browser.stage import DAY, Stage
from tests.browser.steps import go_live, home, wait_for_another, who_is_here

DROPPED = "ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch|NetworkError"
SMALL = {"width": 360, "height": 740}
HELD = "SELECT COUNT(*) FROM checkins_checkin WHERE held_on = '2027-01-21'"
FORGET_THE_FIRST = """DELETE FROM checkins_slot WHERE starts_at = '09:10:00' AND plan_id IN
(SELECT id FROM checkins_plan WHERE "on" = '2027-01-21')"""
ABSENT = "SELECT COUNT(*) FROM checkins_absence WHERE \"on\" = '2027-01-21'"
PRIYAS_TIME = """SELECT s.starts_at FROM checkins_slot s JOIN students_student p
ON p.id = s.student_id JOIN checkins_plan l ON l.id = s.plan_id
WHERE l."on" = '2027-01-21' AND p.called = 'Priya'"""
STUDENTS = 28


def held(stage: Stage) -> int:
    return int(stage.texts(HELD)[0])


def shelf(page: Page) -> str:
    """What this browser keeps for later."""
    return page.evaluate("localStorage.getItem('plc-queue') || ''")


def wait_until_nothing_waits(page: Page) -> None:
    deadline = time.monotonic() + 10
    while shelf(page) and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert shelf(page) == ""


def state(page: Page) -> Locator:
    return page.locator("[data-queue-state]")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


# --- few taps, few seconds ------------------------------------------------------------------------
def test_28_check_ins_on_a_small_phone_take_at_most_four_taps_each(enter, stage: Stage) -> None:
    visit = enter("teacher", phone=True, viewport=SMALL)
    page = go_live(stage, visit)
    longest, met = 0.0, []
    for number in range(STUDENTS):
        met.append(who_is_here(page))
        visit.start_counting()
        began = time.monotonic()
        page.locator("label.pick", has_text="Goal").first.tap()
        page.get_by_text("Got it", exact=True).tap()
        if number % 2:
            page.get_by_text("Needs next step", exact=True).tap()
        page.get_by_role("button", name="Done,").tap()
        wait_for_another(page, met[-1])
        longest = max(longest, time.monotonic() - began)
        assert visit.taps <= 4
    assert len(set(met)) == held(stage) == STUDENTS
    assert longest < 20


def test_saved_is_said_after_the_first_check_in_and_not_before(
    stage: Stage, teacher: Visit
) -> None:
    page = go_live(stage, teacher)
    expect(state(page)).to_be_hidden()
    here = who_is_here(page)
    press(page, "1", "2", "Enter")
    wait_for_another(page, here)
    expect(state(page)).to_be_visible()
    expect(state(page)).to_have_text("Saved")


def test_28_check_ins_take_three_keys_each_and_no_tap(stage: Stage, teacher: Visit) -> None:
    page = go_live(stage, teacher)
    longest = 0.0
    for number in range(STUDENTS):
        here, began = who_is_here(page), time.monotonic()
        teacher.start_counting()
        press(page, "1", str(2 + number % 6), "Enter")
        wait_for_another(page, here)
        longest = max(longest, time.monotonic() - began)
        assert (teacher.keys, teacher.taps) == (3, 0)
    assert held(stage) == STUDENTS
    assert longest < 20


@pytest.mark.parametrize("at", ["9:05", "9:11"])
def test_all_that_may_be_pressed_is_seen_without_scrolling(
    stage: Stage, teacher: Visit, at: str
) -> None:
    """On a small laptop, before a block begins and while a child is here."""
    page = go_live(stage, teacher, at=at)
    acts = page.locator("#done, #later, #absent, #next-up, #hands, #came-up .btn")
    assert acts.count() == 10
    for act in acts.all():
        expect(act).to_be_in_viewport(ratio=1)
    for more in page.locator(".bd .more > summary").all():
        box = more.bounding_box() or {}
        done = page.locator("#done").bounding_box() or {}
        assert box["y"] + box["height"] <= done["y"]


def test_on_a_phone_done_is_within_reach_of_the_thumb(enter, stage: Stage) -> None:
    page = go_live(stage, enter("teacher", phone=True))
    for name in ("Done,", "Later today", "Absent"):
        expect(page.get_by_role("button", name=name).first).to_be_in_viewport(ratio=1)


def test_keys_with_a_modifier_do_nothing(stage: Stage, teacher: Visit) -> None:
    page = go_live(stage, teacher)
    here = who_is_here(page)
    press(page, "Shift+S", "Control+1", "Alt+a")
    expect(page.get_by_label("Got it")).not_to_be_checked()
    assert who_is_here(page) == here
    press(page, "Shift+?")
    expect(page.get_by_text("One minute more")).to_be_visible()


# --- it goes otherwise ----------------------------------------------------------------------------
def test_a_drill_is_one_tap_says_who_moved_and_is_taken_back_by_another(
    stage: Stage, teacher: Visit
) -> None:
    page = go_live(stage, teacher)
    here = who_is_here(page)
    teacher.start_counting()
    page.get_by_role("button", name="Drill, 10 min").click()
    toast = page.locator("#toast .toast")
    expect(toast).to_contain_text(re.compile("Planned again, [0-9]+ moved: "))
    assert teacher.taps == 1
    assert found(page) == []

    toast.get_by_role("button", name="Undo").click()
    expect(page.locator("#live")).to_have_text("Taken back: the plan stands as before.")
    expect(page.get_by_role("heading", level=1)).to_have_text(here)


def test_a_late_start_is_one_tap_and_its_undo_stays_when_the_words_have_left(
    stage: Stage, teacher: Visit
) -> None:
    page = go_live(stage, teacher, at="9:05")
    teacher.start_counting()
    page.get_by_role("button", name="Begins 5 min late").click()
    expect(page.locator("#toast .toast")).to_contain_text("Planned again")
    assert teacher.taps == 1
    page.locator("#toast").evaluate("toast => toast.replaceChildren()")

    page.get_by_role("button", name="Undo the last change").click()
    expect(page.locator("#live")).to_have_text("Taken back: the plan stands as before.")


# --- the clock ------------------------------------------------------------------------------------
def test_the_clock_speaks_at_one_minute_and_at_none_and_never_else(
    stage: Stage, teacher: Visit
) -> None:
    teacher.page.clock.install()
    page = go_live(stage, teacher)
    said = page.locator("#live")
    page.clock.run_for(60_000)
    expect(said).to_have_text("")
    page.clock.run_for(61_000)
    expect(said).to_have_text("One minute left")
    page.clock.run_for(60_000)
    expect(said).to_have_text("Time is up")


def test_the_clock_can_rest_and_be_given_a_minute(stage: Stage, teacher: Visit) -> None:
    teacher.page.clock.install()
    page = go_live(stage, teacher)
    clock = page.get_by_role("timer")
    page.clock.run_for(1_000)
    before = clock.inner_text()
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(30_000)
    assert clock.inner_text() == before
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="+1 min").click()
    page.clock.run_for(1_000)
    minutes = int(before.split(":")[0])
    assert int(clock.inner_text().split(":")[0]) == minutes + 1


def test_the_class_is_called_back_in_large_words(stage: Stage, teacher: Visit) -> None:
    page = go_live(stage, teacher)
    page.get_by_role("link", name="Call the class back").click()
    words = page.get_by_role("heading", name="Come back together. Finish your sentence.")
    expect(words).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    expect(words).to_be_hidden()


# --- no network -----------------------------------------------------------------------------------
def record_offline(page: Page, count: int) -> list[str]:
    """Record so many, one after the other, while there is no network."""
    met = []
    for _number in range(count):
        met.append(who_is_here(page))
        page.get_by_text("Got it", exact=True).click()
        page.get_by_role("button", name="Done,").click()
        wait_for_another(page, met[-1])
    return met


def test_three_check_ins_without_network_are_each_stored_once(stage: Stage, teacher: Visit) -> None:
    teacher.may_say(DROPPED)
    page = go_live(stage, teacher)
    page.context.set_offline(True)
    met = record_offline(page, 3)
    expect(state(page)).to_have_text("Waiting (3)")
    kept = shelf(page)
    assert "got_it" in kept
    assert [name for who in met for name in who.split() if name in kept] == []
    assert held(stage) == 0

    page.context.set_offline(False)
    expect(state(page)).to_have_text("Saved")
    assert (held(stage), shelf(page)) == (3, "")
    slots = "SELECT COUNT(DISTINCT slot_id) FROM checkins_checkin WHERE held_on = '2027-01-21'"
    assert stage.texts(slots) == [3]


def test_later_and_absent_wait_for_the_network_and_count_once(stage: Stage, teacher: Visit) -> None:
    teacher.may_say(DROPPED)
    page = go_live(stage, teacher)
    first = who_is_here(page)
    page.context.set_offline(True)
    page.get_by_text("Got it", exact=True).click()
    press(page, "s")
    second = wait_for_another(page, first)
    page.get_by_role("button", name="Absent").click()
    wait_for_another(page, second)
    expect(state(page)).to_have_text("Waiting (2)")
    assert "got_it" not in shelf(page)
    assert stage.texts(ABSENT) == [0]

    page.context.set_offline(False)
    expect(state(page)).to_have_text("Saved")
    wait_until_nothing_waits(page)
    assert stage.texts(ABSENT) == [1]
    assert first.startswith("Priya ")
    assert stage.texts(PRIYAS_TIME) != ["09:10:00"]


def test_words_stay_in_the_page_and_are_sent_with_the_rest(stage: Stage, teacher: Visit) -> None:
    teacher.may_say(DROPPED)
    page = go_live(stage, teacher)
    page.get_by_text("Write a note").click()
    page.get_by_label("Note", exact=True).fill("Drew it first.")
    page.context.set_offline(True)
    record_offline(page, 1)
    expect(state(page)).to_have_text("Waiting (1). Keep this page open: it holds your words")
    assert "Drew" not in shelf(page)
    expect(page.get_by_label("Note", exact=True)).to_have_value("")

    page.context.set_offline(False)
    expect(state(page)).to_have_text("Saved")
    assert stage.texts("SELECT text FROM checkins_checkinnote WHERE text = 'Drew it first.'") == [
        "Drew it first."
    ]


def test_what_waits_is_sent_from_any_later_page(stage: Stage, teacher: Visit) -> None:
    teacher.may_say(DROPPED)
    page = go_live(stage, teacher)
    page.context.set_offline(True)
    record_offline(page, 2)
    page.close()
    page = page.context.new_page()
    page.context.set_offline(False)
    page.goto(stage.url(home(stage)))
    wait_until_nothing_waits(page)
    assert held(stage) == 2


def test_an_answer_that_is_lost_on_the_way_is_asked_for_again(stage: Stage, teacher: Visit) -> None:
    """The server stored the check-in and died before it could say so."""
    teacher.may_say(DROPPED)
    page = go_live(stage, teacher)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route(re.compile("/done/$"), lose, times=1)
    record_offline(page, 1)
    assert held(stage) == 1
    expect(state(page)).to_have_text("Saved", timeout=12_000)
    assert held(stage) == 1


def test_a_child_whose_place_is_gone_meanwhile_was_still_met(stage: Stage, teacher: Visit) -> None:
    teacher.may_say(DROPPED)
    page = go_live(stage, teacher)
    page.context.set_offline(True)
    record_offline(page, 1)
    stage.change(FORGET_THE_FIRST)
    page.context.set_offline(False)
    expect(state(page)).to_have_text("Saved")
    assert stage.texts("SELECT slot_id FROM checkins_checkin WHERE held_on = '2027-01-21'") == [
        None
    ]


def test_what_waits_is_not_sent_for_somebody_else(enter, stage: Stage, teacher: Visit) -> None:
    teacher.may_say(DROPPED)
    page = go_live(stage, teacher)
    page.context.set_offline(True)
    record_offline(page, 1)
    other = enter("coteacher").page.context.cookies()
    page.context.clear_cookies()
    page.context.add_cookies(other)
    page.context.set_offline(False)
    page.goto(stage.url(home(stage)))
    wait_until_nothing_waits(page)
    assert held(stage) == 0


def test_a_session_that_ended_keeps_what_waits_until_she_signs_in(
    stage: Stage, teacher: Visit
) -> None:
    teacher.may_say(f"{DROPPED}|status of 40")
    page = go_live(stage, teacher)
    page.context.set_offline(True)
    record_offline(page, 1)
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(state(page)).to_have_text("Waiting (1). Sign in to save")
    assert held(stage) == 0

    page.goto(stage.url("/account/login/"))
    page.get_by_label("Email").fill("teacher@maple.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    wait_until_nothing_waits(page)
    assert held(stage) == 1


def test_signing_out_sends_what_waits_and_leaves_nothing(stage: Stage, teacher: Visit) -> None:
    teacher.may_say(DROPPED)
    page = go_live(stage, teacher)
    page.evaluate("window.setInterval = () => 0")
    page.context.set_offline(True)
    record_offline(page, 1)
    page.context.set_offline(False)
    page.goto(stage.url(home(stage)))
    page.get_by_label("Menu of Ms. Okonkwo").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/in/$"))
    assert (held(stage), shelf(page)) == (1, "")


# --- asking for news ------------------------------------------------------------------------------
@pytest.fixture
def asked(teacher: Visit) -> list[int]:
    """The statuses of the live page's looks for news."""
    statuses: list[int] = []
    teacher.page.on(
        "response", lambda answer: "/state/" in answer.url and statuses.append(answer.status)
    )
    return statuses


def set_hidden(page: Page, *, hidden: bool) -> None:
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_nothing_new_is_a_304_and_a_hidden_tab_asks_nothing(
    stage: Stage, teacher: Visit, asked: list[int]
) -> None:
    page = go_live(stage, teacher)
    page.locator("#live-side").evaluate("side => { side.dataset.poll = 1; }")
    set_hidden(page, hidden=False)
    page.wait_for_timeout(3_500)
    assert len(asked) >= 2
    assert set(asked) == {304}

    set_hidden(page, hidden=True)
    page.wait_for_timeout(300)
    asked.clear()
    page.wait_for_timeout(4_000)
    assert asked == []

    set_hidden(page, hidden=False)
    page.wait_for_timeout(500)
    assert asked == [304]


def test_calling_back_works_from_its_own_address(stage: Stage, teacher: Visit) -> None:
    page = teacher.open(f"{home(stage)}live/{DAY}/?call=1")
    expect(page.get_by_role("dialog")).to_be_visible()


# --- a specialist's own day -----------------------------------------------------------------------
def test_a_specialist_meets_four_children_in_four_taps_each(enter, stage: Stage) -> None:
    """On a phone; one of the four while there is no network."""
    visit = enter("specialist", phone=True, viewport=SMALL)
    visit.may_say(DROPPED)
    stage.at("8:51")
    page = visit.open("/caseload/")
    page.get_by_role("link", name="My day").tap()
    met = []
    for number in range(4):
        if number == 2:
            page.context.set_offline(True)
        met.append(who_is_here(page))
        visit.start_counting()
        page.locator("label.pick", has_text="Goal").first.tap()
        page.get_by_text("Got it", exact=True).tap()
        page.get_by_role("button", name="Done,").tap()
        if number < 3:
            wait_for_another(page, met[-1])
        assert visit.taps <= 4
        if number == 2:
            expect(state(page)).to_have_text("Waiting (1)")
            page.context.set_offline(False)
            expect(state(page)).to_have_text("Saved")
    expect(page.get_by_role("heading", name="All done for today")).to_be_visible()
    assert len(set(met)) == held(stage) == 4
