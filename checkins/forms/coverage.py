"""What may be asked of the coverage pages. All of it stands in the address."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, QueryDict
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


def asked_school(request: HttpRequest) -> str:
    """The key of the school that the address names; empty for the first of one's own."""
    return request.GET.get("school", "").replace("\0", "")


class DaysForm(forms.Form):
    """The last n school days, or from a day to a day; of which school, where one runs several."""

    days = forms.IntegerField(
        label=_("Days"),
        required=False,
        min_value=1,
        max_value=200,
        widget=forms.Select(attrs={"class": "input"}),
    )
    start = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs=DAY))
    end = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs=DAY))
    school = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, today: date) -> None:
        asked = data.copy()
        if not asked.get("days") and not asked.get("start"):
            asked["days"] = str(USUAL_DAYS)
        super().__init__(asked)
        self.today = today
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "input")
        self.fields["days"].widget.choices = _days_choices(asked)

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
        """The days asked for alone, and of which school."""
        return self._kept("days", "start", "end", "school")

    def _kept(self, *names: str) -> str:
        kept = {name: self.data.get(name) for name in names if self.data.get(name)}
        return urlencode(kept) + "&" if kept else ""


def _days_choices(asked: QueryDict) -> list[tuple[object, str]]:
    """So many school days; what the address alone asks for too; or the dates beside it."""
    days = str(asked.get("days", ""))
    extra = [int(days)] if days.isdecimal() and 0 < int(days) <= 200 else []
    dates = [("", str(_("Other dates")))] if asked.get("start") else []
    return dates + [
        (
            count,
            ngettext("Last %(count)s school day", "Last %(count)s school days", count)
            % {"count": count},
        )
        for count in sorted({*CHOICES, *extra})
    ]


class DistrictForm(DaysForm):
    """Which days, and by what groups to compare."""

    by = forms.ChoiceField(
        label=_("Compare by"),
        required=False,
        choices=Axis.choices,
        widget=forms.Select(attrs={"class": "input"}),
    )


class CoverageForm(DistrictForm):
    """A grade besides."""

    grade = forms.ChoiceField(
        label=_("Grade"),
        required=False,
        choices=[("", _("All grades")), *Grade.choices],
        widget=forms.Select(attrs={"class": "input"}),
    )


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
    by = forms.ChoiceField(required=False, choices=Axis.choices, widget=forms.HiddenInput)
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


class DrillForm(DaysForm):
    """The students of one cell of the heat table: of the week (or month) that begins that day."""

    week = forms.DateField(required=False, widget=forms.HiddenInput)

    def clean_week(self) -> date | None:
        week = self.cleaned_data["week"]
        if week and not FIRST_DAY <= week <= LAST_DAY:
            raise forms.ValidationError(_("Choose days of this century."))
        return week
