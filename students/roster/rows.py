"""From a table with matched columns to students, classes and teachers, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from students.roster.headers import Columns
from students.roster.messages import ask, say, shorten
from students.roster.model import Decisions, Note, Question, Reading, RowError
from students.roster.names import comma_parts
from students.roster.rowreader import FORMAT, RowReader
from students.roster.tables import Table, TableRow


def read_rows(
    table: Table, columns: Columns, decisions: Decisions | None = None, *, pasted: bool = False
) -> Reading:
    """Read every row of a table whose columns are settled."""
    decisions = decisions or Decisions()
    body = table.rows[1:] if columns.has_header else table.rows
    notes = (*table.notes, *left_out(columns))
    if question := comma_question(columns, body, decisions):
        return Reading(FORMAT, notes=notes, questions=(question,), columns=columns.matches)
    reader = RowReader(columns, decisions)
    for number, item in enumerate(in_order(body, table.errors), start=1):
        if item.line in decisions.skipped:
            continue
        if isinstance(item, TableRow):
            reader.read(number, item)
        else:
            reader.refuse_ragged(number, item)
    if pasted and not columns.has_header:
        reader.doubt_first_line()
    return reader.reading(notes)


def in_order(body: Sequence[TableRow], errors: Sequence[RowError]) -> Sequence[TableRow | RowError]:
    """Rows and refused rows in the order of the file, so that row numbers stay true."""
    if not errors:
        return body
    return sorted([*body, *errors], key=lambda item: item.line or 0)


def left_out(columns: Columns) -> tuple[Note, ...]:
    """Say which columns stay in the file."""
    headers = [match.header for match in columns.matches if not match.field and match.header]
    if not headers:
        return ()
    return (say(Note, "not_kept", params={"columns": shorten(", ".join(headers), 200)}),)


def comma_question(
    columns: Columns, body: Sequence[TableRow], decisions: Decisions
) -> Question | None:
    """Ask once for the whole file when most names look like "Haddad, Bilal"."""
    place = columns.index_of("name")
    if decisions.comma_names or place is None:
        return None
    names = [row.cells[place] for row in body[:500]]
    commas = [name for name in names if "," in name and comma_parts(name)]
    if len(commas) * 2 < max(len(names), 1):
        return None
    return ask(
        "comma_names",
        params={"value": shorten(commas[0].strip())},
        column=place,
        choices=("family_first", "as_written"),
        suggestion="family_first",
    )
