"""What an admin may ask of the coverage page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plc.converters import FIRST_DAY, LAST_DAY
from students.models import Grade

LONGEST = timedelta(days=366)
USUAL = timedelta(weeks=3)


class CoverageForm(forms.Form):
    """From when to when, and for which grade; without dates, the last three weeks."""

    start = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    end = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    grade = forms.ChoiceField(
        label=_("Grade"),
        required=False,
        choices=[("", _("All grades")), *Grade.choices],
        widget=forms.Select(attrs={"class": "input"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        monday = today - timedelta(days=today.weekday())
        self.usual_start = monday - USUAL + timedelta(weeks=1)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        start = asked.get("start") or self.usual_start
        end = asked.get("end") or max(self.today, start)
        if start < FIRST_DAY or end > LAST_DAY:
            raise forms.ValidationError(_("Choose days of this century."))
        if start > end:
            raise forms.ValidationError(_("The first day comes after the last. Swap the two."))
        if end - start > LONGEST:
            raise forms.ValidationError(_("Choose a range of at most one year."))
        return {**asked, "start": start, "end": end}
