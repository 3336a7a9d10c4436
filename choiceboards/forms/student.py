"""What students may send: how they want to do a tile, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from choiceboards.drawn import Asked
from choiceboards.forms.fields import link_field
from choiceboards.models import Activity, Kind, Pick, Rating
from choiceboards.services import Choice, Outcome
from plc.crispy import PickOne


class PickForm(forms.Form):
    """How a student does a tile: only what the tile offers. `then=start` starts it at once."""

    level = forms.TypedChoiceField(label=_("My level"), coerce=int, widget=PickOne)
    words = forms.CharField(
        label=_("My idea"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Tell your idea in one sentence.")},
    )
    format = forms.ChoiceField(label=_("I explore by"), required=False, widget=PickOne)
    product = forms.ChoiceField(label=_("I show it with"), required=False, widget=PickOne)
    instead = forms.ChoiceField(
        label=_("Swap which one?"),
        widget=PickOne,
        error_messages={"required": _("Tap the one you give back.")},
    )
    then = forms.ChoiceField(required=False, choices=[("start", "start")])
    # Of a pick that waited for the network: sent again it counts once; the seconds it waited.
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    ago = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        activity: Activity,
        levels: Iterable[tuple[int, Asked]],
        mine: Pick | None,
        to_swap: Iterable[Activity] = (),
    ) -> None:
        super().__init__(data, initial={**_usual(activity, mine), "key": uuid4()})
        self.to_swap = {tile.key: tile for tile in to_swap}
        self.asked = dict(levels)
        self._offer("level", list(self.asked.items()))
        self._offer("format", [(name, Kind(name).label) for name in activity.formats])
        self._offer("product", [(words, words) for words in activity.products])
        self._offer("instead", [(tile.key, tile.title) for tile in self.to_swap.values()])
        if activity.kind != Kind.IDEA:
            del self.fields["words"]
        self.order_fields(["instead"])  # the question that is in the way comes first

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        """Let the field offer these; without any, it is not asked."""
        if choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def choice(self) -> Choice:
        said = self.cleaned_data
        return Choice(
            level=said.get("level") or 1,
            format=said.get("format", ""),
            product=said.get("product", ""),
            words=said.get("words", ""),
        )

    def given_back(self) -> Activity | None:
        """The tile the student swaps for this one."""
        return self.to_swap.get(self.cleaned_data.get("instead", ""))


def _usual(activity: Activity, mine: Pick | None) -> dict[str, Any]:
    """What is chosen already: the student's own choice, else the tile's first."""
    if mine is not None:
        words = mine.spark.words if mine.spark else ""
        return {
            "level": mine.level,
            "format": mine.format,
            "product": mine.product,
            "words": words,
        }
    return {
        "level": activity.usual_level,
        "format": next(iter(activity.formats), ""),
        "product": next(iter(activity.products), ""),
    }


class FinishForm(forms.Form):
    """What came of a tile. Where it has a rubric, she rates herself first, line by line."""

    made = forms.CharField(
        label=_("What I made"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Tell it in a sentence, or leave it empty."),
    )
    link = link_field(_("Link to it"))

    def __init__(self, data: Any = None, *, rubric: list[str], mine: Pick | None = None) -> None:
        given = mine.ratings if mine else []
        super().__init__(
            data,
            initial={
                "made": mine.made if mine else "",
                "link": mine.made_link if mine else "",
                **{f"rating_{n}": rating for n, rating in enumerate(given)},
            },
        )
        self.lines = len(rubric)
        for n, line in enumerate(rubric):
            self.fields[f"rating_{n}"] = forms.TypedChoiceField(
                label=line,
                choices=Rating.choices,
                coerce=int,
                widget=PickOne,
                error_messages={"required": _("Tap one for each line.")},
            )
        self.order_fields([f"rating_{n}" for n in range(self.lines)])

    def outcome(self) -> Outcome:
        said = self.cleaned_data
        ratings = tuple(said[f"rating_{n}"] for n in range(self.lines))
        return Outcome(ratings=ratings, made=said["made"], link=said["link"])
