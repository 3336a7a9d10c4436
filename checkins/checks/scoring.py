"""How an answer is marked and when something is to be taught again. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

RIGHT, NOT_YET, NOT_ASKED = "right", "not_yet", "not_asked"
_MOST_DIGITS = 40


def is_right(kind: str, answer: str, said: str) -> bool:
    """Whether `said` is one of the right answers; several stand between semicolons.

    Numbers are compared as numbers (0.5, .50 and 1/2 are the same), words without case, accents
    kept, spaces and a last full stop aside.
    """
    wanted = answer.split(";") if kind != "choice" else [answer]
    if kind == "number":
        number = as_number(said)
        return number is not None and number in {as_number(one) for one in wanted}
    return bool(_plain(said)) and _plain(said) in {_plain(one) for one in wanted}


def as_number(text: str) -> Fraction | None:
    """A number as children write it: `1/2`, `0.5`, `0,5`, `1,000`, `2 1/2`; None for none."""
    plain = text.strip().replace("\u2212", "-")
    if not plain or len(plain) > _MOST_DIGITS or "e" in plain.lower() or "_" in plain:
        return None
    whole, _space, part = plain.partition(" ")
    try:
        if part and "/" in part and "/" not in whole:
            rest = Fraction(part.strip())
            return Fraction(whole) + (-rest if whole.startswith("-") else rest)
        return Fraction(_point(plain))
    except (ValueError, ZeroDivisionError):
        return None


def _point(plain: str) -> str:
    """`1,000` and `1,000.5` have commas between thousands; `0,5` has a decimal comma."""
    head, *groups = plain.partition(".")[0].split(",")
    if groups and head.lstrip("+-") not in {"", "0"} and all(len(group) == 3 for group in groups):
        return plain.replace(",", "")
    return plain.replace(",", ".") if "." not in plain else plain


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().removesuffix(".").strip()


def marked(kind: str, answer: str, said: str) -> str:
    """The mark of what a student handed in; a question left empty is "not yet"."""
    return RIGHT if is_right(kind, answer, said) else NOT_YET


def fewer_than_half(marks: Iterable[str]) -> bool:
    """The one rule for reteaching: fewer than half of those asked are right.

    For a student the marks are those of her questions, for a question those of its students.
    Who or what was not asked does not count; where nobody was asked there is nothing to reteach.
    """
    asked = [mark for mark in marks if mark in (RIGHT, NOT_YET)]
    return bool(asked) and 2 * asked.count(RIGHT) < len(asked)
