"""What is asked for to write, change and close a goal."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from goals.models import Goal, Reflection
from goals.services import Draft
from goals.starters import BY_SLUG
from plc.crispy import PickOne
from students.models import Spark

MOST_STEPS = 6
STEP_LENGTH = 140
FARTHEST = timedelta(days=366)


class GoalForm(forms.ModelForm):
    """A goal in the student's words, its date, and its small steps, one a line."""

    steps = forms.CharField(
        label=_("Small steps"),
        help_text=_("One step a line, at most six. Small enough to finish in a few days."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MOST_STEPS * (STEP_LENGTH + 2),
    )
    # The version that was read; somebody else's change in between is not overwritten.
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Goal
        fields = ("title", "due_on", "steps", "domain", "standard")
        widgets = {
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "domain": PickOne,
        }
        help_texts = {
            "title": _("Begin with “I can”, in words the student would say."),
            "standard": _("For example 4.NF.A.1."),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        # without a blank one
        self.fields["domain"].choices = Goal.Domain.choices  # type: ignore[attr-defined]
        if self.instance.pk and not self.is_bound:
            self.initial["steps"] = "\n".join(step.text for step in self.instance.steps.all())

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.today and due_on != self.instance.due_on:
            raise ValidationError(_("Choose a date from today on."))
        if due_on > self.today + FARTHEST:
            raise ValidationError(_("Choose a date within a year."))
        return due_on

    @property
    def draft(self) -> Draft:
        """What was asked for; only of a valid form."""
        return Draft(**{field.name: self.cleaned_data[field.name] for field in fields(Draft)})

    def clean_steps(self) -> tuple[str, ...]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["steps"].splitlines()]
        steps = [line for line in lines if line]
        if not steps:
            raise ValidationError(_("Write at least one step."))
        if len(steps) > MOST_STEPS:
            raise ValidationError(_("Six steps are the most. Keep the first ones."))
        if any(len(step) > STEP_LENGTH for step in steps):
            raise ValidationError(_("A step has at most 140 letters. Make it shorter."))
        return tuple(steps)


class CloseGoalForm(forms.Form):
    """How a goal ends."""

    state = forms.ChoiceField(choices=[("met", _("Met")), ("let_go", _("Let go"))])


class StarterForm(forms.Form):
    """Which goal to begin from; none is as good."""

    starter = forms.ChoiceField(choices=[(slug, slug) for slug in BY_SLUG], required=False)


class TickForm(forms.Form):
    """A step is done, or is not after all; and the page to go back to."""

    done = forms.BooleanField(required=False)
    how = forms.CharField(required=False, max_length=200)
    back = forms.ChoiceField(choices=[("my_goals", ""), ("my_day", "")], required=False)


class MoodForm(forms.Form):
    """How it is going, in one tap."""

    mood = forms.ChoiceField(choices=Reflection.Mood.choices, widget=forms.RadioSelect)


class WonderForm(forms.Form):
    """Something a student learned or wonders about."""

    words = forms.CharField(
        label=_("What did you learn or wonder?"),
        max_length=Spark._meta.get_field("words").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Write a few words first."),
            "max_length": _("That is long. Make it shorter."),
        },
    )
