"""Pictures of every page for people to look at, beside the mock-ups:

python -m tests.browser.shots FOLDER            all pages, two sizes, light and dark
python -m tests.browser.shots FOLDER today live only these
python -m tests.browser.shots --readme          the few in docs/screens
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, StorageState, sync_playwright

from tests.browser.cast import ADULTS, DESKTOP, PHONE, sign_in_adult, sign_in_student
from tests.browser.pages import LOOKS, Look
from tests.browser.stage import ROOT, Stage, chromium, staged
from tests.browser.steps import see_what_is_signed

README = {"today": "today", "plan_day": "plan", "live-now": "live", "my_board": "board"}
README_SIZE = {"width": 1200, "height": 675}
README_LIMIT = 150 * 1024  # bytes, each: a README opens on a phone too
WAYS = {
    "d": {"viewport": DESKTOP},
    "d-dark": {"viewport": DESKTOP, "color_scheme": "dark"},
    "m": {"viewport": PHONE, "has_touch": True},
    "m-dark": {"viewport": PHONE, "has_touch": True, "color_scheme": "dark"},
}


@contextmanager
def studio() -> Iterator[tuple[Stage, Browser, dict[str | None, StorageState | None]]]:
    """The school, a browser, and everybody's session."""
    with (
        tempfile.TemporaryDirectory() as folder,
        staged(Path(folder), demo_strip=False) as stage,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium())
        sessions: dict[str | None, StorageState | None] = {None: None}
        for who in (*ADULTS, "student"):
            context = browser.new_context()
            page = context.new_page()
            if who == "student":
                sign_in_student(page, stage)
            else:
                sign_in_adult(page, stage, who)
            if who == "teacher":
                see_what_is_signed(page, stage)
            page.goto(stage.url("/"))  # where "you are signed in" is said, and said no more
            sessions[who] = context.storage_state()
            context.close()
        yield stage, browser, sessions
        browser.close()


def shoot(looks: Iterable[Look], folder: Path) -> None:
    """Every look in every way, whole pages: FOLDER/today-d.png, today-m-dark.png and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = sorted(looks, key=lambda look: str(look.who))
    with studio() as (stage, browser, sessions):
        for name, way in WAYS.items():
            contexts: dict[str | None, BrowserContext] = {}
            for look in chosen:
                if look.who not in contexts:
                    contexts[look.who] = new_context(browser, sessions[look.who], way)
                picture(contexts[look.who], stage, look, folder / f"{look}-{name}.png", whole=True)
            for context in contexts.values():
                context.close()


def shoot_readme(folder: Path) -> None:
    """The few pictures of the README, as a laptop shows them."""
    folder.mkdir(parents=True, exist_ok=True)
    with studio() as (stage, browser, sessions):
        for look in LOOKS:
            if str(look) in README:
                context = new_context(browser, sessions[look.who], {"viewport": README_SIZE})
                target = folder / f"{README[str(look)]}.png"
                picture(context, stage, look, target, whole=False)
                context.close()
                if target.stat().st_size > README_LIMIT:
                    raise SystemExit(f"{target.name} is larger than {README_LIMIT} bytes.")


def new_context(
    browser: Browser, session: StorageState | None, way: dict[str, Any]
) -> BrowserContext:
    return browser.new_context(
        storage_state=session, locale="en-US", reduced_motion="reduce", **way
    )


def picture(
    context: BrowserContext, stage: Stage, look: Look, target: Path, *, whole: bool
) -> None:
    stage.at(look.at)
    page = context.new_page()
    page.goto(stage.url(look.address(stage)))
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")  # parts that are fetched after the page
    page.screenshot(path=target, full_page=whole)
    page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("names", nargs="*", help="only pages whose name begins so")
    parser.add_argument("--readme", action="store_true")
    options = parser.parse_args()
    if options.readme:
        shoot_readme(ROOT / "docs" / "screens")
    elif options.folder:
        names = tuple(options.names) or ("",)
        shoot([look for look in LOOKS if str(look).startswith(names)], options.folder)
    else:
        parser.error("Name a folder for the pictures, or --readme.")


if __name__ == "__main__":
    main()
