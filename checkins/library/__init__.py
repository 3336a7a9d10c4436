"""The scales we ship, in our own words: one readable TOML file each, beside this module.

A file has `title`, `about` and a `[[band]]` for each span of grades with `grades`, `points` (three
faces or five words) and `items`: a `code`, a `text` of at most eight words, and `reverse = true`
where agreeing says less of it. The file's name is the scale's.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from plc.frozen import frozen

FOLDER = Path(__file__).parent
_YEARS = {"PK": -1, "K": 0} | {str(year): year for year in range(1, 13)}


@frozen
class Item:
    """One sentence to agree with."""

    code: str
    text: str
    reverse: bool = False


@frozen
class Band:
    """The items of a scale for a span of grades; answers are 1 to `points`."""

    grades: str
    points: int
    items: tuple[Item, ...]

    def has(self, grade: str) -> bool:
        first, _dash, last = self.grades.partition("-")
        year = _YEARS.get(grade)
        return year is not None and max(_YEARS[first], 0) <= max(year, 0) <= _YEARS[last]


@frozen
class ScaleTemplate:
    """One scale in all its bands."""

    name: str
    title: str
    about: str
    bands: tuple[Band, ...]

    def band(self, grade: str) -> Band:
        """The band of a grade; without a known grade, the middle one."""
        return next((band for band in self.bands if band.has(grade)), self.bands[1])

    def of(self, grades: str) -> Band:
        """The band of this name, as a response remembers it."""
        return next(band for band in self.bands if band.grades == grades)


def parsed(name: str, text: str) -> ScaleTemplate:
    """The scale a file describes; a missing or unknown line is an error that names it."""
    data = tomllib.loads(text)
    bands = tuple(_band(table) for table in data.pop("band"))
    return ScaleTemplate(name=name, bands=bands, **data)


def _band(table: dict[str, Any]) -> Band:
    items = tuple(Item(**item) for item in table.pop("items"))
    return Band(items=items, **table)


@cache
def scales() -> dict[str, ScaleTemplate]:
    """The three scales by name, in the order in which they are asked and shown."""
    names = ("belonging", "relevance", "self_efficacy")
    return {name: parsed(name, (FOLDER / f"{name}.toml").read_text("utf-8")) for name in names}
