"""A teacher's boards: made from a template, their tiles edited and moved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import ngettext

from choiceboards.library import BoardTemplate, TileTemplate
from choiceboards.models import Activity, Board, Kind, Level, TileText
from choiceboards.services.picks import beat
from plc.models import User
from students.models import Section

# What a teacher changes on a tile; its place on the board is moved, never typed.
EDITED = (
    "kind title directions course tint minutes usual_level is_must capacity formats products "
    "standards materials kit link needs_device needs_internet company asks offers rubric exemplar "
    "exemplar_link is_closed"
).split()


class SeatsTaken(Exception):
    """Said to the teacher: more students hold a seat than she wants to offer."""

    def __init__(self, taken: int) -> None:
        super().__init__(
            ngettext(
                "%(number)d student has this tile. Leave at least that many seats.",
                "%(number)d students have this tile. Leave at least that many seats.",
                taken,
            )
            % {"number": taken}
        )


@transaction.atomic
def make_board(
    *, section: Section, template: BoardTemplate, by: User, now: datetime, title: str = ""
) -> Board:
    """A draft board with the template's tiles, levels and languages (four inserts)."""
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
    tiles = Activity.objects.bulk_create(
        _tile(board, position, tile)
        for position, tile in zip(template.places, template.tiles, strict=True)
    )
    Level.objects.bulk_create(
        Level(
            school_id=board.school_id,
            activity=row,
            number=number,
            directions=directions,
            minutes=dict(enumerate(tile.level_minutes, start=1)).get(number),
        )
        for row, tile in zip(tiles, template.tiles, strict=True)
        for number, directions in enumerate(tile.levels, start=1)
        if directions
    )
    TileText.objects.bulk_create(
        TileText(
            school_id=board.school_id,
            activity=row,
            language=text.language,
            title=text.title,
            directions=text.directions,
            levels=list(text.levels),
        )
        for row, tile in zip(tiles, template.tiles, strict=True)
        for text in tile.texts
    )
    return board


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


@transaction.atomic
def save_tile(*, activity: Activity, levels: dict[int, str]) -> None:
    """Keep an edited tile and its levels' texts; a level without text goes.

    SeatsTaken when fewer seats are asked for than students hold.
    """
    taken = Activity.objects.select_for_update().values_list("taken", flat=True).get(pk=activity.pk)
    if activity.capacity is not None and activity.capacity < taken:
        raise SeatsTaken(taken)
    activity.icon = Kind(activity.kind).icon
    activity.save(update_fields=[*EDITED, "icon"])
    kept = [
        Level(school_id=activity.school_id, activity=activity, number=number, directions=words)
        for number, words in levels.items()
        if words
    ]
    Level.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=["activity", "number"],
        update_fields=["directions"],
    )
    activity.levels.exclude(number__in=[row.number for row in kept]).delete()
    beat(activity.board)


@transaction.atomic
def move_tile(*, activity: Activity, to: int) -> None:
    """Swap a tile with the one at position `to` (1 to 9), if there is one."""
    board = Board.objects.select_for_update().get(pk=activity.board_id)
    here = Activity.objects.get(pk=activity.pk)
    there = board.activities.on_board().filter(position=to).first()
    if there is None or there.pk == here.pk:
        return
    aside = 1 + max(board.activities.values_list("position", flat=True))  # one a position, always
    board.activities.filter(pk=there.pk).update(position=aside)
    board.activities.filter(pk=here.pk).update(position=to)
    board.activities.filter(pk=there.pk).update(position=here.position)
    beat(board)
