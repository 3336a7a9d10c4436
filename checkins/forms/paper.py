"""Forms of typing a day back from paper: a small one a student, sent as one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.board.paper import PaperRow
from checkins.forms.hold import HoldForm
from checkins.models import Topic
from checkins.services.typing_back import Line
from plc.widgets import QuickSelect

MARKS = (("", "–"), ("met", _("Met")), ("absent", _("Absent")))


class RowForm(HoldForm):
    """One student's line. Whoever has a tick or words was met."""

    mark = forms.ChoiceField(label=_("Met?"), choices=MARKS, required=False, widget=QuickSelect)

    def __init__(self, data: Any = None, *, row: PaperRow) -> None:
        first = {"topic": Topic.PROJECT, "mark": "absent" if row.state == "absent" else ""}
        super().__init__(data, prefix=row.key, initial=first)
        self.row = row
        self.fields["topic"].required = False
        self.fields["topic"].widget = QuickSelect(choices=Topic.choices)
        for name in ("roadblock", "promise"):
            choices = self.fields[name].choices  # type: ignore[attr-defined]
            self.fields[name].widget = QuickSelect(choices=choices)
        self.fields["outcomes"].widget = forms.CheckboxSelectMultiple(
            choices=self.fields["outcomes"].choices  # type: ignore[attr-defined]
        )
        self.fields["note"].widget = forms.TextInput({"autocomplete": "off"})
        for name in (
            "mark",
            "topic",
            "note",
            "roadblock",
            "promise",
        ):  # a tick's label stands beside it
            field = self.fields[name]
            field.help_text = ""
            field.widget.attrs |= {"aria-label": f"{field.label}, {row.name}", "class": "input"}

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        facts["topic"] = facts.get("topic") or Topic.PROJECT
        said = facts["said"]
        has_more = any((facts.get("outcomes"), said.note, said.roadblock, said.promise))
        if facts.get("mark") == "absent" and has_more:
            self.add_error("mark", _("Absent, and yet there is more in this row. Which is it?"))
        elif not facts.get("mark") and has_more:
            facts["mark"] = "met"
        return facts

    @property
    def was_sent(self) -> bool:
        """Whether this line was on the page that was sent at all."""
        return self.is_bound and self.add_prefix("mark") in self.data

    def line(self) -> Line:
        facts = dict(self.cleaned_data)
        return Line(self.row, facts.pop("mark"), facts)


class SheetForm(forms.Form):
    """The sheet: its key makes a second post harmless."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rows: Iterable[PaperRow], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.lines = [RowForm(data, row=row) for row in rows]

    @property
    def open_lines(self) -> list[RowForm]:
        """Those to be typed: not yet met, or sent just now."""
        return [line for line in self.lines if line.row.state != "met" or line.was_sent]

    def clean(self) -> None:
        """Every line is looked at, so that all mistakes are told at once."""
        wrong = [line.row.called for line in self.lines if line.was_sent and not line.is_valid()]
        if wrong:
            names = ", ".join(wrong)
            self.add_error(
                None, _("Nothing is saved yet. Please look at: %(names)s") % {"names": names}
            )

    def sent(self) -> list[Line]:
        return [line.line() for line in self.lines if line.was_sent]
