"""A select without a template says what Django's own says."""

import pytest
from django import forms
from django.test.html import parse_html
from django.utils.translation import gettext_lazy

from plc.widgets import QuickSelect

CHOICES = [("", "–"), ("1", "One & <two>"), (2, gettext_lazy("Today")), ("x'\"", "'\"")]


@pytest.mark.parametrize("value", [None, "", "1", 2, "2", "x'\"", "nothing of it"])
def test_it_is_the_same_control_as_djangos(value):
    said = {"name": 'a"b', "value": value, "attrs": {"id": "id_1", "required": True}}
    ours, djangos = (
        widget({"aria-label": "Tile 1, <Ana>", "class": "input"}, CHOICES).render(**said)
        for widget in (QuickSelect, forms.Select)
    )
    assert parse_html(ours) == parse_html(djangos)
