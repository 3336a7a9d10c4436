"""Words without end: no page of boards and questions gets wider, nothing runs over another."""

from __future__ import annotations

import pytest

from tests.browser.pages import KEYS, LOOKS
from tests.browser.stage import Stage

TEACHERS = (
    "boards board print_board print_sheets kit_list type_picks class_picks place_student "
    "board_ideas pick_groups polls poll board_paths check_board student_picks copy_board "
    "family_link"
)
PAGES = {
    "student": "my_board tile my_made my_poll".split(),
    "teacher": TEACHERS.split(),
    None: ["family_board"],
}
WEB_ADDRESS = "https://example.org/" + "a" * 100
_OWN = "(SELECT id FROM choiceboards_board WHERE key = '{key}')"
# What stands out of the window, or has words that stand out of it.
OUT = """() => [...document.querySelectorAll("main *")].filter((element) => {
  const box = element.getBoundingClientRect();
  if (box.width <= 1 || element.closest(".vh, .opt, .scroll")) return false;
  const runsOver = element.scrollWidth > element.clientWidth + 1;
  return box.right > innerWidth + 1 || element.matches(".tile, .pick, .note, li") && runsOver;
}).map((element) => element.outerHTML.replace(/\\s+/g, " ").slice(0, 200))"""


def words(length: int) -> str:
    return "W" * length


def endless(stage: Stage) -> None:
    """Nothing that is typed on the class's board and its questions has a space."""
    own = _OWN.format(key=stage.key(*KEYS["board"]))
    tiles = f"(SELECT id FROM choiceboards_activity WHERE board_id = {own})"  # noqa: S608
    for table, said, which in (
        ("board", {"title": words(80), "directions": words(200)}, f"id = {own}"),
        (
            "activity",
            {
                "title": words(60),
                "directions": words(1000),
                "materials": words(300),
                "exemplar": words(300),
                "products": f'["{words(40)}"]',
                "rubric": f'["{words(80)}"]',
            },
            f"board_id = {own}",
        ),
        ("activity", {"directions": f"Look at {WEB_ADDRESS}"}, f"id IN {tiles} AND position = 2"),
        ("level", {"directions": words(300)}, f"activity_id IN {tiles}"),
        ("pick", {"product": words(40), "made": words(500)}, f"board_id = {own}"),
        ("poll", {"question": words(200)}, "1"),
        ("polloption", {"words": words(100)}, "1"),
    ):
        change = ", ".join(f"{name} = '{value}'" for name, value in said.items())
        stage.change(f"UPDATE choiceboards_{table} SET {change} WHERE {which}")  # noqa: S608
    stage.change(f"UPDATE students_spark SET words = '{words(200)}'")  # noqa: S608


@pytest.mark.parametrize("phone", [True, False], ids=["390", "1366"])
@pytest.mark.parametrize("who", PAGES)
def test_words_without_end_stay_within_the_page_and_their_box(
    enter, stage: Stage, who: str | None, phone: bool
) -> None:
    looks = [look for look in LOOKS if look.name in PAGES[who] and look.status == 200]
    addresses = {str(look): look.address(stage) for look in looks}
    endless(stage)
    page = enter(who, phone=phone).page
    wide = {}
    for look, address in addresses.items():
        page.goto(stage.url(address))
        for medium in ("screen", "print"):
            page.emulate_media(media=medium)
            further = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if further > 0 or page.evaluate(OUT):
                wide[look, medium] = (further, page.evaluate(OUT))
    assert wide == {}
