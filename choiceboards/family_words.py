"""The family copy's own sentences, in the language of the family: one page, a few lines each.

They stand in `family_words.toml` beside this module. All other pages are in English, and with
`USE_I18N` on each of them would pay for the few sentences of this one.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields
from functools import cache
from pathlib import Path

from choiceboards.languages import is_right_to_left, main_codes
from choiceboards.models import Course
from plc.frozen import frozen

FILE = Path(__file__).with_suffix(".toml")
ENGLISH = "en"


@frozen
class FamilyWords:
    """What the page says in one language; the file says where each line stands."""

    lang: str
    ask: str
    empty: str
    need: str
    languages: str
    starter: str
    main: str
    dessert: str
    skip: str
    letter: str
    ended: str
    ended_more: str

    @property
    def dir(self) -> str:
        return "rtl" if is_right_to_left(self.lang) else "ltr"

    def course(self, name: str) -> str:
        """The heading of a part of a menu; empty for tiles of none."""
        said = {
            Course.STARTER: self.starter,
            Course.MAIN: self.main,
            Course.DESSERT: self.dessert,
        }
        return said[Course(name)] if name else ""


LINES = frozenset(entry.name for entry in fields(FamilyWords)) - {"lang"}


@cache
def family_words() -> dict[str, FamilyWords]:
    """Every language's words, by its code. TypeError where a line is missing or one too many."""
    tables = tomllib.loads(FILE.read_text("utf-8"))
    return {code: FamilyWords(lang=code, **lines) for code, lines in tables.items()}


def words_in(code: str) -> FamilyWords | None:
    """The words in a language, or in the one it is a kind of: "es-mx" in Spanish. Any text goes."""
    known = family_words()
    return next((known[name] for name in main_codes(code) if name in known), None)


def words_or_english(*codes: str) -> FamilyWords:
    """The words in the first of these languages that the page speaks."""
    return next(filter(None, map(words_in, codes)), family_words()[ENGLISH])
