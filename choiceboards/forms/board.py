"""What a teacher says about a whole board: its words, its shape and its rule."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from choiceboards import limits
from choiceboards.forms.fields import Number, lines_field, on_one_line, said_lines
from choiceboards.languages import every_language
from choiceboards.lying import Ground
from choiceboards.models import Board, Course, Kind, Rule, Shape
from plc.crispy import PickOne
from students.models.words import Grade

_GRADES = re.compile(r"(PK|K|1[0-2]|[1-9])(-(K|1[0-2]|[1-9]))?")


class BoardForm(forms.ModelForm):
    """Everything about a board but its tiles. `seen` marks what the teacher saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    standards = lines_field(
        gettext_lazy("Standards"),
        limits.STANDARDS,
        gettext_lazy("One a line. Each tile says which of them it serves."),
        rows=2,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    may_pick = Number(*limits.TO_CHOOSE, label=gettext_lazy("Tiles to choose"))
    rows = Number(*limits.SIDE, label=gettext_lazy("Rows"))
    columns = Number(*limits.SIDE, label=gettext_lazy("Columns"))
    most_minutes = Number(
        *limits.MINUTES_IN_ALL,
        label=gettext_lazy("Minutes in all"),
        required=False,
        help_text=gettext_lazy("Empty: no limit."),
    )

    class Meta:
        model = Board
        fields = (
            "title directions subject grades language standards shape rows columns rule may_pick "
            "most_minutes"
        ).split()
        widgets = {
            "shape": PickOne,
            "rule": PickOne,
            "directions": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "directions": gettext_lazy("One line under the title. The rule is said for you."),
            "grades": gettext_lazy("For example 4, 3-5 or K-2."),
        }

    WORDS = ("title", "directions")
    ABOUT = ("subject", "grades", "language", "standards")

    def __init__(self, *args: Any, tiles: int, free: int, **kwargs: Any) -> None:
        """`free` of the tiles may be chosen; the others are must-dos."""
        super().__init__(*args, **kwargs)
        self.tiles, self.free = tiles, free
        board = self.instance
        self.initial["standards"] = "\n".join(board.standards)
        self.fields["shape"].choices = Shape.choices  # type: ignore[attr-defined]
        self.fields["rule"].choices = Rule.choices  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("That of the page")), *every_language()]  # type: ignore[attr-defined]
        for course in Course:
            self._number(f"course_{course}", str(course.label), board.courses.get(course))
        for kind in Kind:
            self._number(f"most_{kind}", str(kind.label), board.at_most.get(kind))

    def _number(self, name: str, label: str, now: int | None) -> None:
        self.fields[name] = Number(*limits.AT_MOST, label=label, required=False, initial=now)

    def _bound(self, names: Any) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def words(self) -> list[forms.BoundField]:
        return self._bound(self.WORDS)

    @property
    def about(self) -> list[forms.BoundField]:
        return self._bound(self.ABOUT)

    @property
    def by_course(self) -> list[forms.BoundField]:
        return self._bound(f"course_{course}" for course in Course)

    @property
    def by_kind(self) -> list[forms.BoundField]:
        return self._bound(f"most_{kind}" for kind in Kind)

    @property
    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """(heading, hint, fields) of what is asked for rarely."""
        return [
            (_("Subject, grades, language, standards"), "", self.about),
            (_("How many of each course"), _("For a learning menu."), self.by_course),
            (
                _("At most of a kind"),
                _("Empty: as many as one likes. Must-dos count."),
                self.by_kind,
            ),
            (_("Limit the time"), "", self._bound(["most_minutes"])),
        ]

    def clean_standards(self) -> list[str]:
        return said_lines(
            self.cleaned_data["standards"],
            limits.STANDARDS,
            _("%(most)d standards are the most. Leave some out."),
            _("Say each standard in %(letters)d letters or fewer."),
        )

    def clean_title(self) -> str:
        return on_one_line(self.cleaned_data["title"])

    def clean_subject(self) -> str:
        return on_one_line(self.cleaned_data["subject"])

    def clean_grades(self) -> str:
        grades = self.cleaned_data["grades"].upper().replace("–", "-").replace(" ", "")
        if not grades:
            return ""
        if not (found := _GRADES.fullmatch(grades)):
            raise ValidationError(_("Write one grade or two, for example 4, 3-5 or K-2."))
        first, last = found[1], found[3] or found[1]
        if Grade.values.index(first) > Grade.values.index(last):
            raise ValidationError(_("The lower grade comes first, for example 3-5."))
        return str(grades)

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        shape, rule = said.get("shape"), said.get("rule")
        if rule == Rule.LINE and shape != Shape.GRID:
            self.add_error("rule", _("A line needs a grid. Choose the grid, or another rule."))
        if rule == Rule.COURSES and shape != Shape.MENU:
            self.add_error(
                "rule", _("Courses need a learning menu. Choose the menu, or another rule.")
            )
        courses = self._numbers("course_", Course.values)
        if rule == Rule.COURSES and not any(courses.values()):
            self.add_error("course_main", _("Say how many tiles of at least one course."))
        if rule == Rule.COURSES and sum(courses.values()) > limits.MOST_TILES:
            words = _("All courses together: %(most)d tiles at most.")
            self.add_error("course_main", words % {"most": limits.MOST_TILES})
        if rule == Rule.COUNT and {"rule", "may_pick"} & set(self.changed_data):
            self._check_choice(said.get("may_pick") or 0)
        if {"shape", "rows", "columns"} <= said.keys():
            self._check_room(said["shape"], said["rows"], said["columns"])
        self.instance.courses = courses
        self.instance.at_most = self._numbers("most_", Kind.values)

    def _check_choice(self, picks: int) -> None:
        """What nobody looks at yet: a board without tiles, and one of must-dos alone."""
        if 0 < self.free < picks:
            words = ngettext(
                "The board has %(free)d tile to choose. Ask for no more, or add tiles first.",
                "The board has %(free)d tiles to choose. Ask for no more, or add tiles first.",
                self.free,
            )
            self.add_error("may_pick", words % {"free": self.free})

    def _check_room(self, shape: str, rows: int, columns: int) -> None:
        places = Ground(shape, rows, columns).places
        if self.tiles > places:
            words = _(
                "%(rows)d rows and %(columns)d columns hold %(places)d tiles, and the board has "
                "%(tiles)d. Make it larger, or take tiles off first."
            )
            numbers = {"rows": rows, "columns": columns, "places": places, "tiles": self.tiles}
            self.add_error("rows", words % numbers)

    def _numbers(self, prefix: str, names: list[str]) -> dict[str, int]:
        """What was typed, by name; without what was left empty. A course's 0 is as good as none."""
        found = {name: self.cleaned_data.get(f"{prefix}{name}") for name in names}
        is_course = prefix == "course_"
        return {n: v for n, v in found.items() if v is not None and (v or not is_course)}
