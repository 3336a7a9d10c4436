"""A sheet made ready: tiles in order as bits, and every rule as a limit on sets of bits."""

from __future__ import annotations

from math import gcd

from choiceboards.limits import MOST_TILES
from plc.frozen import frozen

from .model import BadSheet, Path, Shape, Sheet, Tile, Why


@frozen
class Limit:
    """Of the tiles in `members`, exactly or at most `number`; `why` a further one is refused."""

    members: int
    number: int
    is_exact: bool
    why: Why
    about: str = ""


@frozen
class Ready:
    """Tile n stands for bit n. `families`: the only sets there are, where a line is the path."""

    sheet: Sheet
    tiles: tuple[Tile, ...]
    musts: int
    limits: tuple[Limit, ...]
    lines: tuple[int, ...]
    families: tuple[int, ...] | None

    @property
    def everything(self) -> int:
        return (1 << len(self.tiles)) - 1

    def bits(self, keys: frozenset[str]) -> int:
        """The set of these tiles."""
        return sum(1 << n for n, tile in enumerate(self.tiles) if tile.key in keys)

    def path(self, bits: int) -> Path:
        return tuple(tile.key for n, tile in enumerate(self.tiles) if bits >> n & 1)


@frozen
class Clock:
    """Minutes of each tile and the most a path may take, in the largest unit that divides all."""

    minutes: tuple[int, ...]
    most: int

    @classmethod
    def of(cls, minutes: list[int], most: int) -> Clock:
        unit = gcd(*minutes) or 1
        return cls(tuple(m // unit for m in minutes), most // unit)


def shortest(tile: Tile) -> int:
    return min(tile.minutes)


def longest(tile: Tile) -> int:
    return max(tile.minutes)


def made_ready(sheet: Sheet) -> Ready:
    """The sheet checked and put in order. BadSheet where it contradicts itself."""
    _check(sheet)
    tiles = tuple(sorted(sheet.tiles, key=lambda tile: tile.position))
    musts = sum(1 << n for n, tile in enumerate(tiles) if tile.is_must)
    lines = _lines(sheet, tiles) if sheet.rules.line else ()
    whole = sheet.rules.line and sheet.rules.pick is None and not sheet.rules.courses
    families = tuple(sorted({musts | line for line in lines})) if whole else None
    return Ready(sheet, tiles, musts, _limits(sheet, tiles, musts), lines, families)


def _check(sheet: Sheet) -> None:
    rules = sheet.rules
    if len(sheet.tiles) > MOST_TILES:
        raise BadSheet("tiles", f"{len(sheet.tiles)} are more than {MOST_TILES}")
    if sheet.shape == Shape.GRID:
        for name, count in (("rows", sheet.rows), ("columns", sheet.columns)):
            if not 2 <= count <= 5:
                raise BadSheet(name, f"{count} is not between 2 and 5")
    elif rules.line:
        raise BadSheet("rules.line", f"a {sheet.shape} has no lines")
    numbers = {"rules.pick": rules.pick, "rules.minutes": rules.minutes}
    numbers |= {f"rules.at_most[{n}].most": rule.most for n, rule in enumerate(rules.at_most)}
    numbers |= {f"rules.courses[{n}].pick": rule.pick for n, rule in enumerate(rules.courses)}
    for where, number in numbers.items():
        if number is not None and number < 0:
            raise BadSheet(where, f"{number} is less than nothing")
    _check_tiles(sheet)


def _check_tiles(sheet: Sheet) -> None:
    keys, positions = set(), set()
    last = sheet.rows * sheet.columns if sheet.shape == Shape.GRID else None
    for n, tile in enumerate(sheet.tiles):
        if tile.key in keys:
            raise BadSheet(f"tiles[{n}].key", f"{tile.key} is there twice")
        if tile.position in positions:
            raise BadSheet(f"tiles[{n}].position", f"{tile.position} is taken")
        if tile.position < 1 or (last and tile.position > last):
            raise BadSheet(f"tiles[{n}].position", f"{tile.position} is not on the sheet")
        if not tile.minutes or min(tile.minutes) < 0:
            raise BadSheet(f"tiles[{n}].minutes", "a tile takes some minutes")
        keys.add(tile.key)
        positions.add(tile.position)


def _limits(sheet: Sheet, tiles: tuple[Tile, ...], musts: int) -> tuple[Limit, ...]:
    rules, mays = sheet.rules, (1 << len(tiles)) - 1 & ~musts
    limits = []
    if rules.pick is not None:
        limits.append(Limit(mays, rules.pick, True, Why.ALL_PICKED))
    for course in sorted(rules.courses):
        members = of_section(tiles, course.section) & mays
        limits.append(Limit(members, course.pick, True, Why.SECTION_FULL, course.section))
    if rules.pick is None and rules.courses:
        named = sum(
            of_section(tiles, each) for each in {course.section for course in rules.courses}
        )
        limits.append(Limit(mays & ~named, 0, True, Why.SECTION_FULL))
    elif rules.pick is None and not rules.line:
        limits.append(Limit(mays, mays.bit_count(), True, Why.ALL_PICKED))
    for rule in sorted(rules.at_most):
        members = of_kind(tiles, rule.kind)
        limits.append(Limit(members, rule.most, False, Why.KIND_FULL, rule.kind))
    return tuple(limits)


def of_section(tiles: tuple[Tile, ...], section: str) -> int:
    """The set of the tiles of a menu's section."""
    return sum(1 << n for n, tile in enumerate(tiles) if tile.section == section)


def of_kind(tiles: tuple[Tile, ...], kind: str) -> int:
    """The set of the tiles of a kind."""
    return sum(1 << n for n, tile in enumerate(tiles) if kind in tile.kinds)


def _lines(sheet: Sheet, tiles: tuple[Tile, ...]) -> tuple[int, ...]:
    """Every three neighbors in a straight line that all hold a tile."""
    bit = {divmod(t.position - 1, sheet.columns): 1 << n for n, t in enumerate(tiles)}
    found = []
    for row, column in bit:
        for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
            cells = [(row + step * down, column + step * right) for step in range(3)]
            if all(cell in bit for cell in cells):
                found.append(sum(bit[cell] for cell in cells))
    return tuple(sorted(found))
