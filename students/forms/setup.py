"""What the first start asks for."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from plc.models import User
from students.forms.names import NameField

COMMON_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
)


@cache
def _places() -> tuple[tuple[str, str], ...]:
    """All time zones named by a place; reading them from disk takes a while."""
    names = sorted(zone for zone in available_timezones() if "/" in zone)
    return tuple((zone, zone.replace("_", " ")) for zone in names)


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones to choose from: the usual ones of the United States first, then all."""
    usual = [place for zone in COMMON_ZONES for place in _places() if place[0] == zone]
    rest = [place for place in _places() if place not in usual]
    return [(str(_("Usual")), usual), (str(_("All")), rest)]


class SetupForm(forms.Form):
    """The school, and the person who will look after it."""

    school = NameField(label=_("Name of the school"), max_length=120)
    district = NameField(label=_("District"), max_length=120, required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zone_choices, initial="America/New_York"
    )
    name = NameField(label=_("Your name"), max_length=120)
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("A password"),
        max_length=200,
        strip=False,
        help_text=_("At least 10 characters. A sentence is good."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if password := asked.get("password"):
            user = User(name=asked.get("name", ""), email=asked.get("email", ""))
            try:
                validate_password(password, user)
            except ValidationError as refusal:
                self.add_error("password", refusal)
        return asked
