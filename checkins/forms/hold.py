"""Forms of holding check-ins: also for one button, and for one query parameter."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.models import (
    Audience,
    CheckInNote,
    HelpRequest,
    Outcome,
    Promise,
    Roadblock,
    Topic,
)
from checkins.services import Said
from plc.crispy import PickMany, PickOne

NOTE_AUDIENCE = _(
    "Only your team reads this, unless you share it. Notes are school records; a family may ask "
    "to read them."
)
MOST_WORDS = CheckInNote._meta.get_field("text").max_length
PROMISE_WITHIN = [
    (1, _("Next school day")),
    (3, _("3 school days")),
    (5, _("5 school days")),
    (10, _("10 school days")),
]


class LiveForm(forms.Form):
    """Whom the teacher turned to, when not the next in line; whether she calls the class back."""

    slot = forms.CharField(required=False, max_length=12)
    call = forms.BooleanField(required=False)


class OnceForm(forms.Form):
    """The key that tells a post which comes twice from another one."""

    key = forms.UUIDField(required=False)


class HoldForm(forms.Form):
    """What was seen in a check-in: taps, and the rest only if wanted.

    A valid form's `cleaned_data` is what `services.hold` takes: `topic`, `outcomes`, `said`.
    """

    topic = forms.ChoiceField(label=_("About"), choices=Topic, widget=PickOne)
    outcomes = forms.MultipleChoiceField(
        label=_("Quick note"), choices=Outcome, required=False, widget=PickMany
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=MOST_WORDS,
        help_text=NOTE_AUDIENCE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    audience = forms.ChoiceField(
        label=_("Who reads your words"),
        choices=Audience,
        required=False,
        initial=Audience.TEAM,
        widget=PickOne,
    )
    roadblock = forms.ChoiceField(
        label=_("Something is in the way"),
        choices=[("", _("Nothing")), *Roadblock.Kind.choices],
        required=False,
    )
    roadblock_words = forms.CharField(
        label=_("In the way: say more"), required=False, max_length=200
    )
    promise = forms.ChoiceField(
        label=_("You promise"),
        choices=[("", _("Nothing")), *Promise.Kind.choices],
        required=False,
    )
    promise_words = forms.CharField(label=_("Promise: say more"), required=False, max_length=200)
    days = forms.TypedChoiceField(
        label=_("Within"), choices=PROMISE_WITHIN, required=False, coerce=int
    )

    def clean(self) -> dict[str, Any]:
        """Words need to know what they are about; then all of it is put together as `said`."""
        facts = super().clean() or self.cleaned_data
        for kind in ("roadblock", "promise"):
            if facts.get(f"{kind}_words") and not facts.get(kind):
                self.add_error(kind, _("Choose what your words are about."))
        said = {name: facts.pop(name) for name in SAID if name in facts}
        said["audience"] = said.get("audience") or Audience.TEAM
        said["days"] = said.get("days") or PROMISE_WITHIN[0][0]
        return facts | {"said": Said(**said)}


SAID = [
    "note",
    "audience",
    "roadblock",
    "roadblock_words",
    "promise",
    "promise_words",
    "days",
]


class LiveHoldForm(HoldForm):
    """The live page's form. It may have waited in a browser for the network, `ago` seconds long.

    Meanwhile the slot may be gone: `student` says who was met. The key tells a form that comes
    twice from another one.
    """

    key = forms.UUIDField(required=False)
    student = forms.CharField(required=False, max_length=12)
    ago = forms.IntegerField(required=False, min_value=0, max_value=7 * 24 * 60 * 60)

    def held_at(self, now: datetime) -> datetime:
        self.is_valid()
        return now - timedelta(seconds=self.cleaned_data.get("ago") or 0)


class NewCheckInForm(HoldForm):
    """A check-in nobody planned. The key makes a second post of the same form harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)

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
