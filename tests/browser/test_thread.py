"""One day, end to end: the eight steps, as a teacher, a student and an admin take them.

Taps and clicks are counted by the browser (cast.COUNT): one for each press of the finger or the
mouse, whatever events follow. A step's limit is counted from the page that its sentence names.
"""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.cast import STUDENT, Visit, sign_in_student
from tests.browser.stage import DAY, Stage
from tests.browser.steps import (
    choose,
    go_live,
    home,
    learner,
    menu_of,
    pick,
    plan_from_template,
    tile,
    wait_for_another,
    who_is_here,
)

STUDENTS = 28


# --- 1: who a learner is --------------------------------------------------------------------------
def test_a_student_fills_six_short_cards_and_the_teacher_sees_them(
    stage: Stage, teacher: Visit, student: Visit
) -> None:
    page = student.open("/me/")
    page.get_by_label(f"Menu of {STUDENT}").click()
    page.get_by_role("link", name="About me").click()
    cards = page.get_by_role("main").get_by_role("listitem")
    expect(cards).to_have_count(6)
    cards.filter(has_text="What do you like?").get_by_role("link").click()
    page.get_by_text("Bikes", exact=True).click()
    page.get_by_label("In your own words").fill("I like bridges.")
    for _card in range(5):
        page.get_by_role("button", name="Next card").click()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="About me")).to_be_visible()
    expect(page.get_by_text("I like bridges.")).to_be_visible()

    page = teacher.open(learner(stage))
    expect(page.get_by_text("I like bridges.")).to_be_visible()


# --- 2: goals -------------------------------------------------------------------------------------
def test_a_teacher_writes_a_goal_and_the_student_ticks_its_first_step(
    stage: Stage, teacher: Visit, student: Visit
) -> None:
    page = teacher.open(f"{learner(stage)}goals/")
    page.get_by_role("link", name="New goal").click()
    page.get_by_label("Goal").fill("I can tell a story with fractions.")
    page.get_by_label("By", exact=True).fill("2027-02-05")
    page.get_by_label("Small steps").fill("Pick a story\nFind three fractions in it")
    page.get_by_role("button", name="Write the goal").click()
    expect(page.get_by_role("heading", name="I can tell a story with fractions.")).to_be_visible()

    page = student.open("/me/goals/")
    page.get_by_role("button", name="I did it: Pick a story").click()
    expect(page.get_by_role("button", name="Not done: Pick a story")).to_be_visible()

    page = teacher.open(f"{learner(stage)}goals/")
    ticked = page.get_by_role("button", name="Pick a story Done. Open again")
    expect(ticked).to_be_visible()


# --- 3: the choice board --------------------------------------------------------------------------
def test_a_teacher_opens_a_board_from_a_template(
    stage: Stage, teacher: Visit, student: Visit
) -> None:
    page = teacher.open(f"{home(stage)}boards/")
    page.get_by_role("link", name="New board").click()
    page.get_by_text("Energy everywhere").click()
    page.get_by_role("textbox", name="Title").fill("Energy in our room")
    page.get_by_role("button", name="Make the board").click()
    expect(page.get_by_role("heading", name="Energy in our room")).to_be_visible()

    board = student.open("/me/board/")
    expect(board.get_by_role("link", name="Energy in our room")).to_have_count(0)
    page.get_by_role("button", name="Open to students").click()
    expect(page.get_by_role("button", name="Put away")).to_be_visible()

    student.open("/me/board/")
    board.get_by_role("link", name="Energy in our room").click()
    expect(board.get_by_role("heading", name="Energy in our room", level=1)).to_be_visible()
    expect(board.locator(".board .tile")).to_have_count(9)


def test_a_student_picks_in_three_taps_from_her_first_page(student: Visit) -> None:
    page = student.open("/me/")
    student.start_counting()
    page.get_by_role("link", name="Pick something you like").click()
    page.get_by_role("link", name="The pizza problem").click()
    page.get_by_role("button", name="Pick this").click()
    expect(tile(page, "The pizza problem")).to_contain_text("You picked this")
    assert student.taps == 3


