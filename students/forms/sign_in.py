"""What a student and her teacher type to sign in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from students.models import Section


class CodeForm(forms.Form):
    """A class code, in any case and with any spaces."""

    code = forms.CharField(
        label=_("Class code"),
        max_length=16,
        error_messages={"required": _("Type your class code.")},
        widget=forms.TextInput(
            {
                "class": "code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        help_text=_("Look on the poster in your room."),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split()).upper()


class SecretForm(forms.Form):
    """The picture tapped now, and those tapped before it."""

    picture = forms.ChoiceField()
    said = forms.CharField(required=False, max_length=80)

    def __init__(self, *args: Any, offered: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.fields["picture"].choices = [(name, name) for name in offered]  # type: ignore[attr-defined]

    @property
    def pictures(self) -> tuple[str, ...]:
        """All pictures so far; unknown names before the last are dropped."""
        before = self.cleaned_data["said"].split()
        return (*(name for name in before if name in self.offered), self.cleaned_data["picture"])


class CodeStateForm(forms.Form):
    """Open the code for an hour, in school hours, or close it."""

    state = forms.ChoiceField(choices=[*Section.Code.choices, ("new", _("New code"))])
