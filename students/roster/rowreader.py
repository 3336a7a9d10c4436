"""The cells of one row after the other: names, numbers, grades, each taken or refused in words."""

from __future__ import annotations

from dataclasses import replace

from students.roster.cells import LIMITS, birth_year, read_cell
from students.roster.districts import GUARDIAN, STAFF, STUDENT, role_key
from students.roster.findings import Findings
from students.roster.grades import parse_grade
from students.roster.headers import Columns
from students.roster.messages import say
from students.roster.model import Decisions, Note, Reading, RosterRow, RowError, StudentRow
from students.roster.names import NAME_LIMIT, NameReading, comma_parts, joined, read_name
from students.roster.register import Register
from students.roster.tables import TableRow
from students.roster.words import candidates

FORMAT = "table"
CLASS_FIELDS = ("class_name", "class_id", "term", "teacher_name", "teacher_email")


class RowReader:
    """Reads the cells of one row after the other; the register keeps what it has met."""

    def __init__(self, columns: Columns, decisions: Decisions) -> None:
        self.columns = columns
        self.decisions = decisions
        settled = [match for match in columns.matches if match.field]
        self.fields = tuple(match.field for match in settled)
        self.places = tuple(match.index for match in settled)
        headers = {match.field: match.header or match.field for match in settled}
        self.found = Findings(headers)
        self.register = Register(self.found, decisions)
        self.class_fields = tuple(field for field in CLASS_FIELDS if field in headers)
        self.rows: list[RosterRow] = []
        self.count = 0

    def read(self, number: int, row: TableRow) -> None:
        """Judge one row; it is taken whole or refused whole."""
        found, cells = self.found, row.cells
        values = tuple([cells[place] for place in self.places])
        said = dict(zip(self.fields, values, strict=True))
        if fix := self.decisions.fixes.get(row.line):
            said.update((field, text) for field, text in fix.items() if field in said)
            values = tuple(said.values())
        found.at(line=row.line, row=number)
        if said.get("role") and not self.is_student(said["role"]):
            return
        errors, checks = len(found.errors), len(found.checks)
        written, student = self.student(said), None
        texts = {field: self.text(field, said) for field in self.class_fields}
        if len(found.errors) == errors:
            student = self.register.admit(written, texts)
        self.register.claim(student or written)
        self.count += 1
        if self.decisions.keep_rows:
            self.rows.append(
                RosterRow(
                    number,
                    row.line,
                    self.fields,
                    values,
                    student,
                    tuple(found.errors[errors:]),
                    tuple(found.checks[checks:]),
                )
            )

    def is_student(self, written: str) -> bool:
        """Lists of a whole school hold grown-ups too: they are left out, and that is said."""
        key = role_key(written)
        if key in STAFF | GUARDIAN:
            self.found.check("not_a_student", "role", written)
            return False
        if key not in STUDENT and "name" not in candidates(written):  # Schüler, élève, alumno
            self.found.check("role_unclear", "role", written)
        return True

    def refuse_ragged(self, number: int, error: RowError) -> None:
        error = replace(error, row=number)
        self.found.errors.append(error)
        self.count += 1
        self.rows.append(RosterRow(number, error.line or 0, (), (), None, (error,)))

    def refuse_doubles(self) -> None:
        """Only when all rows are read is it known which numbers two children share."""
        errors = self.found.errors
        before = len(errors)
        self.register.refuse_doubles()
        refused = {error.line: error for error in errors[before:]}
        if not refused:
            return
        errors.sort(key=lambda error: error.line or 0)
        self.rows = [
            replace(row, student=None, errors=(*row.errors, refused[row.line]))
            if row.line in refused
            else row
            for row in self.rows
        ]

    def doubt_first_line(self) -> None:
        """A pasted list has no headings; say so in case its first line is one."""
        if self.rows and self.rows[0].student:
            self.found.at(line=self.rows[0].line, row=1)
            self.found.check("first_line_read", "name", self.rows[0].values[0])
            checks = (*self.rows[0].checks, self.found.checks[-1])
            self.rows[0] = replace(self.rows[0], checks=checks)

    def reading(self, notes: tuple[Note, ...]) -> Reading:
        self.refuse_doubles()
        errors = list(self.found.errors)
        roster = self.register.roster()
        if not self.count:
            errors.append(say(RowError, "no_rows"))
        return Reading(
            FORMAT,
            roster=roster,
            errors=tuple(errors),
            checks=tuple(self.found.checks),
            notes=notes,
            columns=self.columns.matches,
            rows=tuple(self.rows),
        )

    # ------------------------------------------------------------ the cells

    def student(self, said: dict[str, str]) -> StudentRow:
        name = self.name(said)
        number = self.text("external_id", said)
        grade = self.grade(said.get("grade", ""))
        language = self.text("home_language", said)
        year = self.year(said.get("birth_year", ""))
        line = self.found.line
        key = f"id:{number}" if number else f"line:{line}"
        return StudentRow(key, name.name, name.called, number, grade, language, year, "", line)

    def name(self, said: dict[str, str]) -> NameReading:
        parts: tuple[str, str] | None = None
        if "name" in said:
            field, written, called = "name", said["name"], ""
            parts = comma_parts(written) if "," in written else None
            if parts and self.decisions.comma_names == "family_first":
                written, called = joined(parts[1], parts[0]), parts[1]
        else:
            field = "given" if "given" in said else "family"
            given, family = said.get("given", "").strip(), said.get("family", "").strip()
            written = joined(given, family, said.get("middle", "").strip())
            called = given or family
        reading = read_name(written)
        if reading.problem:
            self.found.refuse(
                reading.problem,
                field,
                written,
                sign=reading.sign,
                found=len(reading.name),
                limit=NAME_LIMIT,
            )
            return reading
        if parts and not called and not self.decisions.comma_names:  # one of few: nobody was asked
            reading = reading._replace(called=parts[1], checks=(("family_first", parts[1]),))
        chosen = said.get("called", "").strip() or called
        return self.called(reading, field, chosen)

    def called(self, reading: NameReading, field: str, chosen: str) -> NameReading:
        """A called name from the file stands; only without one do we suggest."""
        if chosen:
            own = read_name(chosen)
            if own.problem:
                self.found.refuse(
                    own.problem,
                    "called",
                    chosen,
                    sign=own.sign,
                    found=len(own.name),
                    limit=NAME_LIMIT,
                )
            reading = reading._replace(
                called=own.name,
                checks=tuple(check for check in reading.checks if check[0] != "family_first"),
            )
        for code, value in reading.checks:
            if code == "family_first":
                self.found.check(code, field, reading.name, called=value)
            else:
                self.found.check(code, field, value, sign=value)
        return reading

    def text(self, field: str, said: dict[str, str]) -> str:
        written = said.get(field, "")
        if not written:
            return ""
        cell = read_cell(field, written)
        if cell.problem:
            self.found.refuse(
                cell.problem,
                field,
                written,
                sign=cell.sign,
                found=len(cell.text),
                limit=LIMITS[field],
            )
        return cell.text

    def grade(self, written: str) -> str:
        written = written.strip()
        if not written or written in self.decisions.local_grades:
            return written
        reading = parse_grade(written)
        if not reading.grade:
            self.found.refuse("grade_unknown", "grade", written, suggestion=reading.suggestion)
        return reading.grade

    def year(self, written: str) -> int | None:
        if not written.strip():
            return None
        year = birth_year(written)
        if year is None:
            self.found.check("birth_year_unclear", "birth_year", written)
        return year