def test_a_student_picks_changes_her_mind_starts_and_finishes(student: Visit) -> None:
    page = student.open("/me/board/")
    pick(page, "The pizza problem")
    pick(page, "Fraction hunt")

    page.get_by_role("link", name="Comic strip").click()
    page.get_by_text("Fraction hunt", exact=True).click()
    page.get_by_role("button", name="Swap").click()
    expect(tile(page, "Comic strip")).to_contain_text("You picked this")
    expect(tile(page, "Fraction hunt")).not_to_contain_text("You picked this")

    page.get_by_role("link", name="Comic strip").click()
    page.get_by_role("button", name="Start now").click()
    page.get_by_role("link", name="Comic strip").click()
    for line in ("My story shows fair parts.", "I used fraction names."):
        page.get_by_role("group", name=line).get_by_text("I can", exact=True).click()
    page.get_by_role("button", name="I did it").click()
    expect(tile(page, "Comic strip")).to_contain_text("Done")
    expect(page.get_by_text("1 of 3 done")).to_be_visible()


# --- 4 and 5: the plan of the day -----------------------------------------------------------------
def test_a_teacher_plans_january_21_from_a_template(stage: Stage, teacher: Visit) -> None:
    stage.unplan()
    page = teacher.open(f"{home(stage)}plan/")
    plan_from_template(page)
    expect(page.get_by_role("heading", name="Thursday, January 21")).to_be_visible()
    blocks = page.locator(".day .block")
    expect(blocks.filter(has_text="Independent work")).to_have_count(3)
    expect(blocks.filter(has_text="Lunch")).to_have_count(1)
    expect(
        page.get_by_text("28 students × 3 min + 1 min to switch = 112 min.").first
    ).to_be_visible()


def test_a_plan_for_28_students_takes_three_clicks_from_the_class_page(
    stage: Stage, teacher: Visit
) -> None:
    stage.unplan()
    page = teacher.open(f"{home(stage)}plan/{DAY}/")
    plan_from_template(page)

    teacher.open(home(stage))
    teacher.start_counting()
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_role("button", name="Suggest check-ins").click()
    page.get_by_role("button", name="Mark plan ready").click()
    expect(page.get_by_text("Ready", exact=True)).to_be_visible()
    assert teacher.taps == 3
    expect(page.locator(".slot-list .why b")).to_have_count(STUDENTS)
    expect(page.locator(".slot-list .why .r").first).not_to_be_empty()


def test_a_teacher_moves_a_student_and_fixes_a_time(stage: Stage, teacher: Visit) -> None:
    page = teacher.open(f"{home(stage)}plan/{DAY}/")
    rows = page.locator(".slot-list .why")
    second = rows.nth(1).locator("b").inner_text()
    teacher.start_counting()
    menu_of(page, second)
    choose(page, "Later")
    expect(rows.nth(2)).to_contain_text(second)
    assert teacher.taps == 2

    menu_of(page, second)
    choose(page, "Fix the time")
    expect(rows.nth(2)).to_contain_text("fixed")

    page.get_by_role("button", name="Suggest again").click()
    expect(rows.nth(2)).to_contain_text(second)
    expect(page.locator(".slot-list .why b")).to_have_count(STUDENTS)


def test_a_student_left_out_is_named_and_placed_again(stage: Stage, teacher: Visit) -> None:
    page = teacher.open(f"{home(stage)}plan/{DAY}/")
    menu_of(page, "Seun")
    choose(page, "Leave out")
    expect(page.get_by_text("Seun is not placed.")).to_be_visible()
    page.get_by_role("button", name="Place at").click()
    expect(page.get_by_text("Seun is not placed.")).to_have_count(0)
    expect(page.locator(".slot-list .why", has_text="Seun")).to_have_count(1)


# --- 6: the live day ------------------------------------------------------------------------------
def test_28_check_ins_take_at_most_four_taps_each(stage: Stage, teacher: Visit) -> None:
    page = go_live(stage, teacher)
    met = []
    for number in range(STUDENTS):
        met.append(who_is_here(page))
        teacher.start_counting()
        page.locator("label.pick", has_text="Goal").first.click()
        page.get_by_text("Got it", exact=True).click()
        if number % 2:
            page.get_by_text("Needs next step", exact=True).click()
        page.get_by_role("button", name="Done,").click()
        wait_for_another(page, met[-1])
        assert teacher.taps == 3 + number % 2
    expect(page.get_by_role("heading", name="All done for today")).to_be_visible()
    expect(page.get_by_text("You met 28 of 28 students one to one.")).to_be_visible()
    assert len(set(met)) == STUDENTS


