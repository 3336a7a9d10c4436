"""What a teacher says of a board or of a tile in another language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from choiceboards.forms.fields import on_one_line
from choiceboards.languages import every_language
from choiceboards.limits import LEVEL, LEVELS
from choiceboards.models import BoardText, TileText


class TextForm(forms.ModelForm):
    """Words in another language; what is left empty is shown in the board's own.

    The instance says whose words they are; one without a language asks which. `seen` marks what
    the teacher saw.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.language:
            del self.fields["language"]
            return
        others = self.instance.of.texts.values_list("language", flat=True)
        taken = {self.instance.board.language or "en", *others}
        free = [row for row in every_language() if row[0] not in taken]
        self.fields["language"].choices = [("", _("Choose one")), *free]  # type: ignore[attr-defined]

    @property
    def said(self) -> list[forms.BoundField]:
        """The fields to see; what is typed runs as its own letters run."""
        code = self.instance.language
        for field in self.visible_fields():
            if field.name != "language":
                field.field.widget.attrs |= {"dir": "auto"} | ({"lang": code} if code else {})
        return self.visible_fields()

    def clean_title(self) -> str:
        return on_one_line(self.cleaned_data["title"])

    def save_to(self) -> Any:
        """The text as it is to be kept; only of a valid form."""
        return self.instance


class BoardTextForm(TextForm):
    class Meta:
        model = BoardText
        fields = ("language", "title", "directions")
        widgets = {"directions": forms.Textarea(attrs={"rows": 2})}


class TileTextForm(TextForm):
    class Meta:
        model = TileText
        fields = ("language", "title", "directions", "materials")
        widgets = {
            "directions": forms.Textarea(attrs={"rows": 3}),
            "materials": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tile = self.instance.activity
        self.fields["materials"].help_text = escape(tile.materials)
        self.asked = list(tile.levels.values_list("number", "directions"))
        for number, asked in self.asked:
            self.fields[f"level_{number}"] = forms.CharField(
                label=_("Level %(level)d") % {"level": number},
                required=False,
                max_length=LEVEL,
                help_text=escape(asked),  # hints may hold markup, a teacher's words do not
                initial=dict(enumerate(self.instance.levels, start=1)).get(number, ""),
            )

    def save_to(self) -> TileText:
        said = {number: self.cleaned_data[f"level_{number}"] for number, _asked in self.asked}
        levels = [said.get(number, "") for number in LEVELS]
        self.instance.levels = levels if any(levels) else []
        text: TileText = self.instance
        return text


def text_form(text: BoardText | TileText, data: Any = None, **initial: str) -> TextForm:
    """The form for these words."""
    form = BoardTextForm if isinstance(text, BoardText) else TileTextForm
    return form(data, instance=text, initial=initial)
