"""What a teacher says about one tile."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from choiceboards import limits
from choiceboards.forms.fields import (
    Number,
    lines_field,
    link_field,
    on_one_line,
    said_lines,
    several,
)
from choiceboards.limits import LEVELS
from choiceboards.models import Activity, Ask, Board, Course, Kind, Offer, Shape
from plc.crispy import PickOne, Switch

# A way to explore is a verb; showing and having an own idea are not.
FORMATS = [(kind.value, kind.label) for kind in Kind if kind not in {Kind.SHOW, Kind.IDEA}]


class TileForm(forms.ModelForm):
    """A tile with its three levels. `seen` marks what the teacher saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    products = lines_field(
        gettext_lazy("Ways to show it"),
        limits.PRODUCTS,
        gettext_lazy("One a line, for example: A poster."),
    )
    formats = several(gettext_lazy("Ways to explore"), FORMATS)
    asks = several(gettext_lazy("Cannot be done without"), Ask.choices)
    offers = several(gettext_lazy("Help that is ready"), Offer.choices)
    standards = several(gettext_lazy("Standards it serves"), ())
    kit = lines_field(
        gettext_lazy("Kit to hand out"), limits.KIT, gettext_lazy("One thing a line.")
    )
    rubric = lines_field(
        gettext_lazy("Rubric"),
        limits.RUBRIC,
        gettext_lazy("One line each, in the student’s words: I can ..."),
    )
    link = link_field(gettext_lazy("Link"))
    exemplar_link = link_field(gettext_lazy("Link to an example"))
    minutes = Number(*limits.MINUTES, label=gettext_lazy("Minutes"))
    capacity = Number(
        *limits.SEATS,
        label=gettext_lazy("Seats"),
        required=False,
        help_text=gettext_lazy("Empty: room for everyone."),
    )

    class Meta:
        model = Activity
        fields = (
            "title kind directions course minutes is_must capacity tint usual_level formats "
            "products standards materials kit link needs_device needs_internet company asks offers "
            "rubric exemplar exemplar_link is_closed"
        ).split()
        widgets = {
            "directions": forms.Textarea(attrs={"rows": 3}),
            "materials": forms.Textarea(attrs={"rows": 2}),
            "exemplar": forms.Textarea(attrs={"rows": 2}),
            **dict.fromkeys(("is_must", "needs_device", "needs_internet", "is_closed"), Switch),
            **dict.fromkeys(("tint", "company", "course"), PickOne),
        }

    FIRST: tuple[str, ...] = ("title", "kind", "directions", "course", "minutes", "is_must")

    def __init__(
        self, *args: Any, board: Board, levels: list[list[Any]], has_picks: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.board, self.has_picks = board, has_picks
        for name in ("products", "kit", "rubric"):
            self.initial[name] = "\n".join(getattr(self.instance, name))
        self._offer(board)
        usual = [(number, _("Level %(level)d") % {"level": number}) for number in LEVELS]
        self.fields["usual_level"] = forms.TypedChoiceField(
            label=_("Level shown first"), choices=usual, coerce=int, widget=PickOne
        )
        known = {number: (words, minutes) for number, words, minutes in levels}
        for number, label in usual:
            words, minutes = known.get(number, ("", None))
            self.fields[f"level_{number}"] = forms.CharField(
                label=label, required=False, max_length=limits.LEVEL, initial=words
            )
            own = _("Minutes at level %(level)d") % {"level": number}
            self.fields[f"minutes_{number}"] = Number(
                *limits.MINUTES, label=own, required=False, initial=minutes
            )

    def _offer(self, board: Board) -> None:
        """Ask only what the board has: its standards, its courses."""
        if board.standards:
            choices = [(str(n), words) for n, words in enumerate(board.standards, start=1)]
            self.fields["standards"].choices = choices  # type: ignore[attr-defined]
            self.initial["standards"] = [str(n) for n in self.instance.standards]
        else:
            del self.fields["standards"]
        if board.shape == Shape.MENU:
            self.fields["course"].choices = Course.choices  # type: ignore[attr-defined]
            self.fields["course"].required = True
        else:
            del self.fields["course"]

    def _bound(self, names: str) -> list[forms.BoundField]:
        return [self[name] for name in names.split() if name in self.fields]

    @property
    def first(self) -> list[forms.BoundField]:
        return self._bound(" ".join(self.FIRST))

    @property
    def by_level(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"level_{number}"], self[f"minutes_{number}"]) for number in LEVELS]

    @property
    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """(heading, hint, fields) of what is asked for rarely."""
        return [
            (_("Ways to explore and to show"), "", self._bound("formats products standards")),
            (
                _("What it needs"),
                "",
                self._bound("materials kit link needs_device needs_internet capacity company"),
            ),
            (
                _("Who can do it"),
                _("Say only what every way and level asks. The board’s check goes by this."),
                self._bound("asks offers"),
            ),
            (_("Rubric and example"), "", self._bound("rubric exemplar exemplar_link")),
            (_("Paper, and closing the tile"), "", self._bound("tint is_closed")),
        ]

    def levels(self) -> list[list[Any]]:
        """(number, what is asked, minutes) of the levels that ask something."""
        said = self.cleaned_data
        return [
            [number, said[f"level_{number}"], said.get(f"minutes_{number}")]
            for number in LEVELS
            if said[f"level_{number}"]
        ]

    def clean_title(self) -> str:
        return on_one_line(self.cleaned_data["title"])

    def clean_products(self) -> list[str]:
        return said_lines(
            self.cleaned_data["products"],
            limits.PRODUCTS,
            _("%(most)d ways are enough. Leave some out."),
            _("Say each way in %(letters)d letters or fewer."),
        )

    def clean_kit(self) -> list[str]:
        return said_lines(
            self.cleaned_data["kit"],
            limits.KIT,
            _("%(most)d things are enough. Leave some out."),
            _("Say each thing in %(letters)d letters or fewer."),
        )

    def clean_rubric(self) -> list[str]:
        return said_lines(
            self.cleaned_data["rubric"],
            limits.RUBRIC,
            _("%(most)d lines are enough. Leave some out."),
            _("Say each line in %(letters)d letters or fewer."),
        )

    def clean_standards(self) -> list[int]:
        return [int(number) for number in self.cleaned_data["standards"]]

    def clean(self) -> None:
        super().clean()
        if self.has_picks and "is_must" in self.changed_data:
            self.add_error("is_must", _("Students have picked this tile. It stays as it is."))
        usual = self.cleaned_data.get("usual_level")
        has_levels = any(self.cleaned_data.get(f"level_{number}") for number in LEVELS)
        if usual and has_levels and not self.cleaned_data.get(f"level_{usual}"):
            self.add_error(f"level_{usual}", _("This is the level shown first. Say what is asked."))
        for number in LEVELS:
            words, minutes = f"level_{number}", f"minutes_{number}"
            if self.cleaned_data.get(minutes) and self.cleaned_data.get(words) == "":
                self.add_error(words, _("Say what is asked, or leave its minutes empty."))
