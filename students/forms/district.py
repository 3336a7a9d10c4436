"""What a district's admin types: a new school with its admin, and who else oversees."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from plc import clock
from plc.models import User
from students.forms.names import NameField
from students.forms.setup import zone_choices
from students.models import School, StaffRole


def known_email(written: str) -> str:
    """An e-mail as it is kept; that of a disabled account is refused."""
    email = written.lower()
    if User.objects.filter(email=email, is_active=False).exists():
        raise ValidationError(_("This account is disabled. Enable it first."))
    return email


class DistrictAdminForm(forms.Form):
    """An adult who is to oversee the district."""

    name = NameField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)

    def clean_email(self) -> str:
        return known_email(self.cleaned_data["email"])


class NewSchoolForm(forms.Form):
    """A school of the district, and who looks after it first."""

    school = NameField(label=_("Name of the school"), max_length=120)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zone_choices, initial="America/New_York"
    )
    name = NameField(label=_("Name of its admin"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail of its admin"),
        max_length=254,
        help_text=_("Your own, if you look after it yourself. You may look after one school."),
    )

    def __init__(self, *args: Any, district: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.district = district

    def clean_school(self) -> str:
        name: str = self.cleaned_data["school"]
        if School.objects.filter(district=self.district, name__iexact=name).exists():
            raise ValidationError(_("Your district has a school of this name already."))
        return name

    def clean_email(self) -> str:
        """The pages of an office are about one school, so nobody is given a second."""
        email = known_email(self.cleaned_data["email"])
        runs = StaffRole.objects.current(clock.today()).school_wide()
        if runs.filter(user__email=email).exists():
            raise ValidationError(_("This person looks after a school already. Name another."))
        return email
