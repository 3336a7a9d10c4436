"""What a teacher says about a day: its template, its blocks, its state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.places import clock_time, minute_of
from lessons.library import Template, TemplateBlock
from lessons.looks import icon_of
from lessons.models import Block, LessonPlan
from lessons.services import SHORTEST, overlap_words
from plc.converters import FIRST_DAY, LAST_DAY
from plc.crispy import PickOne
from students.models import School, Spark

_LAST_MINUTE = 24 * 60 - 1


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def check_exists(school: School, day: date, moment: time) -> None:
    """ValidationError for a time that the school's clock skips on that day."""
    try:
        school.at(day, moment)
    except ValueError:
        raise forms.ValidationError(
            _("The clocks go forward that day: this time does not exist. Choose another.")
        ) from None


def check_is_near(day: date) -> None:
    """ValidationError for a day that no address can name."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise forms.ValidationError(
            _("That day is too far away. Choose one between 2000 and 2100.")
        )


class DayForm(forms.Form):
    """Go to the plan of a day."""

    on = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput({"type": "date", "class": "input auto"}),
        validators=[check_is_near],
    )


class NewPlanForm(forms.Form):
    """Start a day from a template of ours, or from the class's last plan."""

    template = forms.ChoiceField(label=gettext_lazy("Start from"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=gettext_lazy("Name of the day"),
        max_length=LessonPlan._meta.get_field("title").max_length,
    )
    starts_at = forms.TimeField(
        label=gettext_lazy("The first block starts at"),
        required=False,
        widget=ClockInput(),
        help_text=gettext_lazy("Leave it empty to start as the template does."),
    )

    def __init__(
        self, *args: Any, school: School, day: date, offered: Sequence[Template], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.school, self.day = school, day
        self.offered = {template.name: template for template in offered}
        field = cast("forms.ChoiceField", self.fields["template"])
        field.choices = [(template.name, _described(template)) for template in offered]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "template" in data and "starts_at" in data:
            data["blocks"] = self._blocks(self.offered[data["template"]], data["starts_at"])
        return data

    def _blocks(self, template: Template, starts_at: time | None) -> list[TemplateBlock]:
        """The template's blocks, moved so that the first one starts when asked."""
        ahead = minute_of(starts_at or template.starts_at) - minute_of(template.starts_at)
        if minute_of(template.ends_at) + ahead > _LAST_MINUTE:
            raise forms.ValidationError({"starts_at": _("The day would end after midnight.")})
        blocks = [_moved(block, ahead) for block in template.blocks]
        for block in blocks:
            check_exists(self.school, self.day, block.starts_at)
            check_exists(self.school, self.day, block.ends_at)
        return blocks


def _described(template: Template) -> str:
    return format_html(
        '<span><b>{}</b><br><span class="small muted">{} · {}</span></span>',
        template.title,
        template.who,
        template.summary,
    )


def _moved(block: TemplateBlock, ahead: int) -> TemplateBlock:
    starts, ends = (minute_of(moment) + ahead for moment in (block.starts_at, block.ends_at))
    return replace(block, starts_at=clock_time(starts), ends_at=clock_time(ends))


class BlockForm(forms.ModelForm):
    """A block of a day. `version` is the one the teacher saw; 0 for a new block."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Block
        fields = ("title", "kind", "starts_at", "ends_at", "details", "board")
        widgets = {
            "kind": PickOne,
            "starts_at": ClockInput(),
            "ends_at": ClockInput(),
            "details": forms.Textarea({"rows": 2}),
        }
        labels = {"board": gettext_lazy("Choice board")}
        help_texts = {"kind": gettext_lazy("Independent work gives minutes for check-ins.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lesson_plan = self.instance.lesson_plan
        self.section = self.lesson_plan.section
        self.kind_before = self.instance.kind
        self.fields["version"].initial = self.instance.version if self.instance.pk else 0
        kind = cast("forms.TypedChoiceField", self.fields["kind"])
        kind.choices = Block.Kind.choices  # without a blank one
        board = cast("forms.ModelChoiceField", self.fields["board"])
        board.queryset = self.section.boards.all()
        board.empty_label = _("No board")

    def clean_starts_at(self) -> time:
        return self._existing("starts_at")

    def clean_ends_at(self) -> time:
        return self._existing("ends_at")

    def _existing(self, name: str) -> time:
        moment: time = self.cleaned_data[name].replace(second=0, microsecond=0)
        check_exists(self.section.school, self.lesson_plan.on, moment)
        return moment

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_at, ends_at = data.get("starts_at"), data.get("ends_at")
        if starts_at and ends_at:
            if ends_at <= starts_at:
                raise forms.ValidationError({"ends_at": _("A block ends after it starts.")})
            if minute_of(ends_at) - minute_of(starts_at) < SHORTEST:
                raise forms.ValidationError({"ends_at": _("A block lasts 5 minutes or more.")})
            self._refuse_overlap(starts_at, ends_at)
        if data.get("kind") != Block.Kind.WORK:
            data["board"] = None
        return data

    def _refuse_overlap(self, starts_at: time, ends_at: time) -> None:
        others = self.lesson_plan.blocks.exclude(pk=self.instance.pk)
        other = others.overlapping(starts_at, ends_at).first()
        if other:
            raise forms.ValidationError({"starts_at": overlap_words(other)})

    def block(self) -> Block:
        """The block as it is to be saved; a new kind brings its own icon."""
        block = self.instance
        if block.kind != self.kind_before:
            block.icon = icon_of(block.kind)
        return block


class SeenForm(forms.Form):
    """One button about a block: the version it was shown at."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ResizeForm(SeenForm):
    """Let a block end some minutes later or earlier."""

    STEPS = (-5, -1, 1, 5)

    by = forms.TypedChoiceField(choices=[(step, step) for step in STEPS], coerce=int)


class SparkForm(SeenForm):
    """Take up one of the questions that wait."""

    spark = forms.ModelChoiceField(Spark.objects.none(), to_field_name="key")

    def __init__(self, *args: Any, waiting: QuerySet[Spark], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField", self.fields["spark"])
        field.queryset = waiting


class StateForm(forms.Form):
    """Mark the day ready, or open it again."""

    state = forms.ChoiceField(choices=LessonPlan.State.choices)
