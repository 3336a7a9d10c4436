"""Controls of grids that have hundreds of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


class QuickSelect(forms.Select):
    """A select written without a template; options in groups are not for it.

    Django draws each option by a template of its own: of a page with a grid of 168 selects that was
    two thirds. The same options stand in every row, so that each is written once and kept.
    """

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        chosen = set(self.format_value(value))
        options = (
            _option(str(key), str(words), is_chosen=str(key) in chosen)
            for key, words in self.choices
        )
        written = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>{}</select>", written, mark_safe("".join(options)))  # noqa: S308 - escaped below


@lru_cache(maxsize=1024)
def _option(key: str, words: str, *, is_chosen: bool) -> SafeString:
    if is_chosen:
        return format_html('<option value="{}" selected>{}</option>', key, words)
    return format_html('<option value="{}">{}</option>', key, words)
