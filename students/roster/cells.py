"""Single cells: cleaned, kept short, and judged."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from students.roster.names import bad_sign, clean

LIMITS = {
    "external_id": 100,
    "class_id": 100,
    "class_name": 80,
    "grade": 20,
    "term": 80,
    "home_language": 60,
    "teacher_name": 120,
    "teacher_email": 254,
}
EMAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+\.[^@\s.<>,;:\"()\[\]\\]{2,}")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Cell(NamedTuple):
    text: str
    problem: str = ""
    sign: str = ""


@lru_cache(maxsize=16_384)
def read_cell(field: str, text: str) -> Cell:
    """Clean one cell of a known field; `problem` is a code of messages.ROW."""
    value = clean(text)
    if not value.isprintable() and (bad := bad_sign(value)):
        return Cell(value, "cell_control", bad[1])
    if len(value) > LIMITS[field]:
        return Cell(value, "cell_long")
    return Cell(value)


def is_email(text: str) -> bool:
    return len(text) <= 254 and EMAIL.fullmatch(text) is not None


@lru_cache(maxsize=16_384)
def birth_year(text: str) -> int | None:
    """The four-figure year of any date; two figures are not guessed at.

    >>> birth_year("4/2/2016"), birth_year("2016-02-04"), birth_year("04.02.16")
    (2016, 2016, None)
    """
    found = YEAR.findall(text)
    return int(found[0]) if len(found) == 1 else None
