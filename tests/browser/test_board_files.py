"""A board is found among ours while one types; a board leaves as a file, is mended, comes back."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.axe import found, sideways
from tests.browser.cast import PHONE, Visit
from tests.browser.pages import TEACHER, Look
from tests.browser.stage import Stage


def test_boards_are_found_while_one_types_and_what_was_typed_stays(
    stage: Stage, teacher: Visit
) -> None:
    page = teacher.open(Look("new_board", TEACHER, "/c/{class}/boards/new/").address(stage))
    title = page.get_by_role("textbox", name="Title")
    title.fill("Our river")
    page.get_by_role("searchbox", name="Words").press_sequentially("river")
    cards = page.locator("#found .cell")
    expect(cards).to_have_count(1)
    expect(page.locator("#found").get_by_role("status")).to_have_text("1 board")

    page.get_by_role("searchbox", name="Words").fill("")
    page.get_by_role("combobox", name="Subject").select_option("Math")
    expect(cards).to_have_count(4)
    page.get_by_role("combobox", name="Grades").select_option("6-8")
    expect(cards).to_have_count(1)
    expect(title).to_have_value("Our river")

    page.get_by_role("button", name="Make the board").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Our river")


def test_a_board_leaves_as_a_file_is_changed_and_comes_back(
    stage: Stage, teacher: Visit, tmp_path: Path
) -> None:
    page = teacher.open(Look("board", TEACHER, "/c/{class}/boards/{board}/").address(stage))
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as a file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "fractions-in-real-life.toml"
    file.write_text(file.read_text("utf-8").replace("minutes = 20", "minutes = 200"), "utf-8")

    teacher.open(Look("board_from_file", TEACHER, "/c/{class}/boards/new/file/").address(stage))
    page.get_by_label("Choose a file").set_input_files(file)
    page.get_by_role("button", name="Make the board").click()
    expect(page.locator("#form-errors")).to_be_focused()
    expect(page.locator("#form-errors li")).to_have_text(
        [
            "Tile 6, Comic strip: `minutes` must be a number from 1 to 120.",
            "Tile 9, I have an idea: `minutes` must be a number from 1 to 120.",
        ]
    )
    page.set_viewport_size(PHONE)
    assert found(page) == []
    assert sideways(page) == 0

    box = page.get_by_label("Or paste its text")
    box.fill(box.input_value().replace("minutes = 200", "minutes = 25"))
    page.get_by_role("button", name="Make the board").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fractions in real life")
    expect(page.get_by_role("heading", name="Comic strip")).to_be_visible()