def test_later_absent_and_planning_the_rest_again(stage: Stage, teacher: Visit) -> None:
    page = go_live(stage, teacher)
    said = page.locator("#toast")
    first = who_is_here(page)
    page.get_by_role("button", name="Later today").click()
    second = wait_for_another(page, first)
    expect(said).to_contain_text(first.split()[0])

    page.get_by_role("button", name="Absent").click()
    third = wait_for_another(page, second)
    expect(said).to_contain_text("is absent today")

    page = go_live(stage, teacher, at="9:30")
    assert who_is_here(page) == third
    expect(page.get_by_text("min behind").first).to_be_visible()
    teacher.start_counting()
    page.get_by_role("button", name="Plan the rest again").click()
    expect(said).to_contain_text("Planned again")
    assert teacher.taps == 1
    assert who_is_here(page) == third


def test_who_was_absent_can_be_taken_back(stage: Stage, teacher: Visit) -> None:
    page = go_live(stage, teacher)
    first = who_is_here(page)
    page.get_by_role("button", name="Absent").click()
    wait_for_another(page, first)
    page.get_by_text("0 of 27 met").click()
    page.get_by_role("button", name=f"Take back: {first.split()[0]}").click()
    expect(page.locator("#live")).to_contain_text("is to come again")
    expect(page.locator("#who, #live-side").get_by_text(first.split()[0]).first).to_be_visible()
    expect(page.get_by_text("0 of 27 met")).to_have_count(0)


# --- 7: the student's day -------------------------------------------------------------------------
def test_a_student_sees_her_time_her_goal_and_her_board(stage: Stage, enter) -> None:
    visit = enter(None)
    sign_in_student(visit.page, stage, "Priya")  # hers is the first time of the day
    page = visit.open("/me/")
    expect(page.get_by_role("heading", name="Hi, Priya!")).to_be_visible()
    mine = page.locator("#my-time")
    expect(mine).to_contain_text("Your time with Ms. Okonkwo")
    expect(mine.locator(".t")).to_have_text("9:10")
    expect(page.get_by_role("heading", name="My goals")).to_be_visible()
    expect(page.get_by_role("link", name="My board").last).to_be_visible()

    stage.at("9:10")
    visit.open("/me/")
    expect(mine.locator(".t")).to_have_text("Now")
    expect(mine).to_contain_text("Go to Ms. Okonkwo.")


def test_a_student_asks_for_help_in_two_taps_and_the_teacher_sees_it(
    stage: Stage, teacher: Visit, student: Visit
) -> None:
    stage.at("9:10")
    page = student.open("/me/")
    student.start_counting()
    page.get_by_role("link", name="I need help").click()
    page.get_by_role("button", name="I am stuck").click()
    expect(page.get_by_text("Ms. Okonkwo knows.")).to_be_visible()
    assert student.taps == 2

    screen = go_live(stage, teacher)
    screen.get_by_role("button", name=f"Seen: {STUDENT}").click()
    expect(screen.get_by_role("button", name=f"Seen: {STUDENT}")).to_have_count(0)


# --- 8: coverage ----------------------------------------------------------------------------------
def test_an_admin_sees_coverage_in_at_most_one_click(enter, stage: Stage) -> None:
    admin = enter("admin")
    page = admin.open("/")
    expect(page.get_by_role("heading", name="Check-in coverage")).to_be_visible()
    assert admin.taps == 0
    expect(page.locator("table.heat tbody th a")).to_have_count(14)  # besides grades and totals

    admin.start_counting()
    page.locator("table.heat").get_by_role("link", name="Room 13").click()
    expect(page.get_by_role("heading", name="Students, longest wait first")).to_be_visible()
    assert admin.taps == 1


def test_coverage_shows_no_word_of_what_was_said(enter, stage: Stage) -> None:
    admin = enter("admin")
    notes = stage.texts("SELECT DISTINCT text FROM checkins_checkinnote")
    assert notes
    page = admin.open("/school/coverage/")
    seen = [page.content()]
    page.locator("table.heat").get_by_role("link", name="Room 12").click()
    seen.append(page.content())
    page.get_by_role("table").get_by_role("link", name="Chloe").click()
    seen.append(page.content())
    assert [note for note in notes for text in seen if note in text] == []
