"""The trend of a scale as a table: a row for each class, a column for each window. Pure.

The screen and the CSV are both written from this one table, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from checkins.surveys.scoring import rounded
from checkins.surveys.suppress import shown
from plc.frozen import frozen


@frozen
class Window:
    """One survey as a column's head."""

    id: int
    title: str
    starts_on: date
    ends_on: date


@frozen
class Sum:
    """What came together in one group: how many scores, and what they add up to."""

    count: int = 0
    total: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.count + other.count, self.total + other.total)


@frozen
class Cell:
    """A group in a window. `value` is None when nobody answered or when it must stay hidden.

    `answered` is None where so few answered, or where it would give such a number away.
    """

    value: int | None
    answered: int | None
    students: int
    is_hidden: bool = False


@frozen
class Line:
    """A class's row, or the school's."""

    name: str
    cells: tuple[Cell, ...]


@frozen
class Table:
    """The trend of one scale in a school."""

    windows: tuple[Window, ...]
    lines: tuple[Line, ...]
    school: Line | None

    @property
    def hides(self) -> bool:
        lines = (*self.lines, *([self.school] if self.school else []))
        return any(cell.is_hidden for line in lines for cell in line.cells)


Place = tuple[int, int]  # a survey's id and a class's


def school_table(
    windows: Sequence[Window],
    classes: Mapping[int, str],
    *,
    scores: Mapping[Place, Sum],
    answered: Mapping[Place, int],
    students: Mapping[Place, int],
) -> Table:
    """The table with small groups hidden, and what would give them away; `classes` by id."""
    columns = [_column(window, classes, scores, answered, students) for window in windows]
    lines = tuple(
        Line(name, tuple(column[pk] for column, _whole in columns)) for pk, name in classes.items()
    )
    return Table(
        windows=tuple(windows),
        lines=lines,
        school=Line("", tuple(whole for _cells, whole in columns)) if lines else None,
    )


def _column(
    window: Window,
    classes: Mapping[int, str],
    scores: Mapping[Place, Sum],
    answered: Mapping[Place, int],
    students: Mapping[Place, int],
) -> tuple[dict[int, Cell], Cell]:
    sums = {pk: scores.get((window.id, pk), Sum()) for pk in classes}
    counts = {pk: answered.get((window.id, pk), 0) for pk in classes}
    seen, told = shown({pk: found.count for pk, found in sums.items()}), shown(counts)
    cells = {
        pk: Cell(
            value=None if pk in seen.hidden else mean(found),
            answered=None if pk in told.hidden else counts[pk],
            students=students.get((window.id, pk), 0),
            is_hidden=pk in seen.hidden,
        )
        for pk, found in sums.items()
    }
    whole = sum(sums.values(), Sum())
    school = Cell(
        value=mean(whole) if seen.total else None,
        answered=sum(counts.values()) if told.total or not any(counts.values()) else None,
        students=sum(students.get((window.id, pk), 0) for pk in classes),
        is_hidden=whole.count > 0 and not seen.total,
    )
    return cells, school


def mean(found: Sum) -> int | None:
    return rounded(found.total, found.count) if found.count else None
