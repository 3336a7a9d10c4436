"""What is asked about a list that came in: its columns, its rows, the last word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from students.forms.roster_list import words
from students.roster.decoding import ENCODINGS
from students.roster.model import ColumnMatch, Decisions, Reading, RosterRow, SchoolChoice
from students.roster.words import FIELDS, NAME_FIELDS

FIELD_LABELS = {
    "name": _("Name"),
    "given": _("Given name"),
    "family": _("Family name"),
    "middle": _("Middle name"),
    "called": _("Called"),
    "external_id": _("Student number"),
    "grade": _("Grade"),
    "class_name": _("Class"),
    "class_id": _("Class number"),
    "term": _("Term"),
    "home_language": _("Home language"),
    "birth_year": _("Birth date or year"),
    "teacher_name": _("Teacher"),
    "teacher_email": _("Teacher’s e-mail"),
    "role": _("Role"),
    "email": _("E-mail"),
}
COLUMN_QUESTIONS = {"which_name", "which_field", "two_columns"}


class AnswerForm(forms.Form):
    """What only a person can say about a list: its columns, its first line, which school."""

    def __init__(self, *args: Any, reading: Reading, rematch: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        asked = {question.code: question for question in reading.questions}
        if question := asked.get("which_school"):
            choices = [(row.external_id, self.school_label(row)) for row in reading.schools]
            self.fields["school"] = one_of(words(question), choices)
        if (question := asked.get("has_header")) or rematch:
            self.fields["header"] = one_of(
                words(question) if question else gettext("What is the first line?"),
                [("heading", _("Headings")), ("student", _("A student"))],
                initial=question.suggestion if question else "heading",
            )
        if question := asked.get("comma_names"):
            self.fields["comma_names"] = one_of(
                words(question),
                [
                    ("family_first", _("Yes, family name first")),
                    ("as_written", _("No, keep as is")),
                ],
                initial=question.suggestion,
            )
        self.matches: tuple[ColumnMatch, ...] = ()
        if rematch or asked.keys() & (COLUMN_QUESTIONS | {"has_header"}):
            self.matches = reading.columns
        for match in self.matches:
            self.fields[f"column_{match.index}"] = self.column_field(match)

    @staticmethod
    def school_label(row: SchoolChoice) -> str:
        about = {"name": row.name or row.external_id, "n": row.students}
        return ngettext("%(name)s, %(n)d student", "%(name)s, %(n)d students", row.students) % about

    def column_field(self, match: ColumnMatch) -> forms.ChoiceField:
        alone = len(self.matches) == 1
        label = match.header or gettext("Column %(n)d") % {"n": match.index + 1}
        first = "name" if alone else ""
        return forms.ChoiceField(
            label=label,
            required=False,
            initial=match.field or first,
            choices=[("", _("Leave it out")), *((name, FIELD_LABELS[name]) for name in FIELDS)],
        )

    @property
    def rows(self) -> list[tuple[forms.BoundField, tuple[str, ...]]]:
        """Each column with cells of it as samples."""
        return [(self[f"column_{match.index}"], match.samples) for match in self.matches]

    @property
    def others(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("column_")]

    @property
    def questions(self) -> list[str]:
        """What we ask about columns, in words."""
        return [words(item) for item in self.reading.questions if item.code in COLUMN_QUESTIONS]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen = [said.get(f"column_{match.index}") for match in self.matches]
        if self.matches and not {*chosen} & {*NAME_FIELDS}:
            self.add_error(None, _("Say which column holds the names."))
        for name in sorted({name for name in chosen if name and chosen.count(name) > 1}):
            about = {"field": FIELD_LABELS[name]}
            self.add_error(None, gettext("Two columns are “%(field)s”. Choose one.") % about)
        return said

    def change(self, decisions: Decisions) -> Decisions:
        """The decisions with these answers."""
        said = self.cleaned_data
        new: dict[str, Any] = {
            name: said[name] for name in ("school", "comma_names") if said.get(name)
        }
        if said.get("header"):
            new["has_header"] = said["header"] == "heading"
        if self.matches:
            new["columns"] = {m.index: said[f"column_{m.index}"] for m in self.matches}
        return replace(decisions, **new)


def one_of(
    label: str, choices: list[tuple[Any, Any]], initial: str | None = None
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, initial=initial
    )


class ReadingForm(forms.Form):
    """How the letters were saved, the class that all of the list join, or who is on it."""

    encoding = forms.ChoiceField(required=False, choices=[(name, name) for name in ENCODINGS])
    class_name = forms.CharField(required=False, max_length=80)
    extent = forms.ChoiceField(
        label=_("What is this list?"),
        required=False,
        choices=[
            ("add", _("Add to the class. Nobody leaves.")),
            ("whole", _("This is the whole class. Who is not on it leaves.")),
        ],
        widget=forms.RadioSelect({"form": "add-list"}),  # sent by the last step's buttons too
    )

    def change(self, decisions: Decisions) -> Decisions:
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return replace(decisions, **said)


class RowForm(forms.Form):
    """One row: new cells, or one of the buttons beside it."""

    what = forms.ChoiceField(
        choices=[(name, name) for name in ("fix", "use", "skip", "different", "same", "keep")]
    )

    def __init__(self, *args: Any, row: RosterRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        for name in row.fields:
            self.fields[f"cell_{name}"] = forms.CharField(
                label=FIELD_LABELS[name], required=False, max_length=500
            )

    @property
    def suggestion(self) -> str:
        """The grade we think is meant; without one, what is written."""
        found = (error.suggestion for error in self.row.errors if error.suggestion)
        return next(found, self.row.cells.get("grade", ""))

    def change(self, decisions: Decisions) -> Decisions:
        """The decisions with this one; a cell that was not sent stays as it is."""
        what, line = self.cleaned_data["what"], self.row.line
        if what == "fix":
            sent = {name: f"cell_{name}" for name in self.row.fields if f"cell_{name}" in self.data}
            return fixed(decisions, line, {name: self.cleaned_data[c] for name, c in sent.items()})
        if what == "use":
            return fixed(decisions, line, {"grade": self.suggestion})
        if what == "keep":
            grades = decisions.local_grades | {self.row.cells.get("grade", "").strip()}
            return replace(decisions, local_grades=grades)
        field = "skipped" if what == "skip" else what
        return replace(decisions, **{field: getattr(decisions, field) | {line}})


def fixed(decisions: Decisions, line: int, cells: dict[str, str]) -> Decisions:
    before = decisions.fixes.get(line, {})
    return replace(decisions, fixes={**decisions.fixes, line: {**before, **cells}})


class AddForm(forms.Form):
    """The last word: all of it or the ready rows, and a second yes when many leave."""

    partly = forms.BooleanField(required=False)
    may_leave = forms.BooleanField(required=False)


class ShowForm(forms.Form):
    """Which rows to show, which page of them, which row to change."""

    show = forms.ChoiceField(
        required=False, choices=[(name, name) for name in ("fix", "check", "ready", "all")]
    )
    page = forms.IntegerField(required=False, min_value=1)
    edit = forms.IntegerField(required=False)
    match = forms.BooleanField(required=False)


class ActionForm(forms.Form):
    """Which button was pressed."""

    action = forms.ChoiceField(
        choices=[(name, name) for name in ("answer", "read", "row", "unskip", "add", "cancel")]
    )
    line = forms.IntegerField(required=False)
