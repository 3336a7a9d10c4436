"""What is asked for about one student."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from plc.crispy import PickMany, Switch
from students.cards import MOST_CHOICES, CardText
from students.forms.names import NameField
from students.models import ProfileAnswer, Section, Student, Support

EXTRA_TIME = (  # percent
    (0, _("As much as the others")),
    (25, _("A quarter more")),
    (50, _("Time and a half")),
    (100, _("Double time")),
)


class FindForm(forms.Form):
    """A few letters of a name."""

    q = forms.CharField(
        label=_("Name"), max_length=80, required=False, widget=forms.TextInput({"type": "search"})
    )


class StudentForm(forms.ModelForm):
    """What a teacher may correct by hand; an import then leaves it alone."""

    class Meta:
        model = Student
        fields = ("name", "called", "grade", "home_language", "has_device", "has_internet")
        field_classes = {"name": NameField, "called": NameField, "home_language": NameField}
        widgets = {"has_device": Switch, "has_internet": Switch}
        help_texts = {
            "called": _("The name we say to the child."),
            "has_internet": _("At home and in class. A board’s check goes by these two."),
        }

    def save(self, commit: bool = True) -> Student:
        """Save, remember what was changed by hand, and tell the live pages of her classes."""
        edited = {*self.instance.hand_edited, *self.changed_data}
        self.instance.hand_edited = sorted(edited)
        student: Student = super().save(commit)
        for section in Section.objects.active().filter(enrollments__student=student).distinct():
            section.beat()
        return student


class SupportForm(forms.ModelForm):
    """A support need, in a few words."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    extra_time = forms.TypedChoiceField(
        label=_("Time"),
        coerce=int,
        choices=EXTRA_TIME,
        required=False,
        empty_value=0,  # type: ignore[arg-type]
    )

    class Meta:
        model = Support
        fields = ("text", "barrier", "extra_time")
        help_texts = {"barrier": _("A board’s check then finds the child a way around.")}
        error_messages = {
            "text": {
                "required": _("Write the support in a few words."),
                "max_length": _("At most 200 letters. Make it shorter."),
            }
        }


class CardForm(forms.Form):
    """One card of the learner profile; every card may be skipped."""

    choices = forms.MultipleChoiceField(required=False, widget=PickMany)
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=200,
        error_messages={"max_length": _("That is long. Make it shorter.")},
    )

    def __init__(self, *args: Any, card: CardText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.card = card
        picks = self.fields["choices"]
        picks.choices = card.choices  # type: ignore[attr-defined]
        picks.label = str(_("Tap up to five."))
        picks.help_text = str(card.hint)
        picks.error_messages["invalid_choice"] = _("Tap the words you see here.")

    def clean_choices(self) -> list[str]:
        choices: list[str] = self.cleaned_data["choices"]
        if len(choices) > MOST_CHOICES:
            raise ValidationError(_("Five are the most. Take one away."))
        return choices

    @property
    def is_empty(self) -> bool:
        """Nothing was picked or written; only of a valid form."""
        return not any(self.cleaned_data.values())

    @classmethod
    def showing(cls, card: CardText, answer: ProfileAnswer | None) -> CardForm:
        """The card as it was answered, or empty."""
        said = {"choices": answer.choices, "words": answer.words} if answer else {}
        return cls(card=card, initial=said)
