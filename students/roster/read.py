"""The front door: an upload, a pasted list or a folder goes in, a Reading comes out."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

from students.roster.bundles import BUNDLE, BundleLimits, from_folder, from_zip
from students.roster.decoding import Decoded
from students.roster.formats import read_bundle
from students.roster.headers import match_columns
from students.roster.messages import say
from students.roster.model import Decisions, Reading, RowError
from students.roster.pasted import names_a_line
from students.roster.rowreader import FORMAT
from students.roster.rows import read_rows
from students.roster.tables import UPLOAD, Limits, Table, read_table, table_from_text
from students.roster.words import part_of_bundle


def read_upload(
    data: bytes,
    decisions: Decisions | None = None,
    *,
    limits: Limits = UPLOAD,
    bundle_limits: BundleLimits = BUNDLE,
) -> Reading:
    """Read a file of any kind: a ZIP of OneRoster or SDS, or a table with any headings."""
    decisions = decisions or Decisions()
    if data.startswith(b"PK") and (files := from_zip(data, bundle_limits)) is not None:
        if len(files.names) != 1:
            return read_bundle(files, decisions)
        try:  # one table, packed
            data = files.read(next(iter(files.names)))
        except BadZipFile:
            return Reading(FORMAT, errors=(say(RowError, "zip_damaged"),))
    table = read_table(data, encoding=decisions.encoding, limits=limits)
    return read_table_with(table, decisions)


def read_paste(
    text: str, decisions: Decisions | None = None, *, limits: Limits = UPLOAD
) -> Reading:
    """Read what was pasted into a box: a table from a spreadsheet, or one name a line."""
    decisions = decisions or Decisions()
    if len(text) > limits.bytes:
        params: dict[str, object] = {
            "size": f"{len(text) / 1024 / 1024:.1f}",
            "limit": limits.megabytes,
        }
        return Reading(FORMAT, errors=(say(RowError, "file_too_big", params=params),))
    if not text.strip():
        return Reading(FORMAT, errors=(say(RowError, "file_empty"),))
    text = text.lstrip("\ufeff")
    table = names_a_line(text, limits) or table_from_text(Decoded(text, "pasted"), limits=limits)
    return read_table_with(table, decisions, pasted=True)


def read_path(
    path: Path,
    decisions: Decisions | None = None,
    *,
    limits: Limits = UPLOAD,
    bundle_limits: BundleLimits = BUNDLE,
) -> Reading:
    """Read a file or a folder of the server: what `import_roster` was pointed at."""
    if path.is_dir():
        return read_bundle(from_folder(path, bundle_limits), decisions or Decisions())
    return read_upload(path.read_bytes(), decisions, limits=limits, bundle_limits=bundle_limits)


def read_table_with(table: Table, decisions: Decisions, *, pasted: bool = False) -> Reading:
    """Match the columns and, when nothing is left to ask, read the rows."""
    if table.refused:
        return Reading(FORMAT, errors=table.errors, notes=table.notes)
    if part_of_bundle(table.rows[0].cells):
        return Reading(FORMAT, errors=(say(RowError, "part_of_bundle"),), notes=table.notes)
    columns = match_columns(
        table, has_header=decisions.has_header, chosen=decisions.columns, pasted=pasted
    )
    if columns.questions:
        return Reading(
            FORMAT, notes=table.notes, questions=columns.questions, columns=columns.matches
        )
    return read_rows(table, columns, decisions, pasted=pasted)
