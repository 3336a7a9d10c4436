"""A teacher's boards, made from a template."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from choiceboards.library import BoardTemplate, TileTemplate
from choiceboards.models import Activity, Board, BoardText, Kind, Level, TileText
from plc.models import User
from students.models import Section


@transaction.atomic
def make_board(
    *, section: Section, template: BoardTemplate, by: User, now: datetime, title: str = ""
) -> Board:
    """A draft board with the template's tiles, levels and languages (five inserts)."""
    board = Board.objects.create(
        section=section,
        title=title or template.title,
        directions=template.directions,
        subject=template.subject,
        grades=template.grades,
        standards=list(template.standards),
        language=template.language,
        shape=template.shape,
        rows=template.rows,
        columns=template.columns,
        rule=template.rule,
        may_pick=template.may_pick,
        courses=dict(template.courses),
        at_most=dict(template.at_most),
        most_minutes=template.most_minutes,
        template=template.name,
        made_by=by,
        made_at=now,
    )
    BoardText.objects.bulk_create(_texts(board, template))
    tiles = Activity.objects.bulk_create(
        _tile(board, position, tile)
        for position, tile in zip(template.places, template.tiles, strict=True)
    )
    made = list(zip(tiles, template.tiles, strict=True))
    Level.objects.bulk_create(level for row, tile in made for level in _levels(row, tile))
    TileText.objects.bulk_create(text for row, tile in made for text in _tile_texts(row, tile))
    return board


def _texts(board: Board, template: BoardTemplate) -> Iterator[BoardText]:
    for text in template.texts:
        yield BoardText(
            school_id=board.school_id,
            board=board,
            language=text.language,
            title=text.title,
            directions=text.directions,
        )


def _tile(board: Board, position: int, tile: TileTemplate) -> Activity:
    return Activity(
        school_id=board.school_id,
        board=board,
        position=position,
        kind=tile.kind,
        title=tile.title,
        directions=tile.directions,
        icon=Kind(tile.kind).icon,
        tint=tile.paper,
        minutes=tile.minutes,
        usual_level=tile.level,
        is_must=tile.must,
        capacity=tile.seats,
        formats=list(tile.formats),
        products=list(tile.products),
        course=tile.course,
        standards=list(tile.standards),
        materials=tile.materials,
        kit=list(tile.kit),
        link=tile.link,
        needs_device=tile.device,
        needs_internet=tile.internet,
        company=tile.company,
        asks=list(tile.asks),
        offers=list(tile.offers),
        rubric=list(tile.rubric),
        exemplar=tile.exemplar,
        exemplar_link=tile.exemplar_link,
    )


def _levels(row: Activity, tile: TileTemplate) -> Iterator[Level]:
    minutes = dict(enumerate(tile.level_minutes, start=1))
    for number, directions in enumerate(tile.levels, start=1):
        if directions:
            yield Level(
                school_id=row.school_id,
                activity=row,
                number=number,
                directions=directions,
                minutes=minutes.get(number),
            )


def _tile_texts(row: Activity, tile: TileTemplate) -> Iterator[TileText]:
    for text in tile.texts:
        yield TileText(
            school_id=row.school_id,
            activity=row,
            language=text.language,
            title=text.title,
            directions=text.directions,
            materials=text.materials,
            levels=list(text.levels),
        )
