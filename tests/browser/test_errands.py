"""Errands of several pages that nobody can open by an address alone: lists, cards, secrets."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import found, sideways
from tests.browser.cast import (
    DESKTOP,
    PASSWORD,
    PHONE,
    STUDENT,
    Visit,
    sign_in_adult,
    sign_in_student,
    visit,
)
from tests.browser.stage import Stage, empty_site
from tests.browser.steps import home

ROOM_12 = """SELECT student.name FROM students_student student
    JOIN students_enrollment enrollment ON enrollment.student_id = student.id
    JOIN students_section section ON section.id = enrollment.section_id
    WHERE section.code = 'MAPLE12' ORDER BY student.name"""


def look_at(page: Page) -> None:
    """The page that is open is for everyone, on a laptop and on a phone."""
    said = found(page)
    size = page.viewport_size
    assert size
    page.set_viewport_size(PHONE)
    said += [f"phone {line}" for line in found(page)]
    assert not said, "\n".join(["", *said])
    assert sideways(page) == 0
    page.set_viewport_size(size)


def test_a_pasted_list_is_read_checked_and_added_in_three_clicks(
    stage: Stage, teacher: Visit
) -> None:
    page = teacher.open(f"{home(stage)}students/")
    teacher.start_counting()
    page.get_by_role("link", name="Import a list").click()
    page.get_by_label("Or paste names").fill("\n".join([*stage.texts(ROOM_12), "Kofi Mensah"]))
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_role("heading", name="Check your class list")).to_be_visible()
    expect(page.get_by_text("1 new", exact=True)).to_be_visible()
    assert "Kofi Mensah" not in stage.texts(ROOM_12)
    page.get_by_role("button", name="Save these changes").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Check your class list")
    assert teacher.taps == 3
    look_at(page)
    assert "Kofi Mensah" in stage.texts(ROOM_12)


def test_one_new_child_is_added_by_her_name_and_nobody_leaves(stage: Stage, teacher: Visit) -> None:
    before = stage.texts(ROOM_12)
    page = teacher.open(f"{home(stage)}students/import/")
    page.get_by_label("Or paste names").fill("Kofi Mensah")
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_label("Add to the class")).to_be_checked()
    look_at(page)
    page.get_by_label("This is the whole class").check()
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_text("28 leaving", exact=True)).to_be_visible()
    page.get_by_label("Add to the class").check()
    page.get_by_role("button", name="Save these changes").click()
    expect(page.locator("#form-errors")).to_contain_text("See below what that changes")
    page.get_by_role("button", name="Save these changes").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Check your class list")
    assert sorted(stage.texts(ROOM_12)) == sorted([*before, "Kofi Mensah"])


def test_letters_that_look_wrong_are_read_another_way_beside_the_columns(teacher, stage) -> None:
    page = teacher.open(f"{home(stage)}students/import/")
    content = "Имя,Клсс\nАнна Петрова,4\nИван Сидоров,4\n".encode("cp1251")
    page.get_by_label("Choose a file").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_role("heading", name="Match columns")).to_be_visible()
    look_at(page)
    page.get_by_label("Letters look wrong? Read them as").select_option("Windows-1251")
    page.get_by_role("button", name="Read again").click()
    expect(page.get_by_text("Анна Петрова").first).to_be_visible()


def test_a_row_that_needs_somebody_is_named_and_fixed_in_place(enter) -> None:
    admin = enter("admin")
    page = admin.open("/school/import/")
    page.get_by_label("Or paste names").fill(
        "Name,Grade,Class\nKofi Mensah,4,Room 20\n,4,Room 20\nAna Lima,4,Room 20"
    )
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_role("heading", name="Check your roster")).to_be_visible()
    expect(page.get_by_text("1 row needs you").first).to_be_visible()
    look_at(page)
    page.get_by_role("button", name="Skip row").click()
    page.get_by_role("button", name=re.compile("^(Add|Save)")).last.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Check your roster")
    look_at(page)


def test_the_buttons_of_a_wide_lists_rows_are_in_sight_on_a_laptop(enter) -> None:
    page = enter("admin").open("/school/import/")
    page.get_by_label("Or paste names").fill(
        "Name,Student number,Grade,Class,Home language,Teacher,Teacher e-mail\n"
        "Kofi Mensah-Wotorson,40188,4,Room 20,Portuguese,Alexandra Okonkwo,"
        "alexandra.okonkwo@maple-street.example\n"
        "Ana Lima,40188,Year 4,Room 20,Portuguese,Alexandra Okonkwo,"
        "alexandra.okonkwo@maple-street.example"
    )
    page.get_by_role("button", name="Read the list").click()
    rows = page.get_by_role("region", name="Rows of the list").bounding_box()
    assert rows
    buttons = page.get_by_role("region", name="Rows of the list").get_by_role("button").all()
    assert len(buttons) == 6  # save and skip of both; take the grade, or none
    for button in buttons:
        box = button.bounding_box()
        assert box
        assert box["x"] + box["width"] <= rows["x"] + rows["width"]


def test_columns_that_nobody_can_guess_are_asked_for(enter) -> None:
    admin = enter("admin")
    page = admin.open("/school/import/")
    page.get_by_label("Or paste names").fill("Xq,Zw\nKofi Mensah,4\nAna Lima,4\nBo Ek,3")
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_text("Match columns").first).to_be_visible()
    look_at(page)


def test_new_secret_pictures_are_shown_once_and_let_the_student_in(
    enter, stage: Stage, teacher: Visit
) -> None:
    page = teacher.open(f"{home(stage)}sign-in/")
    page.get_by_role("button", name=f"New pictures for {STUDENT}").click()
    expect(page.get_by_role("heading", name="New secret pictures")).to_be_visible()
    look_at(page)
    shown = page.get_by_role("main").locator("ol li").all_inner_texts()
    secret = [words.splitlines()[-1] for words in shown]  # after its number
    assert len(secret) >= 2

    door = enter(None).page
    sign_in_student(door, stage, secret=secret)
    expect(door.get_by_role("heading", name=f"Hi, {STUDENT}!")).to_be_visible()


def test_a_card_is_printed_for_each_student(stage: Stage, teacher: Visit) -> None:
    page = teacher.open(f"{home(stage)}sign-in/cards/")
    page.get_by_role("button", name="Make new cards").click()
    expect(page.locator(".qr-card")).to_have_count(28)
    look_at(page)
    page.get_by_role("link", name="Back to sign-in").click()
    expect(page.get_by_role("heading", name="How students sign in")).to_be_visible()


def digits_now(key: str) -> str:
    """What an authenticator app shows (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(key), struct.pack(">Q", int(time.time()) // 30), "sha1")
    place = digest[-1] & 15
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def with_two_steps(page: Page, stage: Stage) -> list[str]:
    """Turn two-step sign-in on, and return the recovery codes."""
    page.goto(stage.url("/account/2fa/totp/activate/"))
    look_at(page)  # "Is it still you?"
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    look_at(page)
    page.get_by_label("code").fill(digits_now(page.get_by_label("Key").input_value()))
    page.get_by_role("button", name="Turn on").click()
    look_at(page)
    page.goto(stage.url("/account/2fa/"))
    look_at(page)
    page.get_by_role("link", name="Show my codes").click()
    look_at(page)
    return re.findall(r"\b[0-9a-z]{8}\b", page.get_by_role("main").inner_text())


def test_two_step_sign_in_is_turned_on_asked_for_and_turned_off(enter, stage: Stage) -> None:
    page = enter(None).page
    sign_in_adult(page, stage, "specialist")
    codes = with_two_steps(page, stage)

    door = enter(None).page
    door.goto(stage.url("/account/login/"))
    door.get_by_label("Email").fill("specialist@maple.example")
    door.get_by_label("Password").fill(PASSWORD)
    door.get_by_role("button", name="Sign in", exact=True).click()
    expect(door.get_by_role("heading", name="One more step")).to_be_visible()
    look_at(door)
    door.get_by_label("code").fill(codes[0])
    door.get_by_role("button", name="Sign in", exact=True).click()
    expect(door.get_by_role("heading", level=1)).not_to_have_text("One more step")

    page.goto(stage.url("/account/2fa/totp/deactivate/"))
    look_at(page)
    page.get_by_role("button", name="Turn off").click()
    page.goto(stage.url("/account/2fa/"))
    expect(page.get_by_role("link", name="Turn on")).to_be_visible()


def test_a_card_that_is_not_known_says_so_kindly(enter) -> None:
    visitor = enter(None)
    visitor.may_say("status of 404")
    look_at(visitor.open("/k/not-a-card-of-this-school/"))


def test_a_school_begins_in_the_browser(
    tmp_path: Path, browser: Browser, enter, stage: Stage
) -> None:
    """An empty site asks for the school and its admin, and needs no command line after that."""
    with empty_site(tmp_path) as site:
        page = visit(browser.new_context(viewport=DESKTOP, locale="en-US"), site).open("/")
        look_at(page)
        page.get_by_label("Name of the school").fill("Elm Road School")
        page.get_by_label("Your name").fill("Ms. Boss")
        page.get_by_label("Your e-mail").fill("boss@elm.example")
        page.get_by_label("A password").fill("a long quiet sentence")
        page.get_by_role("button", name="Make my school").click()
        expect(page.get_by_label("Or paste names")).to_be_visible()
        look_at(page)
        page.context.close()


def test_a_calendar_s_address_is_copied_by_one_button(stage: Stage, teacher: Visit) -> None:
    teacher.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = teacher.open("/calendar/")
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("Your secret address").input_value()
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#live")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert re.fullmatch(re.escape(stage.base) + r"/cal/[\w-]{43}\.ics", address)
    look_at(page)
