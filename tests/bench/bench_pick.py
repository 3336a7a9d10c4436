"""What a student's board and a pick cost, in units of the yardstick's class page and pick.

    python -m tests.bench.bench_pick [--database sqlite|postgres] [--rounds 9] [--times 30]

A pick is the POST with the fresh board in its answer, one round trip; giving it back in between is
not counted. Scoreboard rows 3 (at most 2.0) and 4 (at most 2.0).
"""

from __future__ import annotations

import argparse
import re
from statistics import median

from tests.bench import servers, visitor
from tests.bench.rounds import Work, compared, ratio

PORTS = {"yardstick": 8132, "plc": 8133}
HTMX = {"HX_Request": "true", "HX_Target": "div#my-board"}


def pick_of(page: visitor.Answer) -> tuple[str, dict[str, object]]:
    """Where a tile's page posts to, and what it has chosen already."""
    form = page.form("level")
    radios = re.findall(r'<input[^>]*type="radio"[^>]*checked[^>]*>', page.text)
    said: dict[str, object] = {}
    for radio in radios:
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', radio))
        said[attributes["name"]] = attributes["value"]
    return form.action, said


def works(reference: servers.Server, ours: servers.Server) -> list[Work]:
    """The yardstick's two, and ours."""
    bare = visitor.Visitor(reference.base)
    bare.get("/login")
    child = visitor.student(ours.base)
    tile = free_tile(child)
    action, said = pick_of(child.get(tile))
    back = f"{tile}put-back/"

    def pick() -> None:
        answer = child.post(action, said, **HTMX)
        assert answer.status == 200, answer.status
        assert 'id="my-board"' in answer.text

    def put_back() -> None:
        assert child.post(back, {}).status == 302

    return [
        Work("class page", reference, lambda: bare.get("/class")),
        Work("bare pick", reference, lambda: bare.post("/pick?l=17&a=3", {}), lambda: None),
        Work("board", ours, lambda: child.get("/me/board/")),
        Work("pick", ours, pick, put_back),
    ]


def free_tile(child: visitor.Visitor) -> str:
    """A tile the student may still pick; her own picks are given back first."""
    page = child.get("/me/board/")
    tiles = re.findall(r'class="tile [^"]*" id="t\w+" href="([^"]+)"', page.text)
    for tile in tiles:
        child.post(f"{tile}put-back/", {})
    for tile in tiles:
        opened = child.get(tile)
        if any(form.action.endswith("/pick/") for form in opened.forms()):
            return tile
    raise SystemExit("The student has no tile left to pick.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--times", type=int, default=30)
    options = parser.parse_args()
    kind = options.database
    with (
        servers.yardstick(kind, PORTS["yardstick"]) as reference,
        servers.filled(kind, 28) as env,
        servers.plc(env, PORTS["plc"]) as ours,
    ):
        spent = compared(works(reference, ours), rounds=options.rounds, times=options.times)
    for name, figures in spent.items():
        print(f"{kind:8} {name:12} {median(figures):6.2f} ms")
    print(f"{kind:8} board / class page  {ratio(spent, 'board', 'class page'):5.2f}")
    print(f"{kind:8} pick / bare pick    {ratio(spent, 'pick', 'bare pick'):5.2f}")
    print(f"{kind:8} pick / class page   {ratio(spent, 'pick', 'class page'):5.2f}")


if __name__ == "__main__":
    main()
