"""Words without end: no page of boards and questions gets wider, nothing runs over another."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.cast import Visit
from tests.browser.pages import KEYS, LOOKS
from tests.browser.stage import Stage
from tests.browser.steps import pick, tile

TEACHERS = (
    "boards board print_board print_sheets kit_list type_picks class_picks place_student "
    "board_ideas pick_groups polls poll board_paths check_board student_picks copy_board "
    "family_link new_plan"
)
OFFICE = (
    "classes class_detail people school_settings surveys coverage class_coverage coverage_waiting "
    "import_roster"
)
DISTRICT = "coverage school_coverage district_surveys district_schools"
PAGES = {
    "admin": OFFICE.split(),
    "district": DISTRICT.split(),
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

# Words with an end that are broken in two all the same.
BROKEN = r"""() => {
  const broken = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.parentElement.closest(".vh, .opt, .any, script")) continue;
    for (const word of text.data.matchAll(/[\p{L}\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (lines.size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""


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
    stage.change("UPDATE choiceboards_pick SET showed = NULL")  # as if all were started just now
    stage.change(f"UPDATE lessons_lessonplan SET title = '{words(80)}'")  # noqa: S608
    stage.change(f"UPDATE students_spark SET words = '{words(200)}'")  # noqa: S608


def endless_office(stage: Stage) -> None:
    """The school, its classes and its people have names without a space."""
    for table, said in (
        ("students_school", f"name = '{words(120)}'"),
        ("students_section", f"name = '{words(80)}'"),
        ("students_term", f"name = '{words(60)}'"),
        ("students_closedday", f"reason = '{words(80)}'"),
        ("students_student", f"name = '{words(120)}'"),
        ("plc_user", f"name = '{words(120)}'"),
    ):
        stage.change(f"UPDATE {table} SET {said}")  # noqa: S608


def start(visit: Visit, title: str) -> None:
    page = visit.open("/me/board/")
    pick(page, title)
    page.get_by_role("link", name=title).click()
    page.get_by_role("button", name="Start now").click()
    expect(tile(page, title)).to_contain_text("You started this")


def looks_of(who: str | None, stage: Stage) -> dict[str, str]:
    """The addresses of the pages by their names."""
    mine = [look for look in LOOKS if look.who == who or who not in {"admin", "district"}]
    looks = [look for look in mine if look.name in PAGES[who] and look.status == 200]
    return {str(look): look.address(stage) for look in looks}


@pytest.mark.parametrize("phone", [True, False], ids=["390", "1366"])
@pytest.mark.parametrize("who", PAGES)
def test_words_without_end_stay_within_the_page_and_their_box(
    enter, stage: Stage, who: str | None, phone: bool
) -> None:
    addresses = looks_of(who, stage)
    visit = enter(who, phone=phone)
    page = visit.page
    if who == "student":
        start(visit, "Comic strip")
    endless(stage)
    if who in {"admin", "district"}:
        endless_office(stage)
    wide = {}
    for look, address in addresses.items():
        page.goto(stage.url(address))
        # a heat map has no room on paper as narrow as a phone
        for medium in ("screen",) if phone and who == "admin" else ("screen", "print"):
            page.emulate_media(media=medium)
            further = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if further > 0 or page.evaluate(OUT):
                wide[look, medium] = (further, page.evaluate(OUT))
    assert wide == {}


@pytest.mark.parametrize("who", PAGES)
def test_on_a_phone_no_usual_word_is_broken(enter, stage: Stage, who: str | None) -> None:
    page = enter(who, phone=True).page
    broken = {}
    for look, address in looks_of(who, stage).items():
        page.goto(stage.url(address))
        if wrong := page.evaluate(BROKEN):
            broken[look] = wrong
    assert broken == {}
