"""A tile that is new to its board, and what makes room for it where the board is full."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from choiceboards.forms.tile import TileForm
from choiceboards.models import Board
from choiceboards.services import Room


class NewTileForm(TileForm):
    """On a full board the first question is where the tile goes: before anything is typed."""

    FIRST = ("room", *TileForm.FIRST)

    def __init__(self, *args: Any, board: Board, room: Room | None, **kwargs: Any) -> None:
        super().__init__(*args, board=board, levels=[], has_picks=False, **kwargs)
        self.is_crowded = room is not None and not room.grows and not room.tiles
        if room is None or self.is_crowded:
            return
        self.fields["room"] = forms.ChoiceField(
            label=_("The board is full. Where does this tile go?"),
            choices=list(self._ways(room)),
            initial=room.grows,
            help_text=_("A tile that somebody picked stays. What you choose can be taken back."),
            error_messages={"required": _("The board is full. Say where this tile goes.")},
        )

    @staticmethod
    def _ways(room: Room) -> Any:
        if room.grows:
            words = {"row": _("In a new row"), "column": _("In a new column")}
            yield room.grows, words[room.grows]
        else:
            yield "", _("Choose one")
        for tile in room.tiles:
            yield tile.key, _("In place of “%(title)s”") % {"title": tile.title}
