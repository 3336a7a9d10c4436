"""What a line may hold: a check takes what a line is called and its value, and returns the value.

What cannot stay raises Wrong with a sentence for the teacher; lists come back as tuples.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from choiceboards.library.model import span
from choiceboards.limits import LINK

Check = Callable[[str, Any], Any]

_is_address = URLValidator(["http", "https"])
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Wrong(Exception):
    """A sentence that says what to change."""


def words(most: int, *, may_be_empty: bool = False, is_one_line: bool = False) -> Check:
    """Text of at most so many letters."""

    def check(line: str, value: Any) -> str:
        if not isinstance(value, str):
            raise Wrong(_("%(line)s must be text in quotation marks.") % {"line": line})
        text = value.replace("\r\n", "\n")
        about = {"line": line, "most": most, "has": len(text)}
        if not text.strip() and not may_be_empty:
            raise Wrong(_("%(line)s is empty.") % about)
        if len(text) > most:
            raise Wrong(_("%(line)s has %(has)d letters. %(most)d is the most.") % about)
        if "\0" in text:
            raise Wrong(_("%(line)s holds a sign that no text has.") % about)
        if is_one_line and "\n" in text:
            raise Wrong(_("%(line)s must be on one line.") % about)
        return text

    return check


def number(low: int, high: int) -> Check:
    def check(line: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            about = {"line": line, "low": low, "high": high}
            raise Wrong(_("%(line)s must be a number from %(low)d to %(high)d.") % about)
        return value

    return check


def yes_or_no(line: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong(_("%(line)s must be true or false, without quotation marks.") % {"line": line})
    return value


def one_of(choices: Collection[str]) -> Check:
    def check(line: str, value: Any) -> str:
        if not isinstance(value, str) or value not in choices:
            about = {"line": line, "said": shortened(value), "choices": ", ".join(choices)}
            raise Wrong(_("%(line)s cannot be %(said)s. Choose from: %(choices)s.") % about)
        return value

    return check


def list_of(check: Check, most: int) -> Check:
    """A list of at most so many, each of which passes the check."""

    def check_all(line: str, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Wrong(_("%(line)s must be a list in square brackets.") % {"line": line})
        if len(value) > most:
            about = {"line": line, "has": len(value), "most": most}
            raise Wrong(_("%(line)s has %(has)d entries. %(most)d is the most.") % about)
        return tuple(
            check(_("Entry %(n)d of %(line)s") % {"n": n, "line": line}, entry)
            for n, entry in enumerate(value, start=1)
        )

    return check_all


def no_two_alike(check: Check) -> Check:
    def check_all(line: str, value: Any) -> tuple[Any, ...]:
        entries: tuple[Any, ...] = check(line, value)
        for entry in entries:
            if entries.count(entry) > 1:
                about = {"line": line, "said": shortened(str(entry))}
                raise Wrong(_("%(line)s has %(said)s twice.") % about)
        return entries

    return check_all


def some_of(choices: Collection[str]) -> Check:
    """A list from a closed set, each at most once."""
    return no_two_alike(list_of(one_of(choices), len(choices)))


def numbers_by(choices: Collection[str], low: int, high: int) -> Check:
    """How many of each: `{read = 2}`."""
    is_choice, is_number = one_of(choices), number(low, high)

    def check(line: str, value: Any) -> dict[str, int]:
        if not isinstance(value, dict):
            about = {"line": line, "example": next(iter(choices))}
            raise Wrong(_("%(line)s must look like this: {%(example)s = 1}.") % about)
        name = _("A name in %(line)s") % {"line": line}
        return {
            is_choice(name, key): is_number(
                _("%(key)s in %(line)s") % {"key": key, "line": line}, count
            )
            for key, count in value.items()
        }

    return check


def address(line: str, value: Any) -> str:
    """A web address, or nothing."""
    text: str = words(LINK, may_be_empty=True, is_one_line=True)(line, value)
    try:
        if text:
            _is_address(text)
    except ValidationError:
        about = {"line": line}
        raise Wrong(_("%(line)s must be a web address, such as https://…") % about) from None
    return text


def grades(line: str, value: Any) -> str:
    if value != "" and (not isinstance(value, str) or span(value) is None):
        about = {"line": line}
        raise Wrong(_('%(line)s must be a band such as "3-5", or one grade such as "K".') % about)
    return str(value)


def language(line: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > 12 or not _LANGUAGE.fullmatch(value):
        raise Wrong(_('%(line)s must be a code such as "en" or "es".') % {"line": line})
    return value


def shortened(value: Any) -> str:
    """A text as it is told back: its first letters, in quotation marks."""
    if not isinstance(value, str):
        return _("this")
    text = " ".join(value.split())
    return f"“{text}”" if len(text) <= 40 else f"“{text[:39]}…”"


def tiles_of(number_of: int) -> str:
    return ngettext("%(n)d tile", "%(n)d tiles", number_of) % {"n": number_of}
