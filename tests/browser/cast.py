"""Who visits, how each signs in by the real pages, and what a visit must never show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, expect

from tests.browser.stage import CLASS_CODE, Stage

PASSWORD = "maple-street-121"
ADULTS = ("teacher", "coteacher", "specialist", "admin", "district")
STUDENT = "Zoë"  # of Room 12; has not picked yet
SECRET = ("Pizza", "Cat")
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
# Chromium reports every answer from 400 up as an error. An invalid form is answered with 422 and
# shown to the person, so it is none.
INVALID_FORM = re.compile("the server responded with a status of 422")
# Counts what a person does: a tap is one pointerdown, however many click events follow from it.
COUNT = """
for (const type of ["pointerdown", "keydown"])
  addEventListener(type, (event) => { if (event.isTrusted) window.did(type); }, true);
"""


@dataclass
class Visit:
    """A signed-in person's browser window, with all that went wrong in it."""

    page: Page
    stage: Stage
    taps: int = 0
    keys: int = 0
    trouble: list[str] = field(default_factory=list)
    allowed: list[re.Pattern[str]] = field(default_factory=lambda: [INVALID_FORM])

    def open(self, path: str) -> Page:
        self.page.goto(self.stage.url(path))
        return self.page

    def start_counting(self) -> None:
        self.taps = self.keys = 0

    def may_say(self, pattern: str) -> None:
        """Let the console speak of this: the test is about it."""
        self.allowed.append(re.compile(pattern))

    def wrong(self) -> list[str]:
        """What nobody should ever see: errors, refused content, broken and foreign answers."""
        return [said for said in self.trouble if not any(one.search(said) for one in self.allowed)]


def visit(context: BrowserContext, stage: Stage) -> Visit:
    """Open a window, watch it, and count taps and keys in it."""
    made = Visit(context.new_page(), stage)

    def did(_source: dict[str, object], what: str) -> None:
        if what == "pointerdown":
            made.taps += 1
        else:
            made.keys += 1

    context.expose_binding("did", did)
    context.add_init_script(COUNT)
    watch(made)
    return made


def watch(made: Visit) -> None:
    """Write down each error of the console, each page error, each 5xx, and each foreign request."""

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            made.trouble.append(f"console: {message.text} ({message.location.get('url')})")

    def answered(response: Response) -> None:
        if response.status >= 500:
            made.trouble.append(f"{response.status}: {response.request.method} {response.url}")

    def asked(request: Request) -> None:
        if not request.url.startswith((made.stage.base, "data:", "blob:", "about:")):
            made.trouble.append(f"asked another server: {request.url}")

    made.page.on("console", heard)
    made.page.on("pageerror", lambda error: made.trouble.append(f"page error: {error}"))
    made.page.on("response", answered)
    made.page.on("request", asked)


def sign_in_adult(page: Page, stage: Stage, name: str) -> None:
    page.goto(stage.url("/account/login/"))
    page.get_by_label("Email").fill(f"{name}@maple.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).not_to_have_url(re.compile("/login/|/in/"))


def sign_in_student(
    page: Page, stage: Stage, called: str = STUDENT, secret: Sequence[str] = SECRET
) -> None:
    """The class code, one's own picture, then the secret pictures in order."""
    page.goto(stage.url("/in/"))
    page.get_by_label("Class code").fill(CLASS_CODE)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=called, exact=True).click()
    for picture in secret:
        page.get_by_role("button", name=picture, exact=True).click()
    expect(page).not_to_have_url(re.compile("/login/|/in/"))
