"""Whether a pick still leads to a path that the board's rules let through."""

from __future__ import annotations

from collections.abc import Mapping

from choiceboards.models import Activity, Pick
from choiceboards.services.refusals import RuleBroken
from choiceboards.sheets import LEVELS, has_rules, shut_tiles


def check_rules(held: Mapping[int, Pick], activity: Activity, level: int) -> None:
    """Refuse a tile that, at this level, leads to no path of the board any more.

    A must-do is refused for its level alone: what is amiss besides was so before.
    """
    board = activity.board
    if not has_rules(board):
        return
    tiles = list(board.activities.on_board())
    others = [row for pk, row in held.items() if pk != activity.pk]

    def why_at(at: int) -> str:
        return shut_tiles(board, tiles, others, {activity.pk: at}).get(activity.key, "")

    why = why_at(level)
    if why and activity.is_must and all(map(why_at, range(1, LEVELS + 1))):
        why = ""
    if why:
        raise RuleBroken(why)


def check_level(held: Mapping[int, Pick], activity: Activity, level: int) -> None:
    """Refuse another level of a held tile where its minutes are too many."""
    if activity.board.most_minutes and _minutes(activity, level) > _minutes(
        activity, held[activity.pk].level
    ):
        check_rules(held, activity, level)


def _minutes(activity: Activity, level: int) -> int:
    rows = activity.levels.filter(number=level).exclude(minutes=None)
    return rows.values_list("minutes", flat=True).first() or activity.minutes
