"""What a teacher sends about a short check: its name and day, its questions, one button."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from checkins.checks.scoring import as_number, is_right
from checkins.models import Check, CheckItem
from checkins.models.checks import MOST_ITEMS
from checkins.services.checks import Question
from plc.converters import FIRST_DAY, LAST_DAY
from plc.crispy import PickOne, Switch
from students.calendar import Calendar

ANSWER_LENGTH = 200


class CheckForm(forms.ModelForm):
    """A check's name and day; `key` makes a second click harmless."""

    repeats = forms.BooleanField(
        label=_("Every two weeks"),
        required=False,
        widget=Switch,
        help_text=_("The next one is due two weeks later; a holiday moves it to the next day."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    class Meta:
        model = Check
        fields = ["title", "due_on"]
        widgets = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(
        self, *args: Any, calendar: Calendar, taken: Iterable[Any] = (), **kwargs: Any
    ) -> None:
        """`taken` are the days on which the series already has another check."""
        super().__init__(*args, **kwargs)
        self.calendar, self.taken = calendar, set(taken)
        if self.instance.pk:
            del self.fields["repeats"]

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("Choose a day of this century."))
        if not self.calendar.is_open(day):
            why = self.calendar.why_closed(day) or _("weekend")
            raise forms.ValidationError(
                _("There is no school on this day: %(why)s. Choose another.") % {"why": why}
            )
        if day in self.taken:
            raise forms.ValidationError(_("This series has a check on that day already."))
        return day


class QuestionForm(forms.Form):
    """One question. Left empty, it is none."""

    text = forms.CharField(label=_("Question"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=_("The answer is"),
        choices=CheckItem.Kind.choices,
        initial=CheckItem.Kind.CHOICE,
        widget=PickOne,
    )
    choices = forms.CharField(
        label=_("To choose from"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two to four, one a line. Only for “Choose one”."),
    )
    answer = forms.CharField(
        label=_("Right answer"),
        max_length=200,
        required=False,
        help_text=_("Of a choice, the line as it stands. Several right ones: a ; between them."),
    )

    def clean_choices(self) -> tuple[str, ...]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["choices"].splitlines()]
        return tuple(dict.fromkeys(line for line in lines if line))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "text" not in said or "choices" not in said or "kind" not in said:
            return said
        if not said["text"]:
            if said["answer"] or said["choices"]:
                self.add_error("text", _("Write the question, or empty its answer."))
            return said
        if not said.get("answer"):
            self.add_error("answer", _("Write the right answer."))
        elif said["kind"] == CheckItem.Kind.CHOICE:
            self._check_choice(said)
        elif said["kind"] == CheckItem.Kind.NUMBER and not _numbers(said["answer"]):
            self.add_error("answer", _("Write a number, for example 12, 0.5 or 3/4."))
        return said

    def _check_choice(self, said: dict[str, Any]) -> None:
        choices = said["choices"]
        if not 2 <= len(choices) <= 4:
            self.add_error("choices", _("Write two, three or four lines to choose from."))
        elif not any(is_right("choice", said["answer"], choice) for choice in choices):
            self.add_error("answer", _("Write one of the lines above as the right answer."))
        elif any(len(choice) > ANSWER_LENGTH for choice in choices):
            self.add_error("choices", _("Make each line shorter than 200 letters."))

    @property
    def question(self) -> Question | None:
        """What was written; None for a question left empty. Only of a valid form."""
        said = self.cleaned_data
        if not said.get("text"):
            return None
        choices = said["choices"] if said["kind"] == CheckItem.Kind.CHOICE else ()
        return Question(said["kind"], said["text"], said["answer"], choices)


def _numbers(answer: str) -> bool:
    return all(as_number(one) is not None for one in answer.split(";"))


class _Questions(BaseFormSet):
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Questions taken over as they stand count as written, though nothing was changed."""
        return {**super().get_form_kwargs(index), "empty_permitted": False}

    def clean(self) -> None:
        if not any(self.errors) and not self.questions:
            raise forms.ValidationError(_("Write at least one question."))

    @property
    def questions(self) -> list[Question]:
        return [row.question for row in self.forms if row.question is not None]


QuestionsForm = formset_factory(
    QuestionForm,
    formset=_Questions,
    extra=MOST_ITEMS,
    max_num=MOST_ITEMS,
    validate_max=True,
    absolute_max=MOST_ITEMS,
)


def written(items: Iterable[CheckItem]) -> list[dict[str, str]]:
    """The questions of a check as the form shows them."""
    return [
        {
            "text": item.text,
            "kind": item.kind,
            "choices": "\n".join(item.choices),
            "answer": item.answer,
        }
        for item in items
    ]


class StartForm(forms.Form):
    """Which check to start from; none is as good."""

    start = forms.SlugField(required=False, max_length=12)


class CheckStateForm(forms.Form):
    """Open the check to the class, or close it."""

    state = forms.ChoiceField(choices=[("open", ""), ("closed", "")])


class ReteachForm(forms.Form):
    """The teacher's word on one student or one question."""

    student = forms.SlugField(required=False, max_length=12)
    item = forms.SlugField(required=False, max_length=12)
    on = forms.BooleanField(required=False)
