"""What may be sent about a question to the class."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from choiceboards.forms.fields import link_field
from choiceboards.models import Poll
from plc.crispy import PickOne
from students.models import School

FEWEST, MOST = 2, 6
LONGEST = timedelta(days=366)


class PollForm(forms.ModelForm):
    """A question with two to six answers; `key` makes a second click harmless."""

    link = link_field(_("Link to a video or a text"))
    closes_on = forms.DateField(
        label=_("Closes on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    closes_time = forms.TimeField(
        label=_("At"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    class Meta:
        model = Poll
        fields = ["question", "link"]
        widgets = {"question": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, school: School, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school, self.now = school, now
        local = school.local(now)
        self.initial["closes_on"], self.initial["closes_time"] = local.date(), school.day_ends_at
        for place in range(1, MOST + 1):
            label = _("Answer %(number)d") % {"number": place}
            self.fields[f"answer_{place}"] = forms.CharField(
                label=label,
                max_length=100,
                required=place <= FEWEST,
                error_messages={"required": _("Give at least two answers.")},
            )
        names = [f"answer_{place}" for place in range(1, MOST + 1)]
        self.order_fields(["question", *names, "link", "closes_on", "closes_time", "key"])

    def clean(self) -> None:
        super().clean()
        answers = self.answers()
        if len({words.casefold() for words in answers}) < len(answers):
            self.add_error("answer_1", _("Two answers are the same."))
        on, at = self.cleaned_data.get("closes_on"), self.cleaned_data.get("closes_time")
        if on and at:
            self._check_closing(on, at)

    def _check_closing(self, on: Any, at: Any) -> None:
        try:
            closes_at = self.school.at(on, at)
        except (ValueError, OverflowError):
            self.add_error("closes_time", _("The clocks skip this hour. Take another."))
            return
        if closes_at <= self.now:
            self.add_error("closes_on", _("That is over already. Take a time to come."))
        if closes_at > self.now + LONGEST:
            self.add_error("closes_on", _("Close it within a year."))
        self.cleaned_data["closes_at"] = closes_at

    def answers(self) -> list[str]:
        """Those that were filled in, in order."""
        said = (self.cleaned_data.get(f"answer_{place}", "") for place in range(1, MOST + 1))
        return [words for words in said if words]


class VoteForm(forms.Form):
    """One of the answers, by its place."""

    option = forms.TypedChoiceField(
        label=_("My vote"),
        coerce=int,
        widget=PickOne,
        error_messages={"required": _("Tap one answer.")},
    )

    def __init__(self, data: Any = None, *, answers: list[tuple[int, str]], mine: int | None):
        super().__init__(data, initial={"option": mine})
        self.fields["option"].choices = answers  # type: ignore[attr-defined]
