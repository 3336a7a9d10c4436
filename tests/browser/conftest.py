"""A school on a server, a browser, and people who are signed in; each test ends without trouble."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, StorageState

from tests.browser.cast import ADULTS, DESKTOP, PHONE, Visit, sign_in_adult, sign_in_student, visit
from tests.browser.stage import Stage, chromium, staged
from tests.browser.steps import see_what_is_signed

PATIENCE = 10_000  # milliseconds; everything here answers in a tenth of one second

Enter = Callable[..., Visit]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium()}


@pytest.fixture(scope="session")
def school_on_stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("maple")) as stage:
        yield stage


@pytest.fixture(scope="session")
def keys_of_the_cast(school_on_stage: Stage, browser: Browser) -> dict[str, StorageState]:
    """Everybody's session, begun on the real sign-in pages; they are part of the first state."""
    found = {}
    for name in (*ADULTS, "student"):
        context = browser.new_context(viewport=DESKTOP)
        page = context.new_page()
        if name == "student":
            sign_in_student(page, school_on_stage)
        else:
            sign_in_adult(page, school_on_stage, name)
        if name == "teacher":
            see_what_is_signed(page, school_on_stage)
        found[name] = context.storage_state()
        context.close()
    school_on_stage.keep()
    return found


@pytest.fixture
def stage(school_on_stage: Stage, keys_of_the_cast: dict[str, StorageState]) -> Stage:
    """The school as it is at 8:40 on January 21; what the test does to it is undone."""
    school_on_stage.again()
    return school_on_stage


@pytest.fixture
def enter(
    stage: Stage, browser: Browser, keys_of_the_cast: dict[str, StorageState]
) -> Iterator[Enter]:
    """`enter("teacher")`, `enter("student", phone=True)`, `enter(None)` for who has no session.

    After the test no window may have shown an error, and the server not have written one.
    """
    visits: list[Visit] = []
    contexts: list[BrowserContext] = []

    def entered(who: str | None, *, phone: bool = False, **options: Any) -> Visit:
        if who:
            options["storage_state"] = keys_of_the_cast[who]
        options.setdefault("viewport", PHONE if phone else DESKTOP)
        context = browser.new_context(has_touch=phone, locale="en-US", **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        visits.append(visit(context, stage))
        return visits[-1]

    said_before = len(stage.errors())
    yield entered
    for context in contexts:
        context.close()
    assert [wrong for each in visits for wrong in each.wrong()] == []
    assert stage.errors()[said_before:] == []


@pytest.fixture
def teacher(enter: Enter) -> Visit:
    return enter("teacher")


@pytest.fixture
def student(enter: Enter) -> Visit:
    return enter("student")
