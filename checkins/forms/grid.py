"""Answers to a short check: a teacher's oral entry grid, and a student's own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from checkins.checks.results import MARK_OF, StudentRow
from checkins.forms.checks import ANSWER_LENGTH
from checkins.models import CheckItem
from checkins.models.checks import MOST_ITEMS
from plc.crispy import PickOne


class GridForm(forms.Form):
    """The oral entry grid: a cell for each student and question, named `key.position`.

    A cell says 1 (right), 0 (not yet), - (not asked) or nothing. `was.key` is the row as the page
    showed it, so that only what was changed is written: a co-teacher's cells beside stay hers.
    """

    def __init__(
        self, *args: Any, rows: Sequence[StudentRow], questions: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.positions = rows, range(1, questions + 1)
        for row in rows:
            for place in self.positions:
                self.fields[f"{row.key}.{place}"] = forms.CharField(
                    label=_("%(name)s, question %(number)s")
                    % {"name": row.called, "number": place},
                    required=False,
                    max_length=1,
                )
            self.fields[f"was.{row.key}"] = forms.CharField(
                required=False, strip=False, max_length=MOST_ITEMS, widget=forms.HiddenInput
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for row in self.rows:
            for place in self.positions:
                name = f"{row.key}.{place}"
                if name in said and said[name] not in MARK_OF:
                    shown = Truncator(said[name]).chars(1)
                    self.add_error(name, _("“%(typed)s” is not 1, 0 or -.") % {"typed": shown})
        return said

    def changed(self) -> dict[tuple[str, int], str]:
        """The marks that differ from what the page showed, by student key and position."""
        said = self.cleaned_data
        found = {}
        for row in self.rows:
            was = said[f"was.{row.key}"].ljust(len(self.positions))
            for place in self.positions:
                key = said[f"{row.key}.{place}"]
                if key != was[place - 1].strip():
                    found[row.key, place] = MARK_OF[key]
        return found

    @property
    def lines(self) -> list[tuple[StudentRow, list[tuple[int, str, Any]], str]]:
        """Each row with its cells (position, what stands in it, errors) and how it was shown."""
        return [(row, self._cells(row), self._was(row)) for row in self.rows]

    def _cells(self, row: StudentRow) -> list[tuple[int, str, Any]]:
        return [
            (
                place,
                self.data.get(f"{row.key}.{place}", "")
                if self.is_bound
                else row.keys[place - 1].strip(),
                self.errors.get(f"{row.key}.{place}") if self.is_bound else None,
            )
            for place in self.positions
        ]

    def _was(self, row: StudentRow) -> str:
        return self.data.get(f"was.{row.key}", "") if self.is_bound else row.keys


class MyCheckForm(forms.Form):
    """A student's answers, `q1` to `q5`; each may be left empty."""

    def __init__(self, *args: Any, items: Sequence[CheckItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"q{item.position}"] = _answer_field(item)

    def said(self) -> dict[int, str]:
        return {item.pk: self.cleaned_data[f"q{item.position}"] for item in self.items}


def _answer_field(item: CheckItem) -> forms.Field:
    if item.kind == CheckItem.Kind.CHOICE:
        return forms.ChoiceField(
            label=item.text,
            required=False,
            choices=[(choice, choice) for choice in item.choices],
            widget=PickOne,
            error_messages={"invalid_choice": _("Pick one of these.")},
        )
    attrs = {"autocomplete": "off"}
    if item.kind == CheckItem.Kind.NUMBER:
        attrs["inputmode"] = "text"  # a slash is on no number pad
    return forms.CharField(
        label=item.text,
        required=False,
        max_length=ANSWER_LENGTH,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"max_length": _("That is long. Make it shorter.")},
    )
