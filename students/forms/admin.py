"""What a school admin may change: classes, people, the school itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from plc.models import User
from students.forms.setup import zone_choices
from students.models import ClosedDay, School, Section, StaffRole, Term

DAY = {"type": "date"}
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

    class Meta:
        model = Section
        fields = ("name", "grade", "subject")


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
            "promise_days",
        )
        widgets = {
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
        widgets = {"starts_on": forms.DateInput(DAY), "ends_on": forms.DateInput(DAY)}


class ClosedDayForm(OfSchoolForm):
    """A weekday without school."""

    class Meta:
        model = ClosedDay
        fields = ("on", "reason")
        widgets = {"on": forms.DateInput(DAY)}


class PersonForm(forms.Form):
    """An adult and what she does here; the e-mail tells whether plc knows her."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"))
    kind = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (kind.value, kind.label)
            for kind in (
                StaffRole.Kind.TEACHER,
                StaffRole.Kind.CO_TEACHER,
                StaffRole.Kind.SPECIALIST,
                StaffRole.Kind.SCHOOL_ADMIN,
            )
        ],
    )
    section = forms.ModelChoiceField(
        label=_("Class"),
        queryset=Section.objects.none(),
        to_field_name="key",
        required=False,
        help_text=_("For a teacher or co-teacher."),
    )
    numbers = forms.CharField(
        label=_("Student numbers"),
        required=False,
        max_length=2000,
        help_text=_("For a specialist: the numbers of her students, with commas."),
    )

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.fields["section"].queryset = school.sections.active()  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        taken = User.objects.filter(email=email, is_active=False).exists()
        if taken:
            raise ValidationError(_("This account is disabled. Enable it first."))
        return email

    def clean_numbers(self) -> list[str]:
        numbers = [part.strip() for part in self.cleaned_data["numbers"].split(",")]
        wanted = [number for number in numbers if number]
        known = dict(
            self.school.students.filter(external_id__in=wanted).values_list("external_id", "pk")
        )
        missing = [number for number in wanted if number not in known]
        if missing:
            raise ValidationError(
                _("No student here has the number %(number)s."), params={"number": missing[0]}
            )
        return wanted

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        kind = asked.get("kind")
        teaches = kind in {StaffRole.Kind.TEACHER, StaffRole.Kind.CO_TEACHER}
        if teaches and not asked.get("section") and "section" not in self.errors:
            self.add_error("section", _("Choose the class."))
        if kind == StaffRole.Kind.SPECIALIST and not asked.get("numbers") and not self.errors:
            self.add_error("numbers", _("Write at least one student number."))
        return asked


class EnrollForm(forms.Form):
    """A student of the school, by number, into a class."""

    number = forms.CharField(label=_("Student number"), max_length=80)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.student: Any = None

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].strip()
        self.student = self.school.students.filter(external_id=number).first()
        if self.student is None:
            raise ValidationError(_("No student here has this number."))
        return number
