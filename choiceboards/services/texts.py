"""A board's and a tile's words in other languages: each edit with one step back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from choiceboards.models import BoardText, TileText
from choiceboards.services.undoing import remember, snapshot
from choiceboards.services.versions import Stale, claim, text_mark


@transaction.atomic
def save_text(*, text: BoardText | TileText, seen: str) -> None:
    """Keep a board's or a tile's words in another language; Stale as in `save_board`."""
    board = text.board
    claim(board)
    before = snapshot(board)
    there = text.of.texts.filter(language=text.language).first()
    if text_mark(there) != seen:
        raise Stale
    if there is not None:
        text.pk, text.school_id = there.pk, there.school_id
    text.save(force_update=there is not None)
    remember(board, before, _said_of(text))


@transaction.atomic
def drop_text(*, text: BoardText | TileText) -> None:
    board, said = text.board, _said_of(text)
    claim(board)
    before = snapshot(board)
    text.delete()
    remember(board, before, said)


def _said_of(text: BoardText | TileText) -> str:
    """What the button that takes it back says."""
    return _("the board’s languages") if isinstance(text, BoardText) else text.of.title
