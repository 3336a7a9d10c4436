"""The check page of an import as data: each row with what we found, and what would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plc.frozen import frozen
from students.forms.roster_import import FIELD_LABELS
from students.forms.roster_list import is_bundle, words
from students.import_changes import NAMES_SHOWN, Changes
from students.models import RosterUpload
from students.roster.model import Finding, Reading, RosterRow
from students.uploads import Outcome, as_decisions

STATES = ("fix", "check", "ready")
ANSWERED = {"same_name", "same_name_year"}  # a yes or no, not another text


@frozen
class Cell:
    """One cell; `is_open` makes it an input."""

    name: str
    label: str
    value: str
    is_open: bool
    is_wrong: bool


@frozen
class Line:
    """A row as the page shows it; `buttons` are (what, label)."""

    row: RosterRow
    state: str
    said: tuple[str, ...]
    cells: tuple[Cell, ...]
    buttons: tuple[tuple[str, str], ...]

    @property
    def is_open(self) -> bool:
        return any(cell.is_open for cell in self.cells)

    @property
    def name(self) -> str:
        """Who stands in the row, also where the name is in two cells or unreadable."""
        if self.row.student:
            return self.row.student.name
        return " ".join(
            cell.value for cell in self.cells if cell.name in {"name", "given", "family"}
        )


def letters_of(upload: RosterUpload, reading: Reading) -> str:
    """The code page we guessed or were told, if it is not plain from the file."""
    notes = (note for note in reading.notes if note.code == "encoding")
    guessed = next((str(note.params["encoding"]) for note in notes), "")
    return as_decisions(upload.decisions).encoding or guessed


class Check:
    """All rows of a list, told apart by what they need."""

    def __init__(self, upload: RosterUpload, found: Outcome) -> None:
        self.upload = upload
        self.found = found
        self.reading, self.diff = found.reading, found.diff
        self.headers = {m.field: m.header or m.field for m in self.reading.columns if m.field}
        self.changes = Changes(upload, found)
        self.seats = self.changes.seats
        self.doubtful = {row.key: held for row, held in self.diff.students.doubtful}

    # --- rows ---------------------------------------------------------------------------------
    def state(self, row: RosterRow) -> str:
        student = row.student
        if student is None or student.key in self.doubtful:
            return "fix"
        return "check" if row.checks or student.key in self.seats else "ready"

    @cached_property
    def states(self) -> list[str]:
        return [self.state(row) for row in self.reading.rows]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows are in each state, and in all."""
        counted = Counter(self.states)
        return {state: counted[state] for state in STATES} | {"all": len(self.states)}

    def rows(self, show: str) -> list[RosterRow]:
        """The rows of one state, or all with the problems first; in the order of the file."""
        pairs = list(zip(self.states, self.reading.rows, strict=True))
        wanted = (show,) if show in STATES else STATES
        return [row for state in wanted for found, row in pairs if found == state]

    def line(self, row: RosterRow, edit: int | None) -> Line:
        state = self.state(row)
        wrong = self.wrong_fields(row)
        opened = set(row.fields) if row.line == edit else wrong
        cells = tuple(
            Cell(name, str(FIELD_LABELS[name]), value, name in opened, name in wrong)
            for name, value in zip(row.fields, row.values, strict=True)
        )
        return Line(row, state, tuple(self.said(row)), cells, tuple(self.buttons(row, state)))

    def wrong_fields(self, row: RosterRow) -> set[str]:
        """The cells that a refused row is refused for."""
        columns = {error.column for error in row.errors if error.code not in ANSWERED}
        wrong = {name for name in row.fields if self.headers.get(name) in columns}
        if row.errors and row.fields and columns and not wrong:
            return set(row.fields)
        doubted = row.student is not None and row.student.key in self.doubtful
        return wrong | ({"external_id"} & set(row.fields) if doubted else set())

    def said(self, row: RosterRow) -> Iterator[str]:
        """What we found about a row, the worst first."""
        key = row.student.key if row.student else ""
        if held := self.doubtful.get(key):
            yield ngettext(
                "%(n)d student here has this name. Write the number, so that we know who is meant.",
                "%(n)d students here have this name. Write the number, so that we know who is "
                "meant.",
                len(held),
            ) % {"n": len(held)}
        for finding in (*row.errors, *row.checks):
            yield words(finding)
        yield from self.seats.get(key, ())

    @staticmethod
    def buttons(row: RosterRow, state: str) -> Iterator[tuple[str, str]]:
        """What can be done about a row besides writing in it."""
        for error in row.errors:
            if error.code in ANSWERED:
                yield "different", _("Another child")
                yield "same", _("The same child")
            if error.code == "grade_unknown":
                if error.suggestion:
                    yield "use", _("Use %(grade)s") % {"grade": error.suggestion}
                yield "keep", _("No grade")
        if state != "ready":
            yield "skip", _("Skip row")

    @property
    def labels(self) -> list[str]:
        """The headings of the table: what the columns were taken for."""
        return [str(FIELD_LABELS[match.field]) for match in self.reading.columns if match.field]

    # --- a bundle -----------------------------------------------------------------------------
    @property
    def classes(self) -> list[tuple[str, int]]:
        """The classes of a bundle and how many students each gets."""
        roster = self.found.roster
        sizes = Counter(seat.class_key for seat in roster.enrollments)
        return [(row.name, sizes[row.key]) for row in roster.classes[:NAMES_SHOWN]]

    @property
    def places(self) -> list[tuple[Finding, str, bool]]:
        """What of a bundle cannot be read or should be looked at, by file and line."""
        errors = [(finding, True) for finding in self.reading.errors]
        checks = [(finding, False) for finding in self.reading.checks]
        found: list[tuple[Finding, bool]] = [*errors, *checks]
        return [(finding, words(finding), bad) for finding, bad in found[:NAMES_SHOWN]]

    # --- the last buttons ---------------------------------------------------------------------
    @property
    def ready(self) -> int:
        """How many students go in now."""
        return len(self.found.roster.students) - len(self.doubtful)

    @property
    def to_fix(self) -> int:
        """Rows, or places of a bundle, that wait for a person."""
        return self.counts["fix"] if self.reading.rows else len(self.reading.errors)

    @property
    def nothing_to_do(self) -> bool:
        return self.diff.nothing_to_do and not self.found.is_unready

    @property
    def is_same(self) -> bool:
        """Whether list and classes agree; what differs may also be left as it is."""
        found = self.found
        differs = found.missing or self.diff.students.kept or self.diff.elsewhere
        return self.nothing_to_do and not differs

    @property
    def students(self) -> int:
        """How many would go in with every row fixed."""
        return self.ready + self.to_fix

    @property
    def skipped(self) -> int:
        return len(as_decisions(self.upload.decisions).skipped)

    @property
    def other_classes(self) -> list[str]:
        """The classes a teacher's list names, when it is more than one."""
        classes = [row.name for row in self.reading.roster.classes]
        return classes if self.upload.section and len(classes) > 1 else []

    @property
    def has_no_class(self) -> bool:
        """A school's table without a column for the class: students would sit nowhere."""
        return bool(
            not self.upload.section
            and self.reading.rows
            and self.reading.roster.students  # of refused rows alone nobody knows
            and not self.reading.roster.classes
        )

    @property
    def asks_class(self) -> bool:
        """Whether all join a class that somebody writes, as long as no column says theirs."""
        columns = {match.field for match in self.reading.columns}
        written = as_decisions(self.upload.decisions).class_name
        return self.has_no_class or bool(written and not columns & {"class_name", "class_id"})

    @property
    def asks_extent(self) -> bool:
        """Whether a list of one class may be meant to add to it, and that makes a difference."""
        is_table = not is_bundle(self.reading)
        return bool(is_table and len(self.found.roster.classes) == 1 and self.found.missing)

    @property
    def encoding(self) -> str:
        return letters_of(self.upload, self.reading)

    @property
    def problems(self) -> list[tuple[RosterRow, str]]:
        """The first rows to fix, for the summary above the table."""
        return [(row, next(self.said(row), "")) for row in self.rows("fix")[:5]]
