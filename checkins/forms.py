"""Forms of planning and holding check-ins: also for one button, and for one query parameter."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.models import CheckInNote, HelpRequest, Outcome, Plan, Topic
from plc.crispy import PickMany, PickOne

NOTE_AUDIENCE = _(
    "Only your team reads this. Notes are school records; a family may ask to read them."
)


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
            "invalid": _("Choose one of the places."),
            "required": _("Choose a place."),
        },
    )


class FixForm(VersionForm):
    """Fix the time, or let it be planned again."""

    fixed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class LiveForm(forms.Form):
    """Whom the teacher turned to, when not the next in line."""

    slot = forms.CharField(required=False, max_length=12)


class PollForm(LiveForm):
    """What an open page shows when it asks for news."""

    ticket = forms.CharField(max_length=200)


class HoldForm(forms.Form):
    """What was seen in a check-in: taps, and words only if wanted."""

    topic = forms.ChoiceField(label=_("About"), choices=Topic, widget=PickOne)
    outcomes = forms.MultipleChoiceField(
        label=_("Quick note"), choices=Outcome, required=False, widget=PickMany
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=CheckInNote._meta.get_field("text").max_length,
        help_text=NOTE_AUDIENCE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NewCheckInForm(HoldForm):
    """A check-in nobody planned. The key makes a second post of the same form harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["topic", "outcomes", "note", "key"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        first = {"topic": Topic.PROJECT, "key": uuid4()}
        super().__init__(*args, **{"initial": first, **kwargs})


class AskForm(forms.Form):
    """Why a student raises her hand; a few words may follow once it is up."""

    reason = forms.ChoiceField(
        choices=HelpRequest.Reason,
        error_messages={
            "required": _("Pick one."),
            "invalid_choice": _("Pick one."),
        },
    )
    words = forms.CharField(label=_("Say more"), required=False, max_length=140, strip=True)
