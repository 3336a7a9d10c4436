"""When a student is elsewhere: pull-outs each week, and times away on one date."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.models import Away
from plc.crispy import PickMany
from students.models import School, Section, Student

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
TIME = {"type": "time"}


class AwayForm(forms.Form):
    """One student, on weekdays or on one date, from a time to a time."""

    student: forms.ModelChoiceField[Student] = forms.ModelChoiceField(
        queryset=Student.objects.none(), label=gettext_lazy("Student")
    )
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Each week on"), required=False, widget=PickMany
    )
    on = forms.DateField(
        label=gettext_lazy("Or on one day"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )
    starts_at = forms.TimeField(label=gettext_lazy("From"), widget=forms.TimeInput(TIME))
    ends_at = forms.TimeField(label=gettext_lazy("To"), widget=forms.TimeInput(TIME))
    where = forms.CharField(
        label=gettext_lazy("Where, or with whom"),
        max_length=Away._meta.get_field("where").max_length,
        help_text=gettext_lazy("Adults of this class read it. Write no reason, only the place."),
    )

    def __init__(self, *args: Any, section: Section, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        cast(
            "forms.ModelChoiceField[Student]", self.fields["student"]
        ).queryset = section.students_on(today)
        weekdays = cast(forms.MultipleChoiceField, self.fields["weekdays"])
        weekdays.choices = weekdays_of(section.school)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        on, weekly = asked.get("on"), asked.get("weekdays")
        if "on" in asked and bool(on) == bool(weekly):
            self.add_error("weekdays", _("Choose weekdays, or one date."))
        if on and not FIRST_DAY <= on <= LAST_DAY:
            self.add_error("on", _("Choose a day of this century."))
        elif on and on < self.today:
            self.add_error("on", _("This day is past. Choose one from today on."))
        begins, ends = asked.get("starts_at"), asked.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("The end comes after the start."))
        return asked

    def rows(self) -> list[Away]:
        """The times as they would be saved: one a weekday, or one on the date."""
        asked = self.cleaned_data
        when: list[dict[str, Any]] = [{"weekday": int(day)} for day in asked["weekdays"]]
        student = asked["student"]
        return [
            Away(
                student=student,
                school_id=student.school_id,
                starts_at=asked["starts_at"],
                ends_at=asked["ends_at"],
                where=asked["where"],
                **each,
            )
            for each in when or [{"on": asked["on"]}]
        ]


def weekdays_of(school: School) -> list[tuple[str, str]]:
    """The school's own weekdays, Monday first."""
    return [(str(day), str(WEEKDAYS[day])) for day in sorted(school.calendar().weekdays)]
