"""Every legal path, how many there are, and what leads on from some picks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from .counting import Family
from .diagram import Diagram, diagram
from .model import BadSheet, Next, Path, Shape, Sheet, TooHard
from .sheet import Clock, Ready, longest, made_ready, shortest
from .stops import Stops


def paths(sheet: Sheet) -> Iterator[Path]:
    """Every legal path, one after another as they are asked for.

    Of two paths the one with the first tile that is not in both comes first: among equally long
    ones that is the order of a dictionary. TooHard as for `count`.
    """
    ready = made_ready(sheet)
    return _walk(ready, legal(ready, diagram(ready)))


def count(sheet: Sheet) -> int:
    """How many legal paths there are, without listing them.

    TooHard when more than `MOST_NODES` states are needed.
    """
    ready = made_ready(sheet)
    return legal(ready, diagram(ready)).count


def legal(ready: Ready, of: Diagram) -> Family:
    """All legal paths: the sheet's own limit of minutes is regarded here."""
    most = ready.sheet.rules.minutes
    return Family(of, ready.everything, clock(ready, most))


def clock(ready: Ready, most: int | None, *, at_longest: bool = False) -> Clock | None:
    """The minutes of all tiles, at their shortest or longest levels; None without a limit."""
    if most is None:
        return None
    minutes = [(longest if at_longest else shortest)(tile) for tile in ready.tiles]
    return Clock.of(minutes, most)


def _walk(ready: Ready, family: Family) -> Iterator[Path]:
    """The paths of a family in their order."""
    stack = [(family.of.root, 0, family.most, 0)] if family.count else []
    while stack:
        node, tile, left, bits = stack.pop()
        if tile == family.of.tiles:
            yield ready.path(bits)
            continue
        skip, take, then = family.of.skip[node], family.of.take[node], left - family.minutes[tile]
        if family.after(skip, left):
            stack.append((skip, tile + 1, left, bits))
        if family.has(tile) and family.after(take, then):
            stack.append((take, tile + 1, then, bits | 1 << tile))


def finished(sheet: Sheet, picked: Collection[str]) -> bool:
    """Whether the picks, musts among them, are a legal path."""
    ready = made_ready(sheet)
    return Stops(ready).is_legal(_held(ready, picked))


def next_tiles(sheet: Sheet, picked: Collection[str]) -> Next:
    """The tiles that still lead to a legal path that holds all picks, and why others do not.

    On a playlist those that come right after the picks on such a path. Give a picked tile the
    minutes of the level that was chosen, and the rest is reckoned with them.
    """
    ready = made_ready(sheet)
    held = _held(ready, picked)
    stops = Stops(ready)
    try:
        leading, is_exact = _leading(ready, held), True
    except TooHard:
        leading, is_exact = stops.unstopped(held), False
    leading &= ~held
    shut = (stops.shut(n, held) for n in range(len(ready.tiles)) if not leading >> n & 1)
    return Next(ready.path(leading), tuple(shut), is_exact)


def _leading(ready: Ready, held: int) -> int:
    """The tiles on at least one legal path that holds all of `held`."""
    of, timer = diagram(ready, held), clock(ready, ready.sheet.rules.minutes)
    if ready.sheet.shape != Shape.PLAYLIST:
        return Family(of, ready.everything, timer).used()
    found, before = 0, None
    for tile in range(len(ready.tiles), held.bit_length() - 1, -1):
        later = ready.everything >> tile << tile
        ways = Family(of, held | later, timer).count
        if before is not None and ways > before:  # some path has this tile first of the later ones
            found |= 1 << tile
        before = ways
    return found


def _held(ready: Ready, picked: Collection[str]) -> int:
    """The picks as a set. BadSheet names one that is not on the sheet."""
    known = {tile.key for tile in ready.tiles}
    for key in sorted(picked):
        if key not in known:
            raise BadSheet("picked", f"there is no tile {key}")
    return ready.bits(frozenset(picked))
