"""What teachers may send about boards: which one to start from, its state, and small steps."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from choiceboards.library import BoardTemplate
from choiceboards.lying import Ground
from choiceboards.models import Board
from students.models import Spark


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

    def save(self, commit: bool = True) -> Board:
        """Write the state alone: what a colleague changed since the board was read stays."""
        if commit:
            self.instance.save(update_fields=["state"])
        return self.instance


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


class FindCopyForm(forms.Form):
    """A few words of a board's title, or of its class."""

    q = forms.CharField(
        label=_("Title or class"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"type": "search", "class": "input"}),
    )

    def wanted(self) -> str:
        return str(self.cleaned_data["q"]) if self.is_valid() else ""

    def encoded(self) -> str:
        """The words for an address."""
        return quote(self.wanted())


class CopyBoardForm(forms.Form):
    """Which board to copy; `key` makes a second click harmless."""

    board = forms.ModelChoiceField(Board.objects.none(), to_field_name="key")
    key = forms.UUIDField()

    def __init__(self, *args: Any, boards: QuerySet[Board], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["board"]).queryset = boards

    @staticmethod
    def new_key() -> UUID:
        return uuid4()


class SparkForm(forms.Form):
    """Whose question a new tile begins with; one that is none begins with nothing."""

    spark = forms.ModelChoiceField(Spark.objects.none(), to_field_name="key")

    def __init__(self, *args: Any, sparks: QuerySet[Spark], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["spark"]).queryset = sparks

    def spark_or_none(self) -> Spark | None:
        return self.cleaned_data["spark"] if self.is_valid() else None
