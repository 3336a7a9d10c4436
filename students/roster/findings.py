"""Where the readers put what they find, with the place they are at."""

from __future__ import annotations

from collections.abc import Mapping

from students.roster.messages import say
from students.roster.model import RowCheck, RowError


class Findings:
    """Collects errors and checks at the current file, line and row."""

    def __init__(self, headers: Mapping[str, str] | None = None) -> None:
        self.errors: list[RowError] = []
        self.checks: list[RowCheck] = []
        self.headers = headers or {}
        self.file = ""
        self.line: int | None = None
        self.row: int | None = None

    def at(self, *, line: int | None, row: int | None = None, file: str = "") -> None:
        self.line, self.row, self.file = line, row, file

    def refuse(
        self,
        code: str,
        field: str = "",
        value: str = "",
        *,
        suggestion: str = "",
        **params: object,
    ) -> None:
        self.errors.append(
            say(
                RowError,
                code,
                file=self.file,
                line=self.line,
                row=self.row,
                column=self.headers.get(field, field),
                value=value,
                suggestion=suggestion,
                params=params,
            )
        )

    def check(self, code: str, field: str = "", value: str = "", **params: object) -> None:
        self.checks.append(
            say(
                RowCheck,
                code,
                file=self.file,
                line=self.line,
                row=self.row,
                column=self.headers.get(field, field),
                value=value,
                params=params,
            )
        )
