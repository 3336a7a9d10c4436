"""From bytes to a table of text: how letters were saved, how cells are parted, which rows fit.

A file is understood or refused in words; it is never half read.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator

from plc.frozen import frozen
from students.roster.decoding import Decoded, decode
from students.roster.messages import say
from students.roster.model import Note, RowError

DELIMITERS = ",;\t|"
SNIFFED_LINES = 60
LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
CELL_LIMIT = 100_000  # letters; below the csv module's own limit of 131,072


@frozen
class Limits:
    """What one upload may hold. `megabytes` counts the file as it comes in."""

    megabytes: int = 5
    rows: int = 20_000
    columns: int = 200

    @property
    def bytes(self) -> int:
        return self.megabytes * 1024 * 1024


UPLOAD = Limits()


@frozen
class TableRow:
    line: int
    cells: list[str]


@frozen
class Table:
    """All non-empty rows, the first one included; whether that is a heading is not said here."""

    rows: tuple[TableRow, ...] = ()
    width: int = 0
    delimiter: str = ","
    encoding: str = ""
    errors: tuple[RowError, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def refused(self) -> bool:
        return any(error.line is None for error in self.errors)


def read_table(
    data: bytes, *, encoding: str = "", limits: Limits = UPLOAD, file: str = ""
) -> Table:
    """Read a delimited text file. Rows of the wrong width are in `errors`, not in `rows`."""
    decoded = decode(data, encoding=encoding, limits_mb=limits.megabytes, file=file)
    if decoded.error:
        return Table(errors=(decoded.error,))
    return table_from_text(decoded, limits=limits, file=file)


def table_from_text(decoded: Decoded, *, limits: Limits = UPLOAD, file: str = "") -> Table:
    """Part an already decoded text into rows and cells."""
    text, first_line, delimiter = without_sep_line(decoded.text)
    delimiter = delimiter or sniff_delimiter(text)
    rows: list[TableRow] = []
    try:
        for row in records(text, delimiter, first_line):
            rows.append(row)
            if len(rows) > limits.rows + 1:
                return _refused("too_many_rows", file, limit=f"{limits.rows:,}")
    except Unreadable as problem:
        return _refused(problem.code, file, line=problem.line, limit=f"{CELL_LIMIT:,}")
    if not rows:
        return _refused("file_empty", file)
    if len(rows[0].cells) > limits.columns:
        return _refused("too_many_columns", file, found=len(rows[0].cells), limit=limits.columns)
    table = fit(rows, delimiter=delimiter, encoding=decoded.encoding, file=file)
    return add_notes(table, decoded.notes, file)


def _refused(code: str, file: str, **params: object) -> Table:
    return Table(errors=(say(RowError, code, file=file, params=params),))


def add_notes(table: Table, notes: tuple[Note, ...], file: str) -> Table:
    said = list(notes)
    if table.delimiter != ",":
        code = "delimiter_tab" if table.delimiter == "\t" else "delimiter"
        said.append(say(Note, code, file=file, params={"delimiter": table.delimiter}))
    return Table(
        rows=table.rows,
        width=table.width,
        delimiter=table.delimiter,
        encoding=table.encoding,
        errors=table.errors,
        notes=(*said, *table.notes),
    )


# ------------------------------------------------------------------ records


class Unreadable(Exception):
    """The quotation marks leave it open where cells end: nothing after `line` can be trusted."""

    def __init__(self, code: str, line: int) -> None:
        super().__init__(code)
        self.code = code
        self.line = line


def records(text: str, delimiter: str, first_line: int = 1) -> Iterator[TableRow]:
    """Yield the rows that are not blank, with the line each begins on."""
    reader = csv.reader(lines_of(text), delimiter=delimiter, strict=True)
    begins = first_line
    met: dict[str, str] = {}  # each word of a large list is kept once
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield TableRow(begins, [met.setdefault(cell, cell) for cell in cells])
            begins = first_line + reader.line_num
    except csv.Error as error:
        raise Unreadable(_problem(str(error)), begins) from error


def lines_of(text: str) -> Iterator[str]:
    """Lines with their endings, as a file opened with newline="" gives them, without a copy."""
    return (line[0] for line in LINE.finditer(text))


def _problem(reason: str) -> str:
    if "unexpected end" in reason:
        return "quote_open"
    if "field larger" in reason:
        return "cell_too_long"
    return "quote_misplaced"


def without_sep_line(text: str) -> tuple[str, int, str]:
    """Take off the "sep=;" line some spreadsheets write. Returns text, its first line, sign."""
    head = text[:8].lower()
    if head.startswith("sep=") and len(text) > 4 and text[4] in DELIMITERS:
        rest = text[5:]
        for ending in ("\r\n", "\n", "\r"):
            if rest.startswith(ending):
                return rest[len(ending) :], 2, text[4]
    return text, 1, ""


def sniff_delimiter(text: str) -> str:
    """The sign that parts the most lines into the same number of cells, more than one."""
    head = text[:65_536]
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        if delimiter not in head:
            continue
        widths = _widths(head, delimiter)
        if len(text) > len(head):
            widths = widths[:-1] or widths  # the last row of the head may be cut
        width, times = Counter(widths).most_common(1)[0] if widths else (0, 0)
        if width < 2:
            continue
        score = (round(times / len(widths) + (widths[0] == width), 3), width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(text: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        for row in records(text, delimiter):
            widths.append(len(row.cells))
            if len(widths) == SNIFFED_LINES:
                break
    except Unreadable:
        return widths[:-1]
    return widths


# -------------------------------------------------------------------- width


def fit(rows: list[TableRow], *, delimiter: str, encoding: str, file: str) -> Table:
    """Hold every row against the first one. Empty cells at the end of lines do no harm."""
    heading = rows[0].cells
    width = _width_in_use(rows)
    if width > len(heading):
        return _without_title(rows, file)
    errors: list[RowError] = []
    fitting: list[TableRow] = []
    for row in rows:
        cells = row.cells
        if len(cells) == width:
            fitting.append(row)
        elif len(cells) > width and not any(map(str.strip, cells[width:])):
            fitting.append(TableRow(row.line, cells[:width]))
        else:
            errors.append(ragged(row, heading, width, file))
    notes: tuple[Note, ...] = ()
    if width < len(heading):
        left_out = {"count": len(heading) - width}
        notes = (say(Note, "empty_columns", file=file, params=left_out),)
    return Table(tuple(fitting), width, delimiter, encoding, tuple(errors), notes)


def _width_in_use(rows: list[TableRow]) -> int:
    """The heading's width without its nameless, empty columns; wider if most rows are wider."""
    heading = rows[0].cells
    width = len(heading)
    while width > 1 and not heading[width - 1].strip() and _empty_column(rows, width - 1):
        width -= 1
    below = Counter(len(row.cells) for row in rows[1:SNIFFED_LINES])
    if len(heading) == 1 and below:
        common, times = below.most_common(1)[0]
        if common > 1 and times > 1 and any(any(row.cells[1:]) for row in rows[1:SNIFFED_LINES]):
            return common
    return width


def _empty_column(rows: list[TableRow], index: int) -> bool:
    return not any(len(row.cells) > index and row.cells[index].strip() for row in rows)


def _without_title(rows: list[TableRow], file: str) -> Table:
    expected = Counter(len(row.cells) for row in rows[1:SNIFFED_LINES]).most_common(1)[0][0]
    return _refused("title_line", file, found=len(rows[0].cells), expected=expected)


def ragged(row: TableRow, heading: list[str], width: int, file: str = "") -> RowError:
    """Say which cell is missing, or which one stands under no heading."""
    found = len(row.cells)
    if found < width:
        column = heading[found].strip() or str(found + 1)
        params: dict[str, object] = {"found": found, "expected": width}
        return say(RowError, "ragged_short", file=file, line=row.line, column=column, params=params)
    value = next(cell for cell in row.cells[width:] if cell.strip())
    params = {"found": found, "expected": width}
    return say(
        RowError,
        "ragged_long",
        file=file,
        line=row.line,
        column=str(width + 1),
        value=value,
        params=params,
    )
