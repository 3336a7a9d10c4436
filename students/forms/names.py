"""A name as a person types or pastes it: of a child, an adult, a class or a school."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from students.roster.names import bad_sign, clean, without_hidden


class NameField(forms.CharField):
    """One line. What copying brings along goes, and what no list may hold is refused here too."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return without_hidden(clean(text))[0] if isinstance(text, str) else text

    def validate(self, value: Any) -> None:
        super().validate(value)
        bad = bad_sign(value) if value and "\0" not in value else None  # NUL has words of its own
        if bad:
            words = _("This holds a hidden sign that no name has (%(sign)s). Type it again.")
            raise ValidationError(words, params={"sign": bad[1]})
