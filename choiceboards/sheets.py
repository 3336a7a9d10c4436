"""A board as its rules see it, and what they say to a student who picks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from choiceboards import rules
from choiceboards.models import Activity, Board, Level, Pick, Rule, Shape
from choiceboards.rule_words import none_to_swap

LEVELS = 3
MinutesOfLevels = Mapping[int, Mapping[int, int]]
"""Minutes by a tile's id and a level's number, where they differ from the tile's."""


def sheet_of(
    board: Board, tiles: Iterable[Activity], minutes: MinutesOfLevels | None = None
) -> rules.Sheet:
    """The board for `choiceboards.rules`; tiles go by their keys. `minutes`: as `level_minutes`."""
    return rules.Sheet(
        tiles=tuple(_tile(board, row, (minutes or {}).get(row.pk, {})) for row in tiles),
        rules=rules_of(board),
        shape=rules.Shape(board.shape),
        rows=board.rows,
        columns=board.columns,
    )


def rules_of(board: Board) -> rules.Rules:
    return rules.Rules(
        pick=board.may_pick if board.rule == Rule.COUNT else None,
        line=board.rule == Rule.LINE,
        courses=tuple(rules.Course(name, number) for name, number in board.courses.items())
        if board.rule == Rule.COURSES
        else (),
        at_most=tuple(rules.AtMost(kind, number) for kind, number in board.at_most.items()),
        minutes=board.most_minutes,
    )


def level_minutes(board_id: int) -> MinutesOfLevels:
    """One query."""
    rows = Level.objects.filter(activity__board=board_id).exclude(minutes=None)
    found: dict[int, dict[int, int]] = {}
    for tile, number, minutes in rows.values_list("activity", "number", "minutes"):
        found.setdefault(tile, {})[number] = minutes or 0
    return found


def has_rules(board: Board) -> bool:
    """Whether a tile can be shut by more than the number of picks."""
    return bool(
        board.rule in {Rule.LINE, Rule.COURSES}
        or board.shape == Shape.PLAYLIST
        or board.at_most
        or board.most_minutes
    )


def shut_tiles(
    board: Board,
    tiles: Iterable[Activity],
    picks: Iterable[Pick],
    levels: Mapping[int, int] | None = None,
) -> dict[str, str]:
    """Why each tile that does not lead on from the picks is shut, in words for the student, by key.

    A tile counts with the minutes of its shortest level, or of the one in `levels`, by its id. A
    must-do is never shut for what was picked besides, unless `levels` asks about it.

    Empty where a board has no rules besides a number. One query where it has. A board whose rules
    contradict themselves shuts nothing: its teacher has been told, and the class can go on.
    """
    if not has_rules(board):
        return {}
    tiles, minutes = tuple(tiles), level_minutes(board.pk)
    held = {row.activity_id: row for row in picks if row.state != Pick.State.SWAPPED}
    at = {pk: pick.level for pk, pick in held.items()} | dict(levels or {})
    chosen = {row.pk: _chosen(row, at[row.pk], minutes) for row in tiles if row.pk in at}
    try:
        sheet = sheet_of(board, tiles, {**minutes, **chosen})
        found = rules.next_tiles(sheet, [row.key for row in tiles if row.pk in held])
    except rules.BadSheet:
        return {}
    if not found.open and not held and not levels:
        return {}
    always = {row.key for row in tiles if row.is_must and row.pk not in (levels or {})}
    may_swap = any(row.may_swap for row in held.values())
    return {
        shut.tile: _why(shut, board, may_swap=may_swap)
        for shut in found.shut
        if shut.why != rules.Why.ALREADY
        and (shut.tile not in always or shut.why == rules.Why.OUT_OF_ORDER)
    }


def _tile(board: Board, row: Activity, minutes: Mapping[int, int]) -> rules.Tile:
    others = () if len(minutes) >= LEVELS else (row.minutes,)
    return rules.Tile(
        key=row.key,
        position=row.position,
        minutes=(*minutes.values(), *others),
        kinds=(row.kind,),
        is_must=row.is_must,
        section=row.course,
        standards=frozenset(
            words for n, words in enumerate(board.standards, start=1) if n in row.standards
        ),
        needs_device=row.needs_device,
        needs_internet=row.needs_internet,
        asks=frozenset(map(rules.Ask, row.asks)),
        offers=frozenset(map(rules.Offer, row.offers)),
        company=rules.Company(row.company),
    )


def _chosen(row: Activity, level: int, minutes: MinutesOfLevels) -> dict[int, int]:
    """The minutes of the level that was picked, said of every level: no other counts any more."""
    taken = minutes.get(row.pk, {}).get(level, row.minutes)
    return dict.fromkeys(range(1, LEVELS + 1), taken)


def _why(shut: rules.Shut, board: Board, *, may_swap: bool) -> str:
    why = shut.why
    if why == rules.Why.ALL_PICKED and not may_swap:
        return none_to_swap()
    if why == rules.Why.NO_PATH and board.shape == Shape.PLAYLIST:  # too few would be left
        why = rules.Why.OUT_OF_ORDER
    return _WHY[why]() % {"most": shut.most}


_WHY = {
    rules.Why.ALREADY: lambda: _("You have this one."),
    rules.Why.ALL_PICKED: lambda: _("You have all your picks. To swap, tap one of yours."),
    rules.Why.SECTION_FULL: lambda: _("You have enough from this part."),
    rules.Why.KIND_FULL: lambda: _("You have enough of this kind."),
    rules.Why.MINUTES: lambda: _("That would take more than %(most)d min."),
    rules.Why.LINE_BROKEN: lambda: _("This one makes no line with yours."),
    rules.Why.OUT_OF_ORDER: lambda: _("This one is not next."),
    rules.Why.NO_PATH: lambda: _("This one does not go with your picks."),
}
