"""What is asked of plc and of the yardstick, signed in by real requests."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from tests.bench.rounds import Work
from tests.bench.servers import Server
from tests.bench.visitor import Answer, Visitor, student, teacher

REFERENCE, REFERENCE_PICK = "yardstick's page", "yardstick's pick"
DASHBOARD, BOARD, PICK = "class dashboard", "student's board", "pick and its fragment"
UNCHANGED, CHANGED = "live poll, unchanged", "live poll, changed"
DAY = "2027-01-21"


def of_yardstick(server: Server) -> list[Work]:
    visitor = Visitor(server.base)
    visitor.get("/login")
    return [
        Work(REFERENCE, server, asking(visitor, "/class")),
        Work(REFERENCE_PICK, server, lambda: visitor.post("/pick?l=17&a=3", {})),
    ]


def of_plc(server: Server) -> list[Work]:
    adult, child = teacher(server.base), student(server.base)
    page = dashboard(adult)
    return [
        Work(DASHBOARD, server, asking(adult, page)),
        Work(BOARD, server, asking(child, "/me/board/")),
        _pick(server, child),
        *live_polls(server, adult, f"{page}live/{DAY}/"),
    ]


def dashboard(adult: Visitor) -> str:
    """The address of the page that a teacher lands on."""
    return adult.follow(adult.get("/")).url.removeprefix(adult.base)


def asking(visitor: Visitor, path: str) -> Callable[[], None]:
    def ask() -> None:
        _expect(visitor.get(path), 200)

    return ask


def live_polls(server: Server, adult: Visitor, live: str, **headers: str) -> tuple[Work, Work]:
    """Ask what is new as plc.js does: the address and the tag stand in the live page."""
    last: dict[str, str] = {}

    def look() -> None:
        text = adult.get(live).text
        url, tag = (_attribute(text, name) for name in ("data-poll-url", "data-etag"))
        news = adult.get(url, **headers)
        last.update(url=url, first=tag, tag=news.headers["etag"])

    def ask(name: str, status: int) -> None:
        known = last.get(name, "")
        _expect(adult.get(last["url"], If_None_Match=known, **headers), status)

    def unchanged() -> None:
        ask("first", 304)  # the tag of the page
        ask("tag", 304)  # the tag of an answer, weakened by gzip

    return (
        Work(UNCHANGED, server, unchanged, before=look, each=2),
        Work(CHANGED, server, lambda: ask("none", 200), before=look),
    )


def _attribute(text: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', text)
    if found is None:
        raise SystemExit(f"The live page has no {name}: nothing runs there on {DAY}.")
    return unescape(found[1])


def _expect(answer: Answer, status: int) -> None:
    if answer.status != status:
        raise SystemExit(f"{answer.url} answered {answer.status} instead of {status}.")


def _pick(server: Server, child: Visitor) -> Work:
    """Pick the same tile again and again; putting it back in between is not counted."""
    htmx = {"HX_Request": "true", "HX_Target": "div#my-board"}
    tiles = child.get("/me/board/").links(r"^/me/board/tiles/\w+/$")
    for tile in tiles:
        child.post(f"{tile}put-back/", {})
    tile, fields = next(filter(None, (_open_tile(child, tile) for tile in tiles)))

    def ask() -> None:
        answer = child.post(f"{tile}pick/", fields, **htmx)
        _expect(answer, 200)
        if 'id="my-board"' not in answer.text or "<html" in answer.text:
            raise SystemExit("A pick did not answer with the board's fragment.")

    return Work(PICK, server, ask, undo=lambda: child.post(f"{tile}put-back/", {}))


def _open_tile(child: Visitor, tile: str) -> tuple[str, dict[str, object]] | None:
    """The tile and what its form sends, unless it is a must-do or has no seat left."""
    page = child.get(tile)
    for form in page.forms():
        if form.action == f"{tile}pick/" and "level" in form.fields:
            chosen = {name: values[0] for name, values in form.fields.items() if values[0]}
            chosen.pop("then", None)
            return tile, dict(chosen)
    return None
