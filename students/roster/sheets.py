"""One CSV file of a bundle: columns by name, rows one by one, nothing kept that is not asked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from students.roster.bundles import Files
from students.roster.decoding import decode
from students.roster.findings import Findings
from students.roster.messages import say
from students.roster.model import Note, RowError
from students.roster.tables import (
    Unreadable,
    ragged,
    records,
    sniff_delimiter,
    without_sep_line,
)
from students.roster.words import squeeze


class Refused(Exception):
    """The bundle as a whole cannot be used; `error` says why."""

    def __init__(self, error: RowError) -> None:
        super().__init__(error.message)
        self.error = error


def refuse(code: str, *, file: str = "", **params: object) -> Refused:
    return Refused(say(RowError, code, file=file, params=params))


class Sheet:
    """A CSV file with a heading. Rows of the wrong width go to the findings."""

    def __init__(self, files: Files, name: str, found: Findings) -> None:
        self.name = name
        self.found = found
        try:
            data = files.read(name)
        except (zipfile.BadZipFile, OSError):
            raise refuse("zip_damaged", file=name) from None
        self.notes: tuple[Note, ...] = ()
        self.header: list[str] = []
        self.text, self.delimiter, self.first_line = "", ",", 1
        if data.strip():
            self._decode(data, files.limits.megabytes)
        self.limit = files.limits.rows

    def _decode(self, data: bytes, megabytes: int) -> None:
        decoded = decode(data, limits_mb=megabytes, file=self.name)
        if decoded.error:
            raise Refused(decoded.error)
        self.notes = decoded.notes
        self.text, self.first_line, sign = without_sep_line(decoded.text)
        self.delimiter = sign or sniff_delimiter(self.text)
        try:
            first = next(records(self.text, self.delimiter, self.first_line))
        except StopIteration:
            return
        except Unreadable as problem:
            raise refuse(problem.code, file=self.name, line=problem.line) from None
        self.header = [cell.strip() for cell in first.cells]
        while self.header and not self.header[-1]:
            self.header.pop()

    def has(self, *columns: str) -> bool:
        return {squeeze(column) for column in columns} <= {squeeze(cell) for cell in self.header}

    def require(self, *columns: str) -> None:
        for column in columns:
            if self.header and not self.has(column):
                raise refuse("column_missing", file=self.name, column=column) from None

    def rows(self, *columns: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield (line, cells) of the named columns; "a|b" takes the first that is there."""
        places = [self._place(column) for column in columns]
        width = len(self.header)
        body = records(self.text, self.delimiter, self.first_line)
        try:
            for count, row in enumerate(body):
                if count == 0:
                    continue
                if count > self.limit:
                    raise refuse("too_many_rows", file=self.name, limit=f"{self.limit:,}")
                cells = row.cells
                if len(cells) != width and not self._fits(row.cells, width):
                    self.found.errors.append(ragged(row, self.header, width, self.name))
                    continue
                yield (
                    row.line,
                    tuple([cells[place].strip() if place is not None else "" for place in places]),
                )
        except Unreadable as problem:
            raise refuse(problem.code, file=self.name, line=problem.line) from None

    def _place(self, column: str) -> int | None:
        keys = [squeeze(cell) for cell in self.header]
        for name in column.split("|"):
            if (key := squeeze(name)) in keys:
                return keys.index(key)
        return None

    @staticmethod
    def _fits(cells: list[str], width: int) -> bool:
        return len(cells) > width and not any(map(str.strip, cells[width:]))
