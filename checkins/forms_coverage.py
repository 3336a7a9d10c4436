"""What may be asked of the coverage pages. All of it stands in the address."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from checkins.coverage import Axis, Span
from plc.converters import FIRST_DAY, LAST_DAY
from students.calendar import Calendar
from students.models import Grade

LONGEST = timedelta(days=366)
USUAL_DAYS = 10
CHOICES = (5, 10, 15, 20, 40, 60)
DAY = {"type": "date"}


class CoverageForm(forms.Form):
    """The last n school days, or from a day to a day; a grade; by what groups to compare."""

    days = forms.IntegerField(
        label=_("Days"),
        required=False,
        min_value=1,
        max_value=200,
        widget=forms.Select(attrs={"class": "input"}),
    )
    start = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs=DAY))
    end = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs=DAY))
    grade = forms.ChoiceField(
        label=_("Grade"),
        required=False,
        choices=[("", _("All grades")), *Grade.choices],
        widget=forms.Select(attrs={"class": "input"}),
    )
    by = forms.ChoiceField(
        label=_("Compare by"),
        required=False,
        choices=Axis.choices,
        widget=forms.Select(attrs={"class": "input"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name, field in self.fields.items():
            self.initial.setdefault(name, "" if name != "days" else USUAL_DAYS)
            field.widget.attrs.setdefault("class", "input")
        asked = str(self.data.get("days", ""))
        extra = [int(asked)] if asked.isdecimal() and 0 < int(asked) <= 200 else []
        self.fields["days"].widget.choices = [
            (
                count,
                ngettext("Last %(count)s school day", "Last %(count)s school days", count)
                % {"count": count},
            )
            for count in sorted({*CHOICES, *extra})
        ]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        start, end = asked.get("start"), asked.get("end") or self.today
        if any(day and not FIRST_DAY <= day <= LAST_DAY for day in (start, end)):
            raise forms.ValidationError(_("Choose days of this century."))
        if start and start > end:
            raise forms.ValidationError(_("The first day comes after the last. Swap the two."))
        if end > self.today:
            raise forms.ValidationError(_("The last day is still to come. Choose today or before."))
        if start and end - start > LONGEST:
            raise forms.ValidationError(_("Choose a range of at most one year."))
        return {
            **asked,
            "end": end,
            "days": asked.get("days") or USUAL_DAYS,
            "axis": Axis(asked.get("by") or Axis.LANGUAGE),
        }

    def span(self, calendar: Calendar, promise: int) -> Span:
        """The days asked for, in a school's calendar."""
        asked = self.cleaned_data
        return Span.of(
            calendar,
            end=asked["end"],
            promise=promise,
            days=asked["days"],
            start=asked["start"],
        )

    @property
    def query(self) -> str:
        """What was asked, for the links that keep it; ends with `&` unless nothing was."""
        return self._kept(*self.fields)

    @property
    def days_query(self) -> str:
        """The days asked for alone."""
        return self._kept("days", "start", "end")

    def _kept(self, *names: str) -> str:
        kept = {name: self.data.get(name) for name in names if self.data.get(name)}
        return urlencode(kept) + "&" if kept else ""


class WaitingForm(CoverageForm):
    """Whom to list: everybody, who is late, who soon will be, or who was not met; or one group."""

    show = forms.ChoiceField(
        label=_("Students"),
        required=False,
        choices=[
            ("", _("Everybody")),
            ("late", _("Past the promise")),
            ("soon", _("Soon past the promise")),
            ("unmet", _("Not met in these days")),
        ],
        widget=forms.Select(attrs={"class": "input"}),
    )
    due = forms.DateField(required=False, widget=forms.HiddenInput)
    group = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        if self.has_group and asked.get("grade"):
            raise forms.ValidationError(_("Choose a grade or a group, not both."))
        return asked

    @property
    def has_group(self) -> bool:
        """Whether one group is asked for; its name may be empty: of whom it is not known."""
        return "group" in self.data

    @property
    def query(self) -> str:
        found = super().query
        return found if self.data.get("group") or not self.has_group else f"{found}group=&"


class DrillForm(CoverageForm):
    """The students of one cell of the heat table: of the week (or month) that begins that day."""

    week = forms.DateField(required=False, widget=forms.HiddenInput)

    def clean_week(self) -> date | None:
        week = self.cleaned_data["week"]
        if week and not FIRST_DAY <= week <= LAST_DAY:
            raise forms.ValidationError(_("Choose days of this century."))
        return week
