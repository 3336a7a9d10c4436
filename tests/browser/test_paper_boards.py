"""Boards on paper: one page in any shape, a page for each student, picks typed back by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import Visit
from tests.browser.pages import KEYS
from tests.browser.stage import Stage
from tests.browser.steps import home
from tests.browser.test_paper import PAPERS, pages

TITLE = "A tile whose title takes all the sixty letters that it may ok"[:60]
LONG = "These directions go on for as long as directions may go on. " * 3
# (shape, tiles, columns): the largest of each.
SHAPES = [("grid", 9, 3), ("grid", 25, 5), ("menu", 40, 3), ("list", 15, 3), ("playlist", 40, 3)]
_ID = "(SELECT id FROM choiceboards_board WHERE key = '{key}')"


def board(stage: Stage, page: str = "") -> str:
    return f"{home(stage)}boards/{stage.key(*KEYS['board'])}/{page}"


def shaped(stage: Stage, shape: str, tiles: int, columns: int) -> None:
    """Make the class's board one of so many tiles, with all the words that fit."""
    own = _ID.format(key=stage.key(*KEYS["board"]))
    names = stage.texts("SELECT name FROM pragma_table_info('choiceboards_activity')")
    names.remove("id")
    for position in range(10, tiles + 1):
        new = {"key": f"'tile{position:08}'", "position": str(position), "is_must": "0"}
        values = ", ".join(new.get(name, name) for name in names)
        stage.change(
            f"INSERT INTO choiceboards_activity ({', '.join(names)}) SELECT {values} "  # noqa: S608
            f"FROM choiceboards_activity WHERE board_id = {own} AND position = 1"
        )
        stage.change(
            "INSERT INTO choiceboards_level (number, directions, activity_id, school_id) "  # noqa: S608
            "SELECT number, level.directions, tile.id, level.school_id "
            "FROM choiceboards_level level, choiceboards_activity tile "
            f"WHERE tile.key = 'tile{position:08}' AND level.activity_id = (SELECT id FROM "
            f"choiceboards_activity WHERE board_id = {own} AND position = 1)"
        )
    stage.change(
        f"UPDATE choiceboards_activity SET title = '{TITLE}', directions = '{LONG}', course = "  # noqa: S608
        "CASE position % 3 WHEN 0 THEN 'starter' WHEN 1 THEN 'main' ELSE 'dessert' END "
        f"WHERE board_id = {own}"
    )
    stage.change(
        f"UPDATE choiceboards_board SET shape = '{shape}', columns = {columns}, rows = {columns}, "  # noqa: S608
        f"title = '{TITLE}', directions = '{LONG}' WHERE id = {own}"
    )


@pytest.mark.parametrize(("shape", "tiles", "columns"), SHAPES)
def test_a_board_of_any_shape_prints_on_one_page(
    stage: Stage, teacher: Visit, shape: str, tiles: int, columns: int
) -> None:
    shaped(stage, shape, tiles, columns)
    page = teacher.open(board(stage, "print/"))
    expect(page.get_by_text(TITLE)).to_have_count(tiles + 1)
    assert {size: pages(page, size, is_wide=True) for size in PAPERS} == dict.fromkeys(PAPERS, 1)


@pytest.mark.parametrize(("shape", "tiles", "columns"), SHAPES)
def test_each_student_has_a_page_of_her_own(
    stage: Stage, teacher: Visit, shape: str, tiles: int, columns: int
) -> None:
    shaped(stage, shape, tiles, columns)
    page = teacher.open(board(stage, "sheets/"))
    assert page.locator("article.sheet").count() == 28
    assert {size: pages(page, size, is_wide=True) for size in PAPERS} == dict.fromkeys(PAPERS, 28)


def typed(page: Page, tile: str, level: str = "") -> None:
    page.keyboard.type(tile)
    page.keyboard.press("Tab")
    if level:
        page.keyboard.type(level)


def test_picks_of_28_students_are_typed_back_by_keyboard_alone(
    stage: Stage, teacher: Visit
) -> None:
    stage.change("DELETE FROM choiceboards_pick")
    stage.change("UPDATE choiceboards_activity SET taken = 0, capacity = NULL")
    page = teacher.open(board(stage, "type-back/"))
    assert page.locator("[data-row]").count() == 28
    teacher.start_counting()
    for _student in range(28):
        typed(page, "1", "2")
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save the picks")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("28 picks saved.")).to_be_visible()
    assert teacher.taps == 0
    levels = stage.texts("SELECT level FROM choiceboards_pick WHERE state = 'picked'")
    assert levels == [2] * 28


def test_without_javascript_picks_are_typed_and_students_moved(stage: Stage, enter) -> None:
    page = enter("teacher", java_script_enabled=False).open(board(stage, "type-back/"))
    page.get_by_label("Tile 1, Priya Raman", exact=True).select_option(index=1)
    page.get_by_role("button", name="Save the picks").click()
    expect(page.get_by_text("1 pick saved.")).to_be_visible()

    page.goto(stage.url(board(stage, "picks/?by=student")))
    page.get_by_role("link", name="Move Priya").click()
    page.get_by_label("Gets this tile").select_option(label="Comic strip")
    page.get_by_text("The pizza problem").last.click()
    page.get_by_role("button", name="Save").click()
    page.goto(stage.url(board(stage, "picks/?by=student")))
    expect(page.locator("li", has_text="Priya")).to_contain_text("Comic strip")
