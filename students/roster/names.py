"""One name field and a called name. Order of names is suggested, never changed behind your back."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

NAME_LIMIT = 120
MARKS_LIMIT = 8  # accents on one letter; Tibetan and pointed Hebrew stay well below

PLAIN_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]{1,2}[^\W\d_]+)*\.?")
ODD_SIGNS = re.compile(r"[<>{}\[\]=|\\;:*%$#@&^~\"!?/_+`\d]")
FORMULA = ("=", "+", "-", "@")
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
HIDDEN = frozenset("\u200b\u200e\u200f\u061c\u2060\ufeff\u00ad\u180e\u115f\u1160\u3164\uffa0")
JOINERS = frozenset("\u200c\u200d")
SUFFIXES = frozenset({"jr", "sr", "jr.", "sr.", "ii", "iii", "iv"})

# Family names that come first in their languages and are seldom given names.
VIETNAMESE = frozenset(
    (
        *"nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý".split(),
        *"nguyen tran pham huynh".split(),
    )
)
KOREAN = frozenset("kim lee park choi jung jeong kang cho yoon jang lim han shin seo kwon".split())
MIDDLE_VIETNAMESE = frozenset({"văn", "thị", "van", "thi"})
COMPOUND = frozenset(("abdul", "abd", "abdel", "abu", "abou", "umm", "bint", "ibn", "al", "el"))


class NameReading(NamedTuple):
    """A cleaned name. `problem` refuses it; `checks` are (code, value) pairs for a person."""

    name: str
    called: str = ""
    problem: str = ""
    sign: str = ""
    checks: tuple[tuple[str, str], ...] = ()


def clean(text: str) -> str:
    """One line, single spaces, composed letters (NFC); nothing else is changed."""
    if text.isprintable():
        text = " ".join(text.split()) if "  " in text else text.strip()
    elif not any(sign in text for sign in "\x1c\x1d\x1e\x1f"):  # no spaces, whatever split() says
        text = " ".join(text.split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def read_name(text: str) -> NameReading:
    """Judge one written name and guess what the child is called.

    >>> read_name("Nguyễn Minh Anh")[:2]
    ('Nguyễn Minh Anh', 'Minh Anh')
    """
    name = clean(text)
    if len(name) <= NAME_LIMIT and PLAIN_NAME.fullmatch(name):
        return _called(name)
    name, hidden = without_hidden(name)
    problem, sign = problem_of(name)
    if problem:
        return NameReading(name, problem=problem, sign=sign)
    checks: tuple[tuple[str, str], ...] = (("name_hidden", hidden),) if hidden else ()
    if name.startswith(FORMULA):
        checks += (("name_formula", name),)
    elif ODD_SIGNS.search(name):
        checks += (("name_unusual", name),)
    reading = _called(name)
    return reading._replace(checks=checks + reading.checks)


def problem_of(name: str) -> tuple[str, str]:
    """Why this cannot be a name: (code, the sign to blame), or two empty strings."""
    if not name:
        return "name_missing", ""
    if len(name) > NAME_LIMIT:
        return "name_too_long", ""
    if bad := bad_sign(name):
        return bad
    if not any(map(str.isalpha, name)):
        return "name_no_letters", ""
    return ("name_marks", "") if piled_up(name) else ("", "")


def bad_sign(text: str) -> tuple[str, str] | None:
    """The first sign that no text of a person's should hold."""
    for sign in text:
        if sign.isprintable() or sign in JOINERS:
            if sign == "\ufffd":
                return "name_lost", "U+FFFD"
            continue
        if sign in TURNING:
            return "name_direction", code_point(sign)
        if unicodedata.category(sign) not in ("Cn", "Zs") or _never_a_letter(sign):
            return "name_control", code_point(sign)
    return None


def _never_a_letter(sign: str) -> bool:
    return ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF


def code_point(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def without_hidden(name: str) -> tuple[str, str]:
    """Take out marks that come along when text is copied. Returns the first one taken."""
    taken = next((sign for sign in name if sign in HIDDEN), "")
    if taken:
        name = "".join(sign for sign in name if sign not in HIDDEN)
    return name.strip().strip("\u200c\u200d").strip(), code_point(taken) if taken else ""


def piled_up(name: str) -> bool:
    run = 0
    for sign in name:
        run = run + 1 if unicodedata.combining(sign) or unicodedata.category(sign) == "Mn" else 0
        if run > MARKS_LIMIT:
            return True
    return False


# ------------------------------------------------------------- called names


def _called(name: str) -> NameReading:
    """The first part of the name, unless the family name seems to come first: then we say so."""
    parts = name.split()
    if len(parts) < 2:
        return NameReading(name, name)
    if suggestion := family_first(parts):
        return NameReading(name, suggestion, checks=(("family_first", suggestion),))
    if parts[0].casefold().strip(".") in COMPOUND:
        return NameReading(name, " ".join(parts[:2]))
    return NameReading(name, parts[0].rstrip(",") or name)


def family_first(parts: list[str]) -> str:
    """What to call a child whose family name seems to stand first, or ""."""
    first, *given = parts
    low = first.casefold()
    if low in VIETNAMESE and (len(given) > 1 or not first.isascii()):
        kept = given[1:] if len(given) > 1 and given[0].casefold() in MIDDLE_VIETNAMESE else given
        return " ".join(kept[-2:])
    if low in KOREAN and len(given) == 1 and "-" in given[0]:
        return given[0]
    if (
        len(first) > 2
        and first.isalpha()
        and first.isupper()
        and _cased(first)
        and not any(p.isupper() for p in given)
    ):
        return given[0]
    return ""


def _cased(text: str) -> bool:
    return text.casefold() != text


def comma_parts(name: str) -> tuple[str, str] | None:
    """("Haddad", "Bilal") for "Haddad, Bilal"; None when the comma means something else."""
    if name.count(",") != 1:
        return None
    family, given = (part.strip() for part in name.split(","))
    if not family or not given or given.casefold() in SUFFIXES:
        return None
    if not any(map(str.isalpha, family)) or not any(map(str.isalpha, given)):
        return None
    return family, given


def joined(given: str, family: str, middle: str = "") -> str:
    """One name from its columns; in Chinese, Japanese and Korean letters the family comes first."""
    if _is_east_asian(family) and _is_east_asian(given):
        return f"{family}{given}"
    return " ".join(part for part in (given, middle, family) if part)


def _is_east_asian(text: str) -> bool:
    return bool(text) and all("\u3400" <= sign <= "\u9fff" or "가" <= sign <= "힣" for sign in text)
