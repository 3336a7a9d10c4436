"""The tables of surveys as files: the figures of the screen, with the same hidden."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from checkins.surveys.figures import Cell, Line, Table
from checkins.views.coverage_files import quoted
from plc import audit
from plc.access import user_of
from plc.frozen import frozen
from plc.models import AuditEntry


@frozen
class Labels:
    """What heads the groups and their total; `dated` says in the heads when each survey was."""

    group: str
    whole: str
    dated: bool = False


def survey_file(
    request: HttpRequest,
    table: Table,
    labels: Labels,
    *,
    name: str,
    today: date,
    detail: str,
    school_key: str = "",
) -> HttpResponse:
    """The table as a file; that it was taken is written down."""
    audit.record(
        AuditEntry.Action.EXPORTED, actor=user_of(request), school_key=school_key, detail=detail
    )
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{today}.csv"'
    response.write("\ufeff")  # so that a spreadsheet reads the accents
    csv.writer(response).writerows(_rows(table, labels))
    return response


def _rows(table: Table, labels: Labels) -> Iterator[list[object]]:
    heads: list[object] = [labels.group]
    for window in table.windows:
        days = f", {window.starts_on} – {window.ends_on}" if labels.dated else ""
        heads += [quoted(window.title + days), _("Answered"), _("Students")]
    yield heads
    whole = [Line(labels.whole, table.school.cells)] if table.school else []
    for line in (*table.lines, *whole):
        yield [quoted(line.name), *_cells(line.cells)]


def _cells(cells: tuple[Cell, ...]) -> Iterator[object]:
    for cell in cells:
        value = _("hidden") if cell.is_hidden else cell.value
        yield "" if value is None else value
        yield _("hidden") if cell.answered is None else cell.answered
        yield cell.students
