"""An import from the command line: nobody is asked, so whatever is open stops it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError

from plc.frozen import frozen
from plc.models import User
from students.importing.current import present_of
from students.importing.fitting import fitted
from students.importing.report import Report
from students.importing.saving import Outdated, save
from students.importing.scope import nobody_leaves, of_named_classes
from students.models import School, Section
from students.roster.bundles import BundleLimits
from students.roster.changes import Diff
from students.roster.diff import compare
from students.roster.model import Decisions, Reading, Roster
from students.roster.read import read_path
from students.roster.rowreader import FORMAT
from students.roster.tables import Limits

# Whoever has the server's files may import a district at once.
TABLE = Limits(megabytes=500, rows=1_000_000)
BUNDLE = BundleLimits(zip_megabytes=500, megabytes=4_000)


@frozen
class Order:
    """What to import, and what was agreed to beforehand. Without `by` nothing is saved."""

    path: Path
    school: School
    section: Section | None = None
    by: User | None = None
    bundle_school: str = ""
    skip_refused: bool = False
    many_may_leave: bool = False
    only_adds: bool = False  # who is missing stays


def carry_out(order: Order, *, now: datetime) -> Report:
    """Read the list, compare it, and save it when nothing speaks against that."""
    school, section = order.school, order.section
    today = school.today(now)
    class_name = section.name if section else ""
    decisions = Decisions(school=order.bundle_school, class_name=class_name, keep_rows=False)
    reading = read_path(order.path, decisions, limits=TABLE, bundle_limits=BUNDLE)
    report = Report(school.name, order.path.name, reading, only_adds=order.only_adds)
    if reasons := tuple(_unread(reading, order)):
        return replace(report, reasons=reasons)
    roster = fitted(reading.roster, today=today, section=section, is_whole=not order.only_adds)
    present = present_of(school, today=today, section=section)
    diff = compare(roster, present)
    if reading.format == FORMAT and section is None:
        diff = of_named_classes(diff, roster, present)
    missing = diff.leaving
    if order.only_adds or reading.errors:  # who seems to be missing may stand in one of them
        diff = nobody_leaves(diff)
    staying = () if diff.leaving else missing
    reasons = tuple(_objections(roster, diff, order))
    report = replace(report, diff=diff, staying=staying, reasons=reasons)
    if reasons or order.by is None:
        return report
    try:
        saved = save(
            school=school,
            roster=roster,
            present=present,
            diff=diff,
            by=order.by,
            today=today,
            now=now,
            section=section,
        )
    except (IntegrityError, Outdated) as clash:
        return replace(report, reasons=(_clash(clash),))
    return replace(report, saved=saved)


def _unread(reading: Reading, order: Order) -> Iterator[str]:
    """Why the file cannot be used, or not yet."""
    if count := len(reading.questions):
        yield f"Questions to answer first: {count}."
    if reading.file_errors:
        yield "The file cannot be used as it is."
    elif reading.errors and not order.skip_refused:
        yield f"Rows refused: {len(reading.errors):,}. Put them right, or add --skip-refused."
    elif not reading.questions and not reading.roster.students:
        yield "There is no student in it."


def _objections(roster: Roster, diff: Diff, order: Order) -> Iterator[str]:
    """Why a list that was read well should still not go in."""
    if roster.students and not roster.enrollments:
        yield "The list does not say who is in which class. Name the class with --class."
    doubtful = (diff.students.doubtful, diff.classes.doubtful, diff.staff.doubtful)
    if count := sum(map(len, doubtful)):
        yield f"Rows that fit several people or classes by name: {count:,}. Give them numbers."
    if diff.many_leave and not order.many_may_leave:
        yield (
            f"{len(diff.leaving):,} of {diff.enrolled_before:,} students would leave. "
            "Add --yes if that is right, or --add if the list is not of everybody."
        )


def _clash(clash: Exception) -> str:
    if isinstance(clash, Outdated):
        return "Somebody changed the school's classes meanwhile. Run it again."
    return f"The database did not take it: {str(clash).splitlines()[0]}."
