"""What teachers may send: boards and tiles."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from choiceboards.library import BoardTemplate
from choiceboards.models import Activity, Board, Kind
from plc.crispy import PickMany, PickOne, Switch

LEVELS = (1, 2, 3)
MOST_PRODUCTS = 6
# A way to explore is a verb; showing and having an own idea are not.
FORMATS = [(kind.value, kind.label) for kind in Kind if kind not in {Kind.SHOW, Kind.IDEA}]


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


class BoardForm(forms.ModelForm):
    class Meta:
        model = Board
        fields = ["title", "directions", "may_pick"]
        help_texts = {"directions": _("One line under the title. The rule is said for you.")}


class StateForm(forms.ModelForm):
    """Open a board to students, or put it away."""

    state = forms.ChoiceField(choices=[("open", ""), ("closed", "")])

    class Meta:
        model = Board
        fields = ["state"]


# (name, words, icon, columns and rows to go) of the four ways a tile moves.
WAYS = (
    ("up", _("Move up"), "arrow-up", (0, -1)),
    ("down", _("Move down"), "arrow-down", (0, 1)),
    ("left", _("Move left"), "arrow-left", (-1, 0)),
    ("right", _("Move right"), "arrow-right", (1, 0)),
)


def neighbors(position: int) -> dict[str, int]:
    """The positions beside a tile of the 3 by 3 board, by the way that leads there."""
    row, column = divmod(position - 1, 3)
    return {
        way: 3 * (row + down) + column + right + 1
        for way, _words, _icon, (right, down) in WAYS
        if 0 <= row + down < 3 and 0 <= column + right < 3
    }


class MoveForm(forms.Form):
    """Which way to move a tile; there is no way over the edge of the board."""

    way = forms.ChoiceField()

    def __init__(self, *args: Any, position: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = neighbors(position)
        self.fields["way"].choices = [(way, way) for way in self.targets]  # type: ignore[attr-defined]

    def target(self) -> int:
        """The position to swap with."""
        return self.targets[self.cleaned_data["way"]]


class TileForm(forms.ModelForm):
    """A tile with its three levels; products are typed one a line."""

    products = forms.CharField(
        label=_("Ways to show it"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, for example: A poster."),
    )
    formats = forms.MultipleChoiceField(
        label=_("Ways to explore"), required=False, choices=FORMATS, widget=PickMany
    )

    class Meta:
        model = Activity
        fields = (
            "title kind directions minutes is_must capacity tint usual_level formats products"
        ).split()
        widgets = {
            "directions": forms.Textarea(attrs={"rows": 3}),
            "is_must": Switch,
            "tint": PickOne,
        }
        help_texts = {"capacity": _("Empty: room for everyone.")}

    def __init__(self, *args: Any, levels: dict[int, str], has_picks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_picks = has_picks
        self.initial["products"] = "\n".join(self.instance.products)
        usual = [(number, _("Level %(level)d") % {"level": number}) for number in LEVELS]
        self.fields["usual_level"] = forms.TypedChoiceField(
            label=_("Level shown first"), choices=usual, coerce=int, widget=PickOne
        )
        for number in LEVELS:
            self.fields[f"level_{number}"] = forms.CharField(
                label=_("Level %(level)d") % {"level": number},
                required=False,
                max_length=300,
                initial=levels.get(number, ""),
            )
        self.order_fields(
            "title kind directions formats products level_1 level_2 level_3 usual_level".split()
        )

    def levels(self) -> dict[int, str]:
        return {number: self.cleaned_data[f"level_{number}"] for number in LEVELS}

    def clean_products(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["products"].splitlines()]
        products = list(dict.fromkeys(filter(None, lines)))
        if len(products) > MOST_PRODUCTS:
            raise forms.ValidationError(_("Six ways are enough. Leave some out."))
        if any(len(product) > 40 for product in products):
            raise forms.ValidationError(_("Say each way in 40 letters or fewer."))
        return products

    def clean(self) -> None:
        super().clean()
        if self.has_picks and "is_must" in self.changed_data:
            self.add_error("is_must", _("Students have picked this tile. It stays as it is."))
        usual = self.cleaned_data.get("usual_level")
        if usual and not self.cleaned_data.get(f"level_{usual}"):
            self.add_error(f"level_{usual}", _("This is the level shown first. Say what is asked."))
