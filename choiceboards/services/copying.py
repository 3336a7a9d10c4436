"""A board once more, for this class; and a tile that begins with a student's question."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from choiceboards.board_files import template_of
from choiceboards.models import Board
from choiceboards.services.boards import make_board
from plc.models import User
from students.models import Section


@transaction.atomic
def copy_board(
    *, board: Board, section: Section, by: User, now: datetime, title: str = ""
) -> Board:
    """A draft with the board's tiles, levels and languages, without its students.

    A colleague's board stays hers: nothing that changes there changes here.
    """
    made = make_board(
        section=section, template=template_of(board), by=by, now=now, title=title or board.title
    )
    if board.school_id == made.school_id:
        made.copied_from = board
        made.save(update_fields=["copied_from"])
    return made
