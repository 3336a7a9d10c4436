"""What a school admin may change: classes and the school itself; buttons of rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from plc.converters import FIRST_DAY, LAST_DAY
from plc.crispy import Switch
from students.forms.names import NameField
from students.forms.setup import zone_choices
from students.models import ClosedDay, Grade, School, Section, Term

DAY = {"type": "date"}
LONGEST_BREAK = timedelta(days=120)
WEEKDAYS = (
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
)


class FilterForm(forms.Form):
    """A few letters to narrow a list by."""

    q = forms.CharField(label=_("Find"), required=False, max_length=80)


class SectionForm(forms.ModelForm):
    """A class."""

    grade = forms.ChoiceField(
        label=_("Grade"), choices=[("", _("None or mixed")), *Grade.choices], required=False
    )

    class Meta:
        model = Section
        fields = ("name", "grade", "subject")
        field_classes = {"name": NameField, "subject": NameField}


class SchoolForm(forms.ModelForm):
    """The school's name, hours and promise."""

    weekdays = forms.MultipleChoiceField(
        label=_("School days"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)

    class Meta:
        model = School
        fields = (
            "name",
            "district",
            "time_zone",
            "day_starts_at",
            "day_ends_at",
            "weekdays",
            "clock_24h",
            "promise_days",
        )
        field_classes = {"name": NameField, "district": NameField}
        widgets = {
            "clock_24h": Switch(),
            "day_starts_at": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "day_ends_at": forms.TimeInput({"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["weekdays"] = list(self.instance.weekdays)

    def clean_weekdays(self) -> str:
        return "".join(sorted(self.cleaned_data["weekdays"]))

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        start, end = asked.get("day_starts_at"), asked.get("day_ends_at")
        if start and end and end <= start:
            self.add_error("day_ends_at", _("School ends after it starts."))
        return asked


class OfSchoolForm(forms.ModelForm):
    """A row of the school, checked for what may stand in it once."""

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.school = school

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"school"}  # type: ignore[misc]


class TermForm(OfSchoolForm):
    """A school year or a part of it."""

    class Meta:
        model = Term
        fields = ("name", "kind", "starts_on", "ends_on")
        field_classes = {"name": NameField}
        widgets = {"starts_on": forms.DateInput(DAY), "ends_on": forms.DateInput(DAY)}


class ClosedDayForm(OfSchoolForm):
    """Weekdays without school, or with half a day of it."""

    class Meta:
        model = ClosedDay
        fields = ("on", "until", "is_half", "reason")
        widgets = {
            "on": forms.DateInput(DAY),
            "until": forms.DateInput(DAY),
            "is_half": Switch(),
        }
        help_texts = {
            "until": _("Leave it empty for a single day."),
            "is_half": _("Two half days count as one school day."),
        }

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        first, last = asked.get("on"), asked.get("until")
        if first and not FIRST_DAY <= first <= LAST_DAY:
            self.add_error("on", _("Choose a day of this century."))
        if first and last and last - first > LONGEST_BREAK:
            self.add_error("until", _("Enter at most 120 days in a row."))
        return asked


class RowForm(forms.Form):
    """One of these rows, by a button: a key that is not among them is nobody's."""

    row: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None)

    def __init__(self, *args: Any, rows: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["row"].queryset = rows  # type: ignore[attr-defined]


class SwitchForm(forms.Form):
    """Which way a button switches, so that a second click does not switch back."""

    to = forms.ChoiceField(choices=[("on", "on"), ("off", "off")], required=False)

    def is_done(self, *, is_on: bool) -> bool:
        """Whether it stands as asked already."""
        return self.is_valid() and self.cleaned_data["to"] == ("on" if is_on else "off")
