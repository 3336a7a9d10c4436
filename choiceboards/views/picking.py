"""How a student may pick a tile: its form, what she gives back for it, and what is in the way."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from choiceboards.drawn import Asked
from choiceboards.forms.student import PickForm
from choiceboards.models import Activity, Level, Pick, TileText
from choiceboards.rule_words import none_to_swap
from choiceboards.sheets import has_rules, shut_tiles
from plc.prepared import prepared


@prepared
def _levels(activity_id: int) -> QuerySet[Level, tuple[int, str, int | None]]:
    rows = Level.objects.filter(activity=activity_id)
    return rows.values_list("number", "directions", "minutes")


def pick_form(
    activity: Activity, picks: dict[int, Pick], data: Any = None, text: TileText | None = None
) -> PickForm:
    """Asks what to give back only when the tile does not go with what is picked."""
    return PickForm(
        data,
        activity=activity,
        levels=_asked(activity, text),
        mine=picks.get(activity.pk),
        to_swap=_to_swap(activity, picks),
    )


def _asked(activity: Activity, text: TileText | None) -> list[tuple[int, Asked]]:
    """What each level asks, in the other language where it says it.

    Where a level takes another time than the tile, each says how long it takes.
    """
    rows, said = _levels(activity.pk), dict(enumerate(text.levels if text else [], start=1))
    differ = any(minutes for _number, _words, minutes in rows)
    return [
        (
            number,
            Asked(
                words=said.get(number) or words,
                lang=text.language if text and said.get(number) else activity.board.language,
                minutes=(minutes or activity.minutes) if differ else None,
            ),
        )
        for number, words, minutes in rows
    ]


def _to_swap(activity: Activity, picks: dict[int, Pick]) -> list[Activity]:
    """The picks that may be given back for this tile; none where it goes with all of them."""
    if activity.pk in picks or activity.is_must:
        return []
    board = activity.board
    loose = [row for row in picks.values() if row.may_swap]
    if not has_rules(board):
        return [row.activity for row in loose] if held(picks) >= board.may_pick else []
    tiles = list(board.activities.on_board())
    if not _why_shut(activity, tiles, picks.values()):
        return []
    rest = [(row, [other for other in picks.values() if other is not row]) for row in loose]
    return [row.activity for row, others in rest if not _why_shut(activity, tiles, others)]


def _why_shut(activity: Activity, tiles: list[Activity], picks: Any) -> str:
    """Why the rules leave the tile no way beside these picks; empty where they do."""
    return shut_tiles(activity.board, tiles, picks).get(activity.key, "")


def blocked(activity: Activity, picks: dict[int, Pick], form: PickForm) -> str:
    """Why the tile cannot be picked, not even for another one."""
    if activity.pk in picks or activity.is_must or form.to_swap:
        return ""
    if has_rules(activity.board):
        return _why_shut(activity, list(activity.board.activities.on_board()), picks.values())
    return none_to_swap() if held(picks) >= activity.board.may_pick else ""


def held(picks: dict[int, Pick]) -> int:
    """How many free choices are made."""
    return sum(row.place is not None for row in picks.values())
