"""The languages a board and its tiles can be read in, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from choiceboards.models import Activity, TileText

# Families of ours read these, and Django has no name for them: (in English, its own).
_MORE = {
    "am": (_("Amharic"), "አማርኛ"),
    "hmn": (_("Hmong"), "Hmoob"),
    "ht": (_("Haitian Creole"), "Kreyòl ayisyen"),
    "ps": (_("Pashto"), "پښتو"),
    "so": (_("Somali"), "Soomaali"),
    "tl": (_("Tagalog"), "Tagalog"),
}
_SAME_AS = {"fil": "tl", "zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans"}
_SAME_AS |= {"zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant", "iw": "he"}
_RIGHT_TO_LEFT = {"ps"}  # of those that Django does not know


def texts_of(activity: Activity) -> dict[str, TileText]:
    """The tile in other languages, by their codes (one query)."""
    return {row.language: row for row in activity.texts.all()}


def languages(activity: Activity, texts: Iterable[str]) -> list[tuple[str, str]]:
    """The languages to tap, (code, its own name), the board's first; empty where there is one."""
    codes = [activity.board.language or "en", *texts]
    return [(code, own_name(code)) for code in codes] if len(codes) > 1 else []


def every_language() -> list[tuple[str, str]]:
    """Every language we have a name for: (code, its name for whoever writes a board), by name."""
    codes = {code for code, info in LANG_INFO.items() if "name" in info} | set(_MORE)
    return sorted(((code, name_of(code)) for code in codes), key=lambda row: row[1])


def name_of(code: str) -> str:
    """What the one who writes a board calls the language; the code where nobody named it."""
    for known in main_codes(code):
        if known in _MORE:
            return str(_MORE[known][0])
        if known in LANG_INFO:
            return str(get_language_info(known)["name_translated"])
    return code


def own_name(code: str) -> str:
    """What those who speak the language call it."""
    for known in main_codes(code):
        if known in _MORE:
            return _MORE[known][1]
        if known in LANG_INFO:
            return str(get_language_info(known)["name_local"])
    return code


def is_right_to_left(code: str) -> bool:
    for known in main_codes(code):
        if known in LANG_INFO:
            return bool(get_language_info(known)["bidi"])
        if known in _RIGHT_TO_LEFT:
            return True
    return False


def main_codes(code: str) -> Iterator[str]:
    """The code as lists have it, then the codes of what it is a kind of: "es-mx", "es"."""
    code = code[:12].lower()
    while code:
        yield _SAME_AS.get(code, code)
        code = code.rpartition("-")[0]
