"""A student's board and tiles in a browser: what is read aloud, what is hidden and what is said."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.browser.axe import found
from tests.browser.cast import Visit
from tests.browser.pages import KEYS
from tests.browser.stage import Stage
from tests.browser.steps import pick
from tests.browser.test_live import DROPPED, state

# A voice that says nothing and writes down what it would: [language, words].
VOICE = """window.said = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [1], addEventListener() {}, cancel() { window.said = []; },
  speak: ({ lang, text }) => window.said.push([lang, text]) } });"""
_COMIC = "(SELECT id FROM choiceboards_activity WHERE key = '{key}')"


def read_aloud(page: Page) -> list[list[str]]:
    page.get_by_role("button", name="Read it to me").click()
    return page.evaluate("window.said")


def comic(stage: Stage, query: str = "") -> str:
    return f"/me/board/tiles/{stage.key(*KEYS['tile'])}/{query}"


def test_each_word_is_read_in_its_own_language(stage: Stage, student: Visit) -> None:
    student.page.add_init_script(VOICE)
    text = f"activity_id = {_COMIC.format(key=stage.key(*KEYS['tile']))}"
    levels = '["Mira.", "Marca.", "Dibuja."]'
    stage.change(f"UPDATE choiceboards_tiletext SET levels = '{levels}' WHERE {text}")  # noqa: S608
    page = student.open(comic(stage, "?in=es"))
    title = page.get_by_role("heading", level=1).inner_text()

    said = read_aloud(page)

    spanish = [words for lang, words in said if lang == "es"]
    assert spanish[0].startswith(f"{title}. ")
    assert spanish[1:] == ["Mira.", "Marca.", "Dibuja."]
    assert [lang for lang, words in said if "Level" in words] == ["en-us"] * 3
    assert found(page) == []


def test_a_started_tile_reads_what_is_asked_and_each_line_before_its_answers(
    stage: Stage, student: Visit
) -> None:
    student.page.add_init_script(VOICE)
    page = student.open("/me/board/")
    pick(page, "Comic strip")
    page.get_by_role("link", name="Comic strip").click()
    page.get_by_role("button", name="Start now").click()
    page.get_by_role("link", name="Comic strip").click()

    words = " ".join(said for _lang, said in read_aloud(page))

    asked, line = page.locator("#asked"), page.locator("legend").first
    places = [words.index(part.inner_text()) for part in (asked, line)]
    assert sorted(places) == places
    assert words.index("I can teach it") > places[1]
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert found(page) == []


def test_saved_is_said_once_something_was_sent_and_not_before(stage: Stage, student: Visit) -> None:
    student.may_say(DROPPED)
    page = student.open(comic(stage))
    expect(state(page)).to_be_hidden()
    page.context.set_offline(True)
    page.get_by_role("button", name="Pick this").click()
    expect(state(page)).to_be_in_viewport()
    expect(state(page)).to_have_text("Waiting for the network")


def test_on_a_slow_network_the_button_says_that_it_saves(stage: Stage, student: Visit) -> None:
    page = student.open(comic(stage))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/pick/", hold)
    page.get_by_role("button", name="Pick this").click()
    expect(page.get_by_role("button", name="Saving…")).to_be_in_viewport()
    held[0].continue_()
    expect(page.locator(".board")).to_contain_text("You picked this")


def test_who_is_signed_out_meanwhile_keeps_her_words(stage: Stage, student: Visit) -> None:
    student.may_say("401")
    page = student.open("/me/board/")
    page.get_by_role("link", name="I have an idea").click()
    page.get_by_label("My idea").fill("A song")
    page.context.clear_cookies(name="plc_session")
    page.get_by_role("button", name="Pick this").click()
    expect(page.get_by_text("You are signed out. Load the page again.")).to_be_in_viewport()
    expect(page.get_by_label("My idea")).to_have_value("A song")
    page.reload()
    expect(page.get_by_label("Class code")).to_be_visible()


def test_on_a_phone_an_empty_place_leaves_no_gap(enter, stage: Stage) -> None:
    stage.change(
        "UPDATE choiceboards_activity SET removed_at = '2027-01-20 12:00:00' "  # noqa: S608
        f"WHERE id = {_COMIC.format(key=stage.key(*KEYS['tile']))}"
    )
    for phone, height in ((True, 0), (False, 100)):
        empty = enter("student", phone=phone).open("/me/board/").locator(".board > [aria-hidden]")
        assert empty.count() == 1
        box = empty.bounding_box()
        assert (box["height"] if box else 0) >= height
        assert (box is None) == phone


def test_the_class_code_lies_exactly_above_its_button(enter) -> None:
    for phone in (False, True):
        page = enter(None, phone=phone).open("/in/")
        code = page.get_by_label("Class code").bounding_box()
        button = page.get_by_role("button", name="Next").bounding_box()
        assert (code["x"], code["width"]) == (button["x"], button["width"])


def test_large_letters_are_larger_for_children_and_adults(enter) -> None:
    for address in ("/in/", "/account/login/"):
        page = enter(None).open(address)
        size = "parseFloat(getComputedStyle(document.body).fontSize)"
        usual = page.evaluate(size)
        page.goto(page.url.replace(address, f"/display/?next={address}"))
        page.get_by_label("Large").check()
        page.get_by_role("button", name="Save").click()
        page.wait_for_url(f"**{address}")
        assert 1.1 < page.evaluate(size) / usual < 1.3
