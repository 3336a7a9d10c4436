"""What an import found and did, in words and as JSON; both are made of the same figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from plc.frozen import frozen
from students.importing.saving import Saved
from students.roster.changes import Diff
from students.roster.model import Finding, Question, Reading
from students.roster.present import PresentStudent

SHOWN_NAMES = 20
Figures = dict[str, dict[str, int]]


@frozen
class Report:
    """`reasons` say why nothing is saved; without any, the list can go in."""

    school: str
    file: str
    reading: Reading
    diff: Diff | None = None
    reasons: tuple[str, ...] = ()
    saved: Saved | None = None
    only_adds: bool = False
    staying: tuple[PresentStudent, ...] = ()  # not on the list, and in a class all the same

    @property
    def outcome(self) -> str:
        if self.saved is not None:
            return "Saved."
        return "Nothing was saved." if self.reasons else "A dry run: nothing was saved."

    def as_json(self) -> dict[str, Any]:
        reading = self.reading
        return {
            "school": self.school,
            "file": self.file,
            "format": reading.format,
            "extent": "add" if self.only_adds else "whole",
            "saved": self.saved is not None,
            "reasons": list(self.reasons),
            "figures": self.figures(),
            "names": self.names(),
            "columns": {match.header: match.field for match in reading.columns},
            "notes": [note.message for note in reading.notes],
            "questions": [_question(question) for question in reading.questions],
            "refused": [_finding(error) for error in reading.errors],
            "checks": [_finding(check) for check in reading.checks],
            "schools": [
                {"id": school.external_id, "name": school.name, "students": school.students}
                for school in reading.schools
            ],
        }

    def figures(self) -> Figures:
        return _figures(self.diff, len(self.staying)) if self.diff else {}

    def names(self) -> dict[str, list[str]]:
        """Whom somebody should look at: the figures alone do not tell."""
        diff = self.diff
        if diff is None:
            return {}
        parts = (diff.students.doubtful, diff.classes.doubtful, diff.staff.doubtful)
        found = {
            "leaving": [student.name for student in diff.leaving],
            "staying": [student.name for student in self.staying],
            "in doubt": [row.name for part in parts for row, _held in part],
            "adults without e-mail": [row.name for row in diff.staff.new if not row.email],
        }
        return {title: who for title, who in found.items() if who}

    def as_text(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        reading = self.reading
        extent = ", added to what is there" if self.only_adds else ""
        yield f"{self.file} ({reading.format}) for {self.school}{extent}"
        kept = [f"{match.header} ({match.field})" for match in reading.columns if match.field]
        left = [match.header for match in reading.columns if not match.field]
        yield from _part("Columns read", [", ".join(kept)] if kept else [])
        yield from _part("Columns left in the file", [", ".join(left)] if left else [])
        yield from _part("How it was read", [note.message for note in reading.notes])
        yield from _part("To answer first", [_asked(question) for question in reading.questions])
        yield from _part("Refused", [_placed(error) for error in reading.errors])
        yield from _part("Worth a look", [_placed(check) for check in reading.checks])
        if self.diff:
            counts = self.figures().items()
            yield from _part("What changes", [_counted(what, of) for what, of in counts])
            for title, who in self.names().items():
                yield from _part(title.capitalize(), _shortened(who))
        yield ""
        yield " ".join([self.outcome, *self.reasons])


def _figures(diff: Diff, staying: int) -> Figures:
    """How many of each kind are new, changed, the same, in doubt, or leave."""
    students, classes, staff = diff.students, diff.classes, diff.staff
    return {
        "students": {
            "new": len(students.new),
            "changed": len(students.changed),
            "same": len(students.same) + len(students.kept),
            "in doubt": len(students.doubtful),
            "leaving": len(diff.leaving),
            "staying": staying,
        },
        "classes": {
            "new": len(classes.new),
            "changed": len(classes.changed),
            "same": len(classes.same) + len(classes.kept),
            "in doubt": len(classes.doubtful),
        },
        "seats": {"new": len(diff.seats_new), "ending": len(diff.seats_ending)},
        "adults": {
            "new": len({row.email for row in staff.new if row.email}),
            "same": len(staff.same) + len(staff.kept),
            "in doubt": len(staff.doubtful),
            "without e-mail": sum(not row.email for row in staff.new),
        },
    }


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    told = [f"  {line}" for line in lines]
    if told:
        yield from ("", title, *told)


def _counted(what: str, counts: dict[str, int]) -> str:
    told = [f"{count:,} {kind}" for kind, count in counts.items() if count or kind == "new"]
    return f"{what}: {', '.join(told)}"


def _shortened(who: list[str]) -> list[str]:
    more = len(who) - SHOWN_NAMES
    return [*who[:SHOWN_NAMES], f"and {more:,} more"] if more > 0 else who


def _placed(finding: Finding) -> str:
    """The sentence, with the file, the line, the column and the cell it is about in front."""
    line = f"line {finding.line}" if finding.line else ""
    value = f"“{finding.value}”" if finding.value else ""
    place = ", ".join(filter(None, [finding.file, line, finding.column, value]))
    return f"{place}: {finding.message}" if place else finding.message


def _asked(question: Question) -> str:
    choices = f" ({', '.join(question.choices)})" if question.choices else ""
    return question.message + choices


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "value": finding.value,
        "reason": finding.message,
    }


def _question(question: Question) -> dict[str, Any]:
    return {"code": question.code, "asks": question.message, "choices": list(question.choices)}
