"""What is sent about surveys and readiness: a new window, a student's answers, one tap."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from checkins.models import ReadinessSetting, Ready, Scale, Survey
from checkins.surveys.asking import POINTS, asked_items, points_of
from plc.converters import FIRST_DAY, LAST_DAY
from plc.crispy import PickOne, Switch

LONGEST = timedelta(days=60)


class OpenSurveyForm(forms.ModelForm):
    """When students are asked: from a day to a day, both included."""

    class Meta:
        model = Survey
        fields = ["title", "starts_on", "ends_on"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("starts_on", "ends_on")
        }
        help_texts = {"title": _("For the adults, for example “Winter”.")}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        starts_on, ends_on = said.get("starts_on"), said.get("ends_on")
        if not starts_on or not ends_on:
            return said
        if not (starts_on >= FIRST_DAY and ends_on <= LAST_DAY):
            self.add_error("starts_on", _("Choose days of this century."))
        elif ends_on < starts_on:
            self.add_error("ends_on", _("The last day comes before the first. Swap the two."))
        elif ends_on < self.today:
            self.add_error("ends_on", _("This day is over. Choose one from today on."))
        elif ends_on - starts_on > LONGEST:
            self.add_error("ends_on", _("Two months are the most. Choose an earlier day."))
        return said


class TrendForm(forms.Form):
    """Which scale's trend to show."""

    scale = forms.ChoiceField(choices=Scale.choices, required=False)

    def shown(self) -> str:
        """The scale asked for; without one, or with a wrong one, the first."""
        asked = self.cleaned_data["scale"] if self.is_valid() else ""
        return asked or Scale.BELONGING.value


class MySurveyForm(forms.Form):
    """A student's answers, a field for each item; every one may be left out."""

    def __init__(self, *args: Any, grades: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = POINTS[points_of(grades)]
        self.places = {}
        for scale, item in asked_items(grades):
            self.places[item.code] = scale
            self.fields[item.code] = forms.TypedChoiceField(
                label=item.text,
                required=False,
                coerce=int,
                empty_value=None,
                choices=[(point, words) for point, words, _face in self.points],
                widget=PickOne,
                error_messages={"invalid_choice": _("Pick one of these.")},
            )

    def said(self) -> dict[str, dict[str, int]]:
        """The points chosen, by scale and item."""
        found: dict[str, dict[str, int]] = {}
        for code, scale in self.places.items():
            point = self.cleaned_data[code]
            if point is not None:
                found.setdefault(scale, {})[code] = point
        return found

    @property
    def has_faces(self) -> bool:
        return bool(self.points[0][2])

    @property
    def questions(self) -> list[tuple[BoundField, list[tuple[Any, str]]]]:
        """Each item with its options and their faces."""
        faces = [face for _point, _words, face in self.points]
        return [(field, list(zip(field, faces, strict=True))) for field in self]


class SkipForm(forms.Form):
    """The button that says nothing, which is an answer too."""

    skip = forms.BooleanField(required=False)


class ReadyForm(forms.Form):
    """One tap: how she comes in, and which class asked."""

    feels = forms.ChoiceField(
        choices=Ready.choices,
        error_messages={"required": _("Tap one."), "invalid_choice": _("Tap one.")},
    )
    section = forms.SlugField(max_length=12)


class ReadinessForm(forms.ModelForm):
    """Whether the class is asked, and how long answers are kept."""

    class Meta:
        model = ReadinessSetting
        fields = ["is_asked", "keep_weeks"]
        widgets = {"is_asked": Switch}
        help_texts = {
            "is_asked": _("Students tap one of four words on their page. Only you see it."),
            "keep_weeks": _("From 1 to 12. Older answers are deleted for good."),
        }
