"""Forms of planning a day: how long, each button of the plan's page, minutes lost, repairs."""

from datetime import time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.models import Plan, Window
from checkins.places import clock_time, minute_of

_LAST_MINUTE = 24 * 60 - 1


class PlanForm(forms.ModelForm):
    """How long each check-in is, and which version of the plan the page showed."""

    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    class Meta:
        model = Plan
        fields = ["minutes", "gap"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("minutes", "gap"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"


class VersionForm(forms.Form):
    """The plan's version as the page showed it."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class MoveForm(VersionForm):
    """Where to: `earlier`, `later`, a window, or a window at a time."""

    to = forms.RegexField(
        regex=r"^(earlier|later|[a-z0-9]{12}(@[0-2][0-9]:[0-5][0-9])?)$",
        error_messages={
            "invalid": gettext_lazy("Choose one of the places."),
            "required": gettext_lazy("Choose a place."),
        },
    )


class FixForm(VersionForm):
    """Fix the time, or let it be planned again."""

    fixed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class LostForm(forms.Form):
    """A drill of so many minutes from now, or a window that begins so many minutes late."""

    what = forms.RegexField(regex=r"^(drill:(10|20)|late:(5|10):[a-z0-9]{12})$")

    def __init__(self, *args: Any, windows: QuerySet[Window], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.windows = windows

    def clean_what(self) -> tuple[int, Window | None]:
        kind, minutes, *key = self.cleaned_data["what"].split(":")
        window = self.windows.filter(key=key[0]).first() if key else None
        if kind == "late" and window is None:
            raise forms.ValidationError("")
        return int(minutes), window

    def stretch(self, now: time) -> tuple[time, time]:
        """From when until when nothing can be held, on a day where it is `now`."""
        minutes, window = self.cleaned_data["what"]
        start = min(minute_of(now), _LAST_MINUTE - minutes)
        if window is not None:
            start = max(start, minute_of(window.starts_at))
        return clock_time(start), clock_time(min(start + minutes, _LAST_MINUTE))

    def wish(self) -> str:
        """What the button said."""
        minutes, window = self.cleaned_data["what"]
        if window is None:
            return _("Drill, %(minutes)s min from now") % {"minutes": minutes}
        parts = {"block": window.label, "minutes": minutes}
        return _("%(block)s begins %(minutes)s min late") % parts


class PlanLostForm(VersionForm, LostForm):
    """The same on the plan's page, which says what version it showed."""


class RepairForm(VersionForm):
    """Which of the offered repairs."""

    to = forms.RegexField(
        regex=r"^(longer:[a-z0-9]{12}:[0-9]{1,3}|shorter:[0-9]{1,2}"
        r"|added:[0-9]{1,4}-[0-9]{1,4}|again|later)$"
    )
