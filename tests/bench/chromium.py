"""Requests and bytes of a page in Chromium, with an empty and with a full cache."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import Any

from tests.bench.visitor import PASSWORD


@dataclass(frozen=True)
class Load:
    requests: int
    kib: float  # as sent, headers included


def loads(base: str, path: str) -> tuple[Load, Load]:
    """The class's page as its teacher opens it: for the first time here, and again."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_context().new_page()
        page.goto(f"{base}/account/login/")
        page.fill("[name=login]", "teacher@maple.example")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/c/*/")
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.clearBrowserCache")
        cold, warm = (_load(page, session, base + path) for _time in range(2))
        browser.close()
        return cold, warm


def _load(page: Any, session: Any, url: str) -> Load:
    page.goto("about:blank")
    sent: dict[str, float] = {}
    from_cache: set[str] = set()

    def received(event: dict[str, Any]) -> None:
        sent[event["requestId"]] = event["encodedDataLength"]

    def cached(event: dict[str, Any]) -> None:
        from_cache.add(event["requestId"])

    session.on("Network.loadingFinished", received)
    session.on("Network.requestServedFromCache", cached)
    page.goto(url, wait_until="networkidle")
    session.remove_listener("Network.loadingFinished", received)
    session.remove_listener("Network.requestServedFromCache", cached)
    asked = {request: size for request, size in sent.items() if size and request not in from_cache}
    return Load(len(asked), sum(asked.values()) / 1024)
