"""What a teacher may send about her class's picks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from choiceboards.models import Activity, Kind, Level, Pick
from choiceboards.reports import Picked
from choiceboards.services import Choice
from plc.crispy import PickOne

WORKING = {Pick.State.STARTED, Pick.State.PAUSED}


class PlaceForm(forms.Form):
    """Which tile a student gets, and which of hers it replaces.

    An own idea is hers to tell, so that tile is not offered, nor one that she has or has done; a
    finished tile is not taken back.
    """

    to = forms.ChoiceField(
        label=_("Gets this tile"),
        required=False,
        help_text=_("Empty: only take a tile back."),
    )
    instead = forms.ChoiceField(label=_("Instead of"), required=False, widget=PickOne)
    level = forms.TypedChoiceField(
        label=_("Level"), required=False, coerce=int, empty_value=None, widget=PickOne
    )
    even_started = forms.BooleanField(
        label=_("She started it. Take it back all the same."), required=False
    )

    def __init__(
        self, data: Any = None, *, name: str, tiles: Iterable[Activity], mine: list[Picked]
    ):
        super().__init__(data)
        hers = {one.activity.key for one in mine}
        others = [tile for tile in tiles if tile.key not in hers]
        self.tiles = {tile.key: tile for tile in others if tile.kind != Kind.IDEA}
        self.held = {one.activity.key: one for one in mine if not one.is_done}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", _("– none –")),
            *((key, tile.title) for key, tile in self.tiles.items()),
        ]
        self.fields["instead"].choices = [  # type: ignore[attr-defined]
            ("", _("Nothing: one more")),
            *((key, one.activity.title) for key, one in self.held.items()),
        ]
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            ("", _("As the tile says")),
            *((number, _("Level %(level)d") % {"level": number}) for number in (1, 2, 3)),
        ]
        if any(one.pick.state in WORKING for one in self.held.values()):
            words = _("Take it back even if %(name)s has started it.") % {"name": name}
            self.fields["even_started"].label = words
        else:
            del self.fields["even_started"]
        if not self.held and not self.is_bound:  # what is sent is looked at, whatever it names
            del self.fields["instead"]
            self.fields["to"].help_text = ""
        self.name = name

    @property
    def old(self) -> Picked | None:
        return self.held.get(self.cleaned_data.get("instead", ""))

    @property
    def new(self) -> Activity | None:
        return self.tiles.get(self.cleaned_data.get("to", ""))

    def clean(self) -> None:
        super().clean()
        if not self.old and not self.new:
            self.add_error("to", _("Choose a tile to give, or one to take back."))
        if self.old and self.old.pick.state in WORKING:
            self._check_started(self.old)
        level = self.cleaned_data.get("level")
        if self.new and level and not self._has_level(self.new, level):
            self.add_error("level", _("This tile has no such level."))

    def _check_started(self, old: Picked) -> None:
        if not self.cleaned_data.get("even_started"):
            words = _("%(name)s has started “%(tile)s”. Tick the box to take it back all the same.")
            said = words % {"name": self.name, "tile": old.activity.title}
            self.add_error("even_started", said)

    @staticmethod
    def _has_level(tile: Activity, level: int) -> bool:
        numbers = list(Level.objects.filter(activity=tile).values_list("number", flat=True))
        return level in numbers if numbers else level == tile.usual_level

    def choice(self) -> Choice:
        """Her first way to do the new tile; she may change it herself until she starts."""
        tile = self.new
        if tile is None:
            return Choice()
        return Choice(
            level=self.cleaned_data.get("level") or tile.usual_level,
            format=next(iter(tile.formats), ""),
            product=next(iter(tile.products), ""),
        )


class ClosedForm(forms.Form):
    """Close a tile to new picks, or open it again."""

    closed = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")], coerce=lambda word: word == "yes"
    )


class AnswerForm(forms.Form):
    """Yes to an own idea, as it is or reworded; or an answer. `read` is what she had read."""

    reply = forms.CharField(
        label=_("Edit it, or answer"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Empty: the idea stays as it is."),
    )
    read = forms.CharField(widget=forms.HiddenInput, max_length=200, strip=False)
    what = forms.ChoiceField(choices=[("yes", ""), ("answer", "")], widget=forms.HiddenInput)

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("what") == "answer" and not self.cleaned_data.get("reply"):
            self.add_error("reply", _("Say what would make it work, or what you need to know."))


class GroupsForm(forms.Form):
    """The most students in a group; anything else is four."""

    size = forms.IntegerField(label=_("At most in a group"), min_value=2, max_value=8, initial=4)
