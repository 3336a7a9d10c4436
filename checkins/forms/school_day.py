"""What an admin says about a day of the whole school: help offered, and how to plan it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from checkins.models import Offer
from checkins.places import clock_format
from checkins.school import Settings
from plc.models import User
from students.models import School, StaffRole

_CLOCK = {"type": "time"}


class AdultField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), to_field_name="key", **kwargs)


class OfferForm(forms.Form):
    """Who helps a class how, from when to when."""

    kind = forms.ChoiceField(label=_("Kind of help"), choices=Offer.Kind, widget=forms.RadioSelect)
    adult = AdultField(label=_("Who"))
    starts_at = forms.TimeField(label=_("From"), widget=forms.TimeInput(_CLOCK, "%H:%M"))
    ends_at = forms.TimeField(label=_("To"), widget=forms.TimeInput(_CLOCK, "%H:%M"))
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, school: School, day: date, teacher: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        roles = StaffRole.objects.current(day).filter(school=school)
        adults = User.objects.filter(pk__in=roles.values("user"), is_active=True)
        self.fields["adult"].queryset = adults.exclude(pk=teacher).order_by("name", "pk")  # type: ignore[attr-defined]
        self.school, self.day = school, day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        opens, closes = self.school.day_starts_at, self.school.day_ends_at
        if said.get("starts_at") and said.get("ends_at") and said["starts_at"] >= said["ends_at"]:
            self.add_error("ends_at", _("The help ends after it starts."))
        for name in ("starts_at", "ends_at"):
            if said.get(name) and not opens <= said[name] <= closes:
                self.add_error(name, self._out_of_hours())
        if said.get("kind") == Offer.Kind.SPECIALIST and said.get("adult"):
            roles = said["adult"].staff_roles.current(self.day).caring()
            if not roles.filter(school=self.school).exists():
                self.add_error(
                    "adult", _("This adult is assigned to no student. Choose a specialist.")
                )
        return said

    def _out_of_hours(self) -> str:
        """A wrong half of the day would be seen nowhere: pages show 10:00 for both."""
        shown = clock_format(self.school)
        return gettext("School is from %(start)s to %(end)s. Choose a time in it.") % {
            "start": time_format(self.school.day_starts_at, shown),
            "end": time_format(self.school.day_ends_at, shown),
        }

    @property
    def offer(self) -> dict[str, Any]:
        """What was said, without the version."""
        return {name: self.cleaned_data[name] for name in ("kind", "adult", "starts_at", "ends_at")}


class SchoolPlanForm(forms.Form):
    """How the whole school is planned."""

    minutes = forms.IntegerField(label=_("Minutes each"), min_value=1, max_value=20)
    gap = forms.IntegerField(label=_("Minutes to switch"), min_value=0, max_value=10)
    most = forms.IntegerField(
        label=_("Most check-ins of one adult"),
        required=False,
        min_value=1,
        max_value=200,
        help_text=_("Leave it empty for no limit."),
    )
    out = forms.IntegerField(
        label=_("Most students out of one class at the same time"),
        required=False,
        min_value=1,
        max_value=20,
        help_text=_("With its teacher and with a specialist. Leave it empty for no limit."),
    )
    since = forms.IntegerField(
        required=False, min_value=0, max_value=24 * 60, widget=forms.HiddenInput
    )

    @property
    def settings(self) -> Settings:
        said = self.cleaned_data
        return Settings(said["minutes"], said["gap"], said["most"], said["out"], said["since"] or 0)


class PublishForm(SchoolPlanForm):
    """The same, and what the plan rested on when it was shown."""

    token = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
