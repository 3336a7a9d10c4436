"""The languages a tile can be read in."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language_info

from choiceboards.models import Activity, TileText


def texts_of(activity: Activity) -> dict[str, TileText]:
    """The tile in other languages, by their codes (one query)."""
    return {row.language: row for row in activity.texts.all()}


def languages(activity: Activity, texts: Iterable[str]) -> list[tuple[str, str]]:
    """The languages to tap, (code, its own name), the board's first; empty where there is one."""
    codes = [activity.board.language or "en", *texts]
    return [(code, own_name(code)) for code in codes] if len(codes) > 1 else []


def own_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code
