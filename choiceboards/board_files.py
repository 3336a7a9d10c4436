"""A class's board as a file has it: without picks, seats taken and who made it."""

from __future__ import annotations

from choiceboards.library import BoardTemplate, BoardTextTemplate, TextTemplate, TileTemplate
from choiceboards.models import Activity, Board, Shape


def template_of(board: Board) -> BoardTemplate:
    """The board and the tiles on it (five queries)."""
    rows = list(board.activities.on_board().prefetch_related("levels", "texts"))
    return BoardTemplate(
        name=board.template,
        title=board.title,
        grades=board.grades,
        subject=board.subject,
        standards=tuple(board.standards),
        tiles=tuple(_laid(rows) if board.shape == Shape.GRID else [_tile(row, 0) for row in rows]),
        directions=board.directions,
        language=board.language or "en",
        shape=board.shape,
        rows=board.rows,
        columns=board.columns,
        rule=board.rule,
        may_pick=board.may_pick,
        courses=board.courses,
        at_most=board.at_most,
        most_minutes=board.most_minutes,
        texts=tuple(
            BoardTextTemplate(text.language, text.title, text.directions)
            for text in board.texts.all()
        ),
    )


def _laid(rows: list[Activity]) -> list[TileTemplate]:
    """The tiles of a grid; a place is told only where one is left free before it."""
    tiles, before = [], 0
    for row in rows:
        tiles.append(_tile(row, 0 if row.position == before + 1 else row.position))
        before = row.position
    return tiles


def _tile(row: Activity, place: int) -> TileTemplate:
    levels = {level.number: level for level in row.levels.all()}
    numbers = range(1, max(levels, default=0) + 1)
    has_own = any(level.minutes for level in levels.values())
    minutes = {number: level.minutes for number, level in levels.items()}
    return TileTemplate(
        kind=row.kind,
        title=row.title,
        directions=row.directions,
        paper=row.tint,
        minutes=row.minutes,
        level=row.usual_level,
        levels=tuple(levels[n].directions if n in levels else "" for n in numbers),
        formats=tuple(row.formats),
        products=tuple(row.products),
        place=place,
        must=row.is_must,
        seats=row.capacity,
        course=row.course,
        standards=tuple(row.standards),
        level_minutes=tuple(minutes.get(n) or row.minutes for n in numbers) if has_own else (),
        materials=row.materials,
        kit=tuple(row.kit),
        link=row.link,
        device=row.needs_device,
        internet=row.needs_internet,
        company=row.company,
        asks=tuple(row.asks),
        offers=tuple(row.offers),
        rubric=tuple(row.rubric),
        exemplar=row.exemplar,
        exemplar_link=row.exemplar_link,
        texts=tuple(
            TextTemplate(
                language=text.language,
                title=text.title,
                directions=text.directions,
                levels=tuple(text.levels),
                materials=text.materials,
            )
            for text in row.texts.all()
        ),
    )
