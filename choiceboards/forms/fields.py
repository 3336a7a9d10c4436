"""What the forms about boards and tiles ask for more than once."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from choiceboards import limits
from plc.crispy import PickMany


class Number(forms.IntegerField):
    """A whole number from `low` to `high`, refused in one sentence."""

    def __init__(self, low: int, high: int, **kwargs: Any) -> None:
        super().__init__(min_value=low, max_value=high, **kwargs)
        words = gettext_lazy("Choose a whole number from {low} to {high}.")
        for code in ("invalid", "min_value", "max_value"):
            self.error_messages[code] = format_lazy(words, low=low, high=high)


class WebLink(forms.URLField):
    """A page of the web: Django's field takes ftp, too."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class Several(forms.MultipleChoiceField):
    """Some of a closed set, each once, however often it was sent."""

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(super().clean(value)))


def link_field(label: Any, **more: Any) -> WebLink:
    return WebLink(
        label=label,
        required=False,
        max_length=limits.LINK,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("That is not a link. It starts with https://")},
        **more,
    )


def several(label: Any, choices: Any) -> Several:
    return Several(label=label, required=False, choices=choices, widget=PickMany)


def lines_field(label: Any, limit: limits.Lines, hint: Any = "", rows: int = 3) -> forms.CharField:
    """Words that are typed one a line."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=2 * limit.most * (limit.letters + 2),  # room for spaces; each line is counted
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=hint,
    )


def said_lines(text: str, limit: limits.Lines, too_many: str, too_long: str) -> list[str]:
    """Each line once; refused in words that may name the limit."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    words = list(dict.fromkeys(filter(None, lines)))
    if len(words) > limit.most:
        raise ValidationError(too_many % limit._asdict())
    if any(len(line) > limit.letters for line in words):
        raise ValidationError(too_long % limit._asdict())
    return words


def on_one_line(text: str) -> str:
    """The text of a box with one line; a browser sends no other, a board file holds no other."""
    return re.sub(r"\s*[\r\n]+\s*", " ", text)
