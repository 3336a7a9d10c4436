"""What a school admin may change: classes, people, the school itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from plc.converters import FIRST_DAY, LAST_DAY
from plc.crispy import Switch
from plc.models import User
from students.forms.names import NameField
from students.forms.setup import zone_choices
from students.models import ClosedDay, Grade, School, Section, StaffRole, Student, Term
from students.models.roster import folded

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


def students_meant(school: School, lines: list[str]) -> list[Student]:
    """The students of the school with these numbers, or with exactly these names."""
    by_number = {row.external_id: row for row in school.students.filter(external_id__in=lines)}
    return [by_number.get(line) or _named(school, line) for line in lines]


def _named(school: School, name: str) -> Student:
    alike = school.students.all().named(name)[:50]
    same = [student for student in alike if folded(student.name) == folded(name)]
    if len(same) == 1:
        return same[0]
    about = {"name": name}
    if same:
        raise ValidationError(_("Several are called %(name)s. Write the number."), params=about)
    raise ValidationError(_("No student here is %(name)s."), params=about)


class PersonForm(forms.Form):
    """An adult and what she does here; the e-mail tells whether plc knows her."""

    name = NameField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
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
        empty_label=_("Choose a class"),
        help_text=_("For a teacher or co-teacher."),
    )
    students = forms.CharField(
        label=_("Students"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For a specialist: numbers or full names of her students, one a line."),
    )

    def __init__(
        self, *args: Any, school: School, with_district: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        if with_district:
            kind, roles = StaffRole.Kind.DISTRICT_ADMIN, cast("Any", self.fields["kind"])
            roles.choices = [*roles.choices, (kind.value, kind.label)]
        field: Any = self.fields["section"]
        field.queryset = school.sections.active()
        classes = sorted(field.queryset, key=Section.in_order)
        field.choices = [("", field.empty_label), *((row.key, row.name) for row in classes)]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email, is_active=False).exists():
            raise ValidationError(_("This account is disabled. Enable it first."))
        return email

    def clean_students(self) -> list[Student]:
        lines = (line.strip() for line in self.cleaned_data["students"].splitlines())
        return students_meant(self.school, [line for line in lines if line])

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        kind = asked.get("kind")
        teaches = kind in {StaffRole.Kind.TEACHER, StaffRole.Kind.CO_TEACHER}
        if teaches and not asked.get("section") and "section" not in self.errors:
            self.add_error("section", _("Choose the class."))
        if kind == StaffRole.Kind.SPECIALIST and not (asked.get("students") or self.errors):
            self.add_error("students", _("Name at least one student."))
        return asked


class EnrollForm(forms.Form):
    """A student of the school, by number or name, into a class."""

    student = forms.CharField(label=_("Number or full name"), max_length=120)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school

    def clean_student(self) -> Student:
        return students_meant(self.school, [self.cleaned_data["student"]])[0]


class RowForm(forms.Form):
    """One of these rows, by a button: a key that is not among them is nobody's."""

    row: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None)

    def __init__(self, *args: Any, rows: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["row"].queryset = rows  # type: ignore[attr-defined]


class EndRoleForm(forms.Form):
    """Roles of one adult, by a button, and whether the page of a class is where that stands."""

    row = forms.RegexField(r"^\d{1,18}(,\d{1,18}){0,399}\Z")
    on_class = forms.BooleanField(required=False)

    def __init__(self, *args: Any, rows: QuerySet[StaffRole], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows

    def clean_row(self) -> list[StaffRole]:
        """The roles, in the order of their making; whose is not known here is nobody's."""
        wanted = {int(number) for number in self.cleaned_data["row"].split(",")}
        found = list(self.rows.filter(pk__in=wanted).order_by("pk"))
        if len(found) < len(wanted) or len({role.user_id for role in found}) > 1:
            raise ValidationError(_("This role is not known here."))
        return found

    def query(self, roles: Sequence[StaffRole]) -> str:
        """What asks for these roles, at the end of an address."""
        numbers = ",".join(str(role.pk) for role in roles)
        return f"row={numbers}" + ("&on_class=on" if self.cleaned_data["on_class"] else "")


class InviteForm(forms.Form):
    """The key of a button's page, so that a second click mails nothing."""

    form_key = forms.UUIDField(required=False)


class SwitchForm(forms.Form):
    """Which way a button switches, so that a second click does not switch back."""

    to = forms.ChoiceField(choices=[("on", "on"), ("off", "off")], required=False)

    def is_done(self, *, is_on: bool) -> bool:
        """Whether it stands as asked already."""
        return self.is_valid() and self.cleaned_data["to"] == ("on" if is_on else "off")
