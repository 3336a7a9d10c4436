"""Every page, for everyone: no violation that axe can find, and no sideways scroll on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.axe import COLORS, found, sideways
from tests.browser.cast import DESKTOP, PHONE, Visit, visit
from tests.browser.pages import ACTIONS, LOOKS, NOT_IN_THE_URLCONF, ON_THE_WAY, Look, every_name
from tests.browser.stage import Stage

SIZES = {"1366": DESKTOP, "390": PHONE}
NARROWEST = {"width": 320, "height": 640}
LATER = "[data-hx-trigger=load]"  # a part that is fetched after the page
LOUD = [look for look in LOOKS if str(look) in {"today", "plan_day", "live-now", "my_board"}]


class Gallery:
    """One window a person, kept open from page to page: nobody changes anything here."""

    def __init__(self, stage: Stage, browser: Browser, sessions: dict[str, StorageState]) -> None:
        self.stage, self.browser, self.sessions = stage, browser, sessions
        self.visits: dict[str | None, Visit] = {}

    def open(self, look: Look) -> Page:
        """The page, in a light window of a desktop's size."""
        if look.who not in self.visits:
            options: dict[str, Any] = {"reduced_motion": "reduce", "locale": "en-US"}
            if look.who:
                options["storage_state"] = self.sessions[look.who]
            self.visits[look.who] = visit(self.browser.new_context(**options), self.stage)
        self.stage.at(look.at)
        self.visit = self.visits[look.who]
        self.visit.trouble.clear()
        page = self.visit.page
        page.set_viewport_size(DESKTOP)
        page.emulate_media(color_scheme="light", contrast="no-preference")
        answer = page.goto(self.stage.url(look.address(self.stage)))
        assert answer
        assert answer.status == look.status
        expect(page.locator(LATER)).to_have_count(0)
        return page

    def close(self) -> None:
        for each in self.visits.values():
            each.page.context.close()


@pytest.fixture(scope="module")
def gallery(
    school_on_stage: Stage, browser: Browser, keys_of_the_cast: dict[str, StorageState]
) -> Iterator[Gallery]:
    school_on_stage.again()
    made = Gallery(school_on_stage, browser, keys_of_the_cast)
    yield made
    made.close()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_page_is_for_everyone(gallery: Gallery, look: Look) -> None:
    page = gallery.open(look)
    said = []
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme="light")
        said += [f"{size} light {line}" for line in found(page)]
        page.emulate_media(color_scheme="dark")
        said += [f"{size} dark {line}" for line in found(page, COLORS)]
    for viewport in (PHONE, NARROWEST):
        page.set_viewport_size(viewport)
        if over := sideways(page):
            said.append(f"{viewport['width']} scrolls sideways by {over}")
    gallery.visit.trouble = [
        line for line in gallery.visit.trouble if f"status of {look.status}" not in line
    ]
    assert not said, "\n".join(["", *said])
    assert gallery.visit.wrong() == []


@pytest.mark.parametrize("look", LOUD, ids=str)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_is_enough_contrast(gallery: Gallery, look: Look, scheme: Any) -> None:
    page = gallery.open(look)
    page.emulate_media(color_scheme=scheme, contrast="more")
    said = found(page, COLORS)
    assert not said, "\n".join(["", *said])


def test_axe_finds_what_is_wrong(gallery: Gallery) -> None:
    page = gallery.open(LOOKS[0])
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert [line.partition(":")[0] for line in found(page)] == ["button-name"]


def test_every_address_is_looked_at() -> None:
    known = {look.name for look in LOOKS} | ACTIONS | ON_THE_WAY
    assert known - NOT_IN_THE_URLCONF == set(every_name())
