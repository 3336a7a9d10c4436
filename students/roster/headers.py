"""Which column is which: matched by many words in many languages; what is unclear is asked."""

from __future__ import annotations

from collections.abc import Mapping

from plc.frozen import frozen
from students.roster.grades import parse_grade
from students.roster.messages import ask, shorten
from students.roster.model import ColumnMatch, Question
from students.roster.tables import Table
from students.roster.words import (
    FIELDS,
    HALF_KEYS,
    NAME_FIELDS,
    WHOLE_KEYS,
    candidates,
    squeeze,
)


@frozen
class Columns:
    """All columns of a table, and what must be asked before rows can be read."""

    matches: tuple[ColumnMatch, ...]
    has_header: bool
    questions: tuple[Question, ...] = ()

    def index_of(self, field: str) -> int | None:
        return next((match.index for match in self.matches if match.field == field), None)


def match_columns(
    table: Table,
    *,
    has_header: bool | None = None,
    chosen: Mapping[int, str] | None = None,
    pasted: bool = False,
) -> Columns:
    """Match every column. `chosen` (index to field, "" to leave out) overrules what we think."""
    if not table.rows:
        return Columns((), has_header=True)
    first = table.rows[0].cells[: table.width]
    if has_header is None:
        has_header = any(candidates(cell) for cell in first)
        if not has_header and not chosen and not (pasted and table.width == 1):
            return _headless(table, first)
    if not has_header and table.width == 1 and not chosen:
        chosen = {0: "name"}
    guesses = [candidates(cell) if has_header else () for cell in first]
    body = table.rows[1:] if has_header else table.rows
    columns = [[row.cells[index] for row in body[:200]] for index in range(table.width)]
    fields = settle(first, guesses, columns)
    matches = [
        _match(index, first[index] if has_header else "", fields[index], columns[index], chosen)
        for index in range(table.width)
    ]
    questions = (*_name_question(matches), *_open_questions(matches))
    return Columns(tuple(matches), has_header, questions)


def _headless(table: Table, first: list[str]) -> Columns:
    """No heading we know: ask whether there is one, and with several columns what they hold."""
    value = shorten(", ".join(cell.strip() for cell in first))
    question = ask(
        "has_header",
        params={"value": value},
        choices=("heading", "student"),
        suggestion="student" if table.width == 1 else "heading",
    )
    matches = tuple(
        ColumnMatch(index, cell.strip(), "", "unknown", FIELDS, _samples([cell]))
        for index, cell in enumerate(first)
    )
    return Columns(matches, has_header=False, questions=(question,))


def settle(
    headers: list[str], guesses: list[tuple[str, ...]], columns: list[list[str]]
) -> list[tuple[str, ...]]:
    """Use what stands beside it to choose between the meanings of a word."""
    keys = [squeeze(header) for header in headers]
    guesses = one_number(guesses, columns)
    settled = [_narrow(guess, column) for guess, column in zip(guesses, columns, strict=True)]
    has_given = any(guess == ("given",) for guess in settled)
    has_family = any(guess == ("family",) for guess in settled)
    for index, key in enumerate(keys):
        if not settled[index] or not {*settled[index]} & {"name", "given", "family", "counter"}:
            continue
        settled[index] = _name_part(key, settled[index], has_given=has_given, has_family=has_family)
    return settled


def one_number(guesses: list[tuple[str, ...]], columns: list[list[str]]) -> list[tuple[str, ...]]:
    """Of several number columns, drop those that repeat, are empty or say the same again."""
    places = [index for index, guess in enumerate(guesses) if guess == ("external_id",)]
    if len(places) < 2:
        return guesses
    kept: list[int] = []
    for index in places:
        cells = columns[index]
        unique = all(cells) and len(set(cells)) == len(cells)
        if unique and not any(columns[other] == cells for other in kept):
            kept.append(index)
    return [
        ("not_kept",) if index in places and kept and index not in kept else guess
        for index, guess in enumerate(guesses)
    ]


def _name_part(
    key: str, fields: tuple[str, ...], *, has_given: bool, has_family: bool
) -> tuple[str, ...]:
    if has_family and not has_given and key in HALF_KEYS["given"] and fields != ("family",):
        return ("given",)
    if has_given and not has_family and key in HALF_KEYS["family"] and fields != ("given",):
        return ("family",)
    if key in WHOLE_KEYS and not has_family and not has_given:
        return ("name",)
    if fields == ("given",) and key in WHOLE_KEYS and not has_family:
        return ("name",)
    return fields


def _narrow(fields: tuple[str, ...], column: list[str]) -> tuple[str, ...]:
    """Look at the cells: does "class" hold grades, does "No." only count the lines?"""
    cells = [cell.strip() for cell in column if cell.strip()]
    if fields == ("class_name",) and cells and all(parse_grade(cell).grade for cell in cells):
        return ("class_name", "grade")
    if fields == ("counter",):
        counts = [str(number) for number in range(1, len(cells) + 1)]
        return ("not_kept",) if cells == counts else ("external_id", "not_kept")
    return fields


def _match(
    index: int,
    header: str,
    fields: tuple[str, ...],
    column: list[str],
    chosen: Mapping[int, str] | None,
) -> ColumnMatch:
    header = header.strip()
    samples = _samples(column)
    if chosen is not None and index in chosen:
        field = chosen[index] if chosen[index] in FIELDS else ""
        return ColumnMatch(index, header, field, "sure" if field else "not_kept", FIELDS, samples)
    if not fields:
        return ColumnMatch(index, header, "", "unknown", FIELDS, samples)
    if fields == ("not_kept",):
        return ColumnMatch(index, header, "", "not_kept", FIELDS, samples)
    if len(fields) == 1:
        return ColumnMatch(index, header, fields[0], "sure", FIELDS, samples)
    return ColumnMatch(index, header, "", "ask", fields, samples)


def _samples(column: list[str]) -> tuple[str, ...]:
    return tuple(shorten(cell.strip(), 40) for cell in column if cell.strip())[:3]


def _name_question(matches: list[ColumnMatch]) -> list[Question]:
    """Without a column of names nothing can be read."""
    if any(match.field in NAME_FIELDS for match in matches):
        return []
    headers = tuple(str(match.index) for match in matches)
    return [ask("which_name", choices=headers, suggestion=headers[0] if len(headers) == 1 else "")]


def _open_questions(matches: list[ColumnMatch]) -> list[Question]:
    """Columns of two meanings, and two columns of one meaning. Unknown ones are left out aloud."""
    questions = [
        ask(
            "which_field",
            params={"column": shorten(match.header)},
            column=match.index,
            choices=tuple(choice if choice != "not_kept" else "" for choice in match.choices),
        )
        for match in matches
        if match.certainty == "ask"
    ]
    taken: dict[str, ColumnMatch] = {}
    for match in matches:
        if match.field and match.field in taken:
            first = taken[match.field]
            params: dict[str, object] = {
                "first": shorten(first.header),
                "second": shorten(match.header),
            }
            choices = (str(first.index), str(match.index))
            questions.append(ask("two_columns", params=params, column=match.index, choices=choices))
        elif match.field:
            taken[match.field] = match
    return questions
