"""What teachers may send about boards: which one to start from, its state, and small steps."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from choiceboards.library import BoardTemplate
from choiceboards.lying import Ground
from choiceboards.models import Board


class NewBoardForm(forms.Form):
    """Which shipped board to start from; `key` makes a second click harmless."""

    template = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a board to start from."),
            "invalid_choice": _("Choose one of the boards below."),
        },
    )
    title = forms.CharField(
        label=_("Title"), max_length=80, required=False, help_text=_("Empty: the board's own.")
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, templates: Collection[BoardTemplate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = [(row.name, row.title) for row in templates]  # type: ignore[attr-defined]


class StateForm(forms.ModelForm):
    """Open a board to students, or put it away."""

    state = forms.ChoiceField(choices=[("open", ""), ("closed", "")])

    class Meta:
        model = Board
        fields = ["state"]


# (name, words, icon) of the ways a tile moves; a list has the first two.
WAYS = (
    ("up", _("Move up"), "arrow-up"),
    ("down", _("Move down"), "arrow-down"),
    ("left", _("Move left"), "arrow-left"),
    ("right", _("Move right"), "arrow-right"),
)


class MoveForm(forms.Form):
    """Which way to move a tile, or where to: by a button, or dropped on a place."""

    way = forms.ChoiceField(choices=[(way, way) for way, _words, _icon in WAYS], required=False)
    to = forms.IntegerField(min_value=1, max_value=9999, required=False)

    def target(self, ground: Ground, here: int, taken: list[int]) -> int | None:
        """The position to go to; None where there is no such way, or no such place."""
        to: int | None = self.cleaned_data["to"]
        if to is None:
            return ground.beside(here, taken).get(self.cleaned_data["way"])
        is_place = to <= ground.places if ground.is_grid else to in taken
        return to if is_place else None


class PlaceForm(forms.Form):
    """Where a new tile goes."""

    at = forms.IntegerField(min_value=1, max_value=25, required=False)


class UndoForm(forms.Form):
    """Take back the change that made this version."""

    version = forms.IntegerField(min_value=0)
