"""What a list changes where students are already, in the words of the check page."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from students.forms.roster_import import FIELD_LABELS
from students.models import RosterUpload, Section
from students.roster.changes import Change
from students.uploads import Outcome

NAMES_SHOWN = 100


class Changes:
    """Who comes, changes, moves and leaves; long lists are cut, their counts are not."""

    def __init__(self, upload: RosterUpload, found: Outcome) -> None:
        self.upload = upload
        self.diff, self.saved, self.present = found.diff, found.of_ready_rows, found.present
        self.is_first = not found.diff.enrolled_before

    @cached_property
    def class_names(self) -> dict[Hashable, str]:
        """The classes that somebody sits in now, by primary key."""
        meant = {move.from_class for move in (*self.diff.moved, *self.diff.elsewhere)}
        if not meant:
            return {}
        sections = Section.objects.filter(school=self.upload.school, pk__in=meant)
        return dict(sections.values_list("pk", "name"))

    @cached_property
    def seats(self) -> dict[str, list[str]]:
        """What we say about students who sit in another class now, by the key of their row."""
        keys = {held: key for key, held in self.diff.students.ids.items()}
        said: dict[str, list[str]] = {}
        for moves, text in (
            (self.diff.moved, _("Moves here from %(name)s.")),
            (
                self.diff.elsewhere,
                _("Is in %(name)s. Only the school office can add a child to a second class."),
            ),
        ):
            for move in moves:
                about = {"name": self.class_names.get(move.from_class, "–")}
                said.setdefault(keys.get(move.student.id, ""), []).append(text % about)
        return said

    @cached_property
    def changed(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Who and which class changes, field by field; also what a person wrote here and stays."""
        students, classes = self.diff.students, self.diff.classes
        rows: tuple[Change[Any, Any], ...] = (*classes.changed, *students.changed, *students.kept)
        return [
            (
                item.present.name,
                [
                    {
                        "label": FIELD_LABELS.get(one.field, one.field),
                        "before": one.before,
                        "after": one.after,
                        "kept": one.kept,
                    }
                    for one in item.fields
                ],
            )
            for item in rows[:NAMES_SHOWN]
        ]

    @property
    def new_classes(self) -> list[str]:
        """The classes that are made, where there are some: a slip of a name makes one too."""
        made = self.diff.classes.new if self.present.classes else ()
        return [row.name for row in made[:NAMES_SHOWN]]

    @property
    def leaving(self) -> list[str]:
        return [student.name for student in self.saved.leaving[:NAMES_SHOWN]]

    @property
    def moving(self) -> list[tuple[str, str]]:
        return [
            (move.student.name, self.class_names.get(move.from_class, "–"))
            for move in self.diff.moved[:NAMES_SHOWN]
        ]

    @property
    def leaves(self) -> int:
        return len(self.saved.leaving)

    @property
    def many_leave(self) -> bool:
        return self.saved.many_leave
