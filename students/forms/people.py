"""People of a school: an adult who comes, whose roles end, a child who joins a class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from plc.models import User
from students.forms.names import NameField
from students.models import School, Section, StaffRole, Student
from students.models.roster import folded


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


class EnrollForm(forms.Form):
    """A student of the school, by number or name, into a class."""

    student = forms.CharField(label=_("Number or full name"), max_length=120)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school

    def clean_student(self) -> Student:
        return students_meant(self.school, [self.cleaned_data["student"]])[0]
