"""Forms of typing picks back from paper: a small one a student, sent as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from choiceboards.models import Activity, Board, Kind, Rule
from choiceboards.reports import StudentPicks
from choiceboards.services.typing_back import Line
from plc.widgets import QuickSelect

MOST_AT_ONCE = 6


def columns_for(board: Board, musts: int) -> int:
    """How many tiles are typed for each student at most."""
    whole = MOST_AT_ONCE if board.rule == Rule.ALL else board.may_pick + musts
    return max(1, min(MOST_AT_ONCE, whole))


class RowForm(forms.Form):
    """One student's line: numbers of tiles, and of levels where the tile's own is not meant."""

    def __init__(
        self,
        data: Any = None,
        *,
        row: StudentPicks,
        tiles: Mapping[str, Activity],
        levels: Mapping[int, list[int]],
        columns: int,
    ) -> None:
        super().__init__(data, prefix=row.student.key)
        self.row, self.tiles, self.levels, self.columns = row, tiles, levels, columns
        self.is_refused = False  # by a seat, a rule or the number of picks; not by a slip
        offered = [("", "–"), *((key, f"{t.position} {t.title}") for key, t in tiles.items())]
        numbers = [("", "–"), ("1", "1"), ("2", "2"), ("3", "3")]
        for place in range(1, columns + 1):
            said = {"place": place, "name": row.student.name}
            self.fields[f"tile_{place}"] = self._choice(
                _("Tile %(place)s, %(name)s") % said, offered
            )
            self.fields[f"level_{place}"] = self._choice(
                _("Level of tile %(place)s, %(name)s") % said, numbers
            )

    @staticmethod
    def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
        widget = QuickSelect({"aria-label": label, "class": "input auto"})
        return forms.ChoiceField(label=label, choices=choices, required=False, widget=widget)

    def clean(self) -> None:
        super().clean()
        said = [self.cleaned_data.get(f"tile_{place}") for place in range(1, self.columns + 1)]
        if len(set(filter(None, said))) < len(list(filter(None, said))):
            self.add_error("tile_1", _("The same tile stands there twice."))
        for place, key in enumerate(said, start=1):
            level = self.cleaned_data.get(f"level_{place}")
            if level and not key:
                self.add_error(f"tile_{place}", _("A level, and yet no tile. Which one is it?"))
            elif key and level and int(level) not in self._levels(self.tiles[key]):
                self.add_error(f"level_{place}", _("This tile has no such level."))

    def _levels(self, tile: Activity) -> list[int]:
        return self.levels.get(tile.pk) or [tile.usual_level]

    def line(self) -> Line:
        said = self.cleaned_data
        picks = [
            (self.tiles[key], int(said[f"level_{place}"] or self.tiles[key].usual_level))
            for place in range(1, self.columns + 1)
            if (key := said[f"tile_{place}"])
        ]
        return Line(self.row.student, tuple(picks))


class TypedForm(forms.Form):
    """The class's sheets: the key makes a second post harmless."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        board: Board,
        rows: Iterable[StudentPicks],
        tiles: Iterable[Activity],
        levels: Mapping[int, list[int]],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        tiles = list(tiles)
        self.columns = columns_for(board, sum(tile.is_must for tile in tiles))
        offered = {tile.key: tile for tile in tiles if tile.kind != Kind.IDEA}
        self.lines = [
            RowForm(data, row=row, tiles=offered, levels=levels, columns=self.columns)
            for row in rows
        ]

    def clean(self) -> None:
        """Every line is looked at, so that all mistakes are told at once."""
        self._say([line.row.student.called for line in self.lines if not line.is_valid()])

    def refuse(self, why: Mapping[int, str]) -> None:
        """What the seats and the rules refused, by the student's id."""
        for line in self.lines:
            if line.row.student.pk in why:
                line.add_error("tile_1", why[line.row.student.pk])
                line.is_refused = True
        names = [line.row.student.called for line in self.lines if line.row.student.pk in why]
        self._say(names)

    def _say(self, wrong: list[str]) -> None:
        if wrong:
            names = ", ".join(wrong)
            self.add_error(
                None, _("Nothing is saved yet. Please look at: %(names)s") % {"names": names}
            )

    def sent(self) -> list[Line]:
        return [line.line() for line in self.lines]
