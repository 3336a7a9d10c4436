"""Forms of what is kept of check-ins: words, what is open, who needs me, a student's turn."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.board.needs import Why
from checkins.forms.hold import MOST_WORDS, NOTE_AUDIENCE
from checkins.models import Ask, Audience, Topic
from plc.crispy import PickOne


class NoteForm(forms.Form):
    """Words about a check-in, and who reads them."""

    text = forms.CharField(
        label=_("Note"),
        max_length=MOST_WORDS,
        help_text=NOTE_AUDIENCE,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write a few words first.")},
    )
    audience = forms.ChoiceField(
        label=_("Who reads your words"),
        choices=Audience,
        initial=Audience.TEAM,
        widget=PickOne,
    )


class NewNoteForm(NoteForm):
    """The key makes a second post of the same form harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"key": uuid4()}, **kwargs})


class ChangeNoteForm(NoteForm):
    """With the version that the page showed."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


CASELOAD = "caseload"  # the list of a specialist's own students


class FollowUpForm(forms.Form):
    """Close what is open, or open it again; and the list to go back to, if any: a class's key."""

    open = forms.BooleanField(required=False)
    back = forms.RegexField(regex=rf"^([a-z0-9]{{12}}|{CASELOAD})$", required=False)


class NeedsForm(forms.Form):
    """One kind of reason, or all."""

    why = forms.ChoiceField(choices=Why, required=False)


class TurnForm(forms.Form):
    """A student asks for a check-in: what about, and a line if she likes."""

    topic = forms.ChoiceField(
        choices=Topic,
        error_messages={"required": _("Pick one."), "invalid_choice": _("Pick one.")},
    )
    words = forms.CharField(
        required=False, max_length=Ask._meta.get_field("words").max_length, strip=True
    )
