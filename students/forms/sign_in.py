"""What a student and her teacher type to sign in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from students.models import Section, Student


class CodeForm(forms.Form):
    """A class code, in any case and with any spaces."""

    code = forms.CharField(
        label=_("Class code"),
        max_length=16,
        error_messages={"required": _("Type your class code.")},
        widget=forms.TextInput(
            {
                "class": "input code",
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


class ChildForm(forms.Form):
    """One student of the class by her key, or the whole class when it is left out."""

    student = forms.ChoiceField(required=False, widget=forms.Select({"class": "input"}))

    def __init__(self, *args: Any, children: Sequence[Student], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.children = children
        self.fields["student"].choices = [  # type: ignore[attr-defined]
            ("", _("The whole class")),
            *((child.key, child.name) for child in children),
        ]

    @property
    def chosen(self) -> list[Student]:
        key = self.cleaned_data["student"]
        return [child for child in self.children if not key or child.key == key]


class NewSecretsForm(ChildForm):
    """Whose secret pictures to make anew; the key makes a second post harmless."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
