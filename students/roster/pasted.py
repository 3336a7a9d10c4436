"""A list of names as people paste it, one a line: "2. Haddad, Bilal" is one name and no table."""

from __future__ import annotations

import re

from students.roster.grades import parse_grade
from students.roster.messages import say
from students.roster.model import Note
from students.roster.names import SUFFIXES, comma_parts
from students.roster.tables import UPLOAD, Limits, Table, TableRow, lines_of
from students.roster.words import candidates

MARK = re.compile(r"\s*(?:\d{1,3}[.)]|[-–•*·])\s+(?=\S)")  # of a numbered or a dotted list
PARTED = frozenset('\t;|"')  # a spreadsheet's cells


def names_a_line(text: str, limits: Limits = UPLOAD) -> Table | None:
    """The lines as a table of one column, without the marks of a list; None if it is no such list.

    Only what a table would misread is taken: lines that are numbered or dotted, or names with a
    comma in them. "Haddad, Bilal" asks later whether the family name stands first.
    """
    lines = [(n, line.strip()) for n, line in enumerate(lines_of(text), 1) if line.strip()]
    if len(lines) > limits.rows or not PARTED.isdisjoint(text):
        return None
    heading = [(n, line) for n, line in lines[:1] if candidates(line)]
    named = lines[len(heading) :]
    is_marked = bool(named) and all(MARK.match(line) for _n, line in named)
    if is_marked:
        named = [(n, MARK.sub("", line, count=1)) for n, line in named]
    names = [name for _n, name in named]
    if not _are_names(names) or not (is_marked or any("," in name for name in names)):
        return None
    rows = tuple(TableRow(n, [line]) for n, line in (*heading, *named))
    notes = (say(Note, "list_marks"),) if is_marked else ()
    return Table(rows, width=1, encoding="pasted", notes=notes)


def _are_names(lines: list[str]) -> bool:
    """Whether each comma stands in a name: "Haddad, Bilal", not "Bilal Haddad, 4" or a heading."""
    parted = [line for line in lines if "," in line]
    halves = [halves for halves in map(_halves, parted) if halves]
    if len(halves) < len(parted) or any(map(candidates, halves[0] if halves else ())):
        return False
    seconds = [second for _first, second in halves if second.casefold() not in SUFFIXES]
    if any(parse_grade(second).grade or any(map(str.isdigit, second)) for second in seconds):
        return False
    # Given names differ; a language or a class stands there again and again.
    return not seconds or len(set(seconds)) * 2 > len(seconds)


def _halves(line: str) -> tuple[str, str] | None:
    first, _comma, second = (part.strip() for part in line.partition(","))
    if first and second.casefold() in SUFFIXES:
        return first, second
    return comma_parts(line)
