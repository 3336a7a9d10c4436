"""Lists on their way in: kept with what was decided about them, read again at every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from plc.frozen import frozen
from plc.models import FormKey, User
from students.importing import Saved, fitted, nobody_leaves, of_named_classes, present_of, save
from students.models import RosterUpload, School, Section
from students.roster.changes import Diff
from students.roster.diff import compare
from students.roster.model import Decisions, Reading, Roster
from students.roster.present import Present, PresentStudent
from students.roster.read import read_paste, read_upload
from students.roster.rowreader import FORMAT as TABLE

Change = Callable[[Decisions], Decisions]

_ADDED = UUID("6f1d6f0e-3d0a-4a57-9d0e-1f6a52a4c011")  # namespace of the keys of added lists
_BY_LINE = ("columns", "fixes")
_SETS = ("skipped", "different", "same", "local_grades")


# --- what a person decided --------------------------------------------------------------------
def as_json(decisions: Decisions) -> dict[str, Any]:
    """Decisions as JSON can hold them: sets become sorted lists, line numbers become text."""
    return asdict(decisions) | {name: sorted(getattr(decisions, name)) for name in _SETS}


def as_decisions(kept: dict[str, Any]) -> Decisions:
    """The way back from `as_json`; what was never decided has its default."""
    fields = dict(kept)
    for name in _BY_LINE:
        fields[name] = {int(number): said for number, said in fields.get(name, {}).items()}
    for name in _SETS:
        fields[name] = frozenset(fields.get(name, ()))
    return Decisions(**fields)


@transaction.atomic
def decide(*, upload: RosterUpload, change: Change) -> RosterUpload:
    """Keep one more decision; two at the same moment are both kept."""
    row = RosterUpload.objects.select_for_update().get(pk=upload.pk)
    row.decisions = as_json(change(as_decisions(row.decisions)))
    row.save(update_fields=["decisions"])
    return row


# --- keeping and reading ----------------------------------------------------------------------
@frozen
class Sent:
    """What somebody chose or pasted, as it came."""

    name: str
    content: bytes
    is_pasted: bool = False

    def read(self, decisions: Decisions | None = None) -> Reading:
        if self.is_pasted:
            return read_paste(self.content.decode(), decisions)
        return read_upload(self.content, decisions)


@transaction.atomic
def keep(
    *, sent: Sent, school: School, section: Section | None, by: User, now: datetime
) -> RosterUpload:
    """Keep a list until it is added or cancelled, and clear those that nobody finished."""
    RosterUpload.objects.older_than(now).delete()
    RosterUpload.objects.visible_to(by).filter(school=school, section=section).delete()
    return RosterUpload.objects.create(
        school=school,
        section=section,
        made_by=by,
        made_at=now,
        name=sent.name,
        is_pasted=sent.is_pasted,
        content=sent.content,
    )


def read(upload: RosterUpload) -> Reading:
    """Read a kept list with all that was decided so far."""
    return after(upload, lambda decisions: decisions)


def after(upload: RosterUpload, change: Change) -> Reading:
    """How the list would read with one more decision, before that is kept."""
    sent = Sent(upload.name, bytes(upload.content), upload.is_pasted)
    return sent.read(change(as_decisions(upload.decisions)))


def without_skips(decisions: Decisions) -> Decisions:
    """Take rows back that were left out."""
    return replace(decisions, skipped=frozenset())


# --- what adding it would do ------------------------------------------------------------------
@frozen
class Outcome:
    """What adding the list would do, held against what the school has at this moment.

    `missing` are those of the class who are not on the list, whether they leave or stay.
    """

    reading: Reading
    roster: Roster
    present: Present
    diff: Diff
    missing: tuple[PresentStudent, ...] = ()

    @property
    def is_unready(self) -> bool:
        """Whether some rows wait for a person."""
        return bool(self.reading.errors or self.diff.students.doubtful)

    @property
    def of_ready_rows(self) -> Diff:
        """While rows are missing from the reading, nobody is taken out for not being in it."""
        if not self.is_unready:
            return self.diff
        read_students = set(self.diff.students.ids.values())
        ending = tuple(seat for seat in self.diff.seats_ending if seat[0] in read_students)
        return replace(self.diff, leaving=(), seats_ending=ending)


def outcome(upload: RosterUpload, reading: Reading, now: datetime) -> Outcome:
    today = upload.school.today(now)
    adds = extent_of(upload) == "add"
    roster = fitted(reading.roster, today=today, section=upload.section, is_whole=not adds)
    present = present_of(upload.school, today=today, section=upload.section)
    diff = compare(roster, present)
    if upload.section is not None:
        diff = of_own_children(diff)
    elif reading.format == TABLE:
        diff = of_named_classes(diff, roster, present)
    missing = diff.leaving
    if adds:
        diff = nobody_leaves(diff)
    return Outcome(reading, roster, present, diff, missing)


def extent_of(upload: RosterUpload) -> str:
    """Whether who is missing stays ("add") or leaves ("whole"): as somebody said.

    Who pastes a few names for one class means to add them; a file is a whole class or school.
    """
    decisions = as_decisions(upload.decisions)
    is_for_one = upload.section_id or decisions.class_name
    return decisions.extent or ("add" if is_for_one and upload.is_pasted else "whole")


def of_own_children(diff: Diff) -> Diff:
    """A teacher gets no child of a colleague's class by writing her name; the office decides that.

    Whoever teaches a child may read her supports and notes, so a list must not open them.
    """
    others = {move.student.id for move in diff.elsewhere}
    students, ids = diff.students, diff.students.ids
    return replace(
        diff,
        seats_new=tuple(seat for seat in diff.seats_new if ids.get(seat.student_key) not in others),
        students=replace(
            students, changed=tuple(row for row in students.changed if row.present.id not in others)
        ),
    )


class NotReadyError(Exception):
    """Rows need fixing, and it was not said to leave them for later."""


class ManyLeaveError(Exception):
    """More than one in ten would leave, and it was not said a second time."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


@frozen
class Yes:
    """What the last step says yes to besides adding."""

    partly: bool = False  # rows that need fixing are left out
    may_leave: bool = False  # more than one in ten leave


def add(
    *, upload: RosterUpload, by: User, now: datetime, partly: bool = False, may_leave: bool = False
) -> Saved | None:
    """Write the list and delete it; None when another click has done so already.

    The list is read first: that takes seconds for a long one, and SQLite has one writer.
    """
    row = RosterUpload.objects.filter(pk=upload.pk).first()
    if row is None:
        return None
    return _write(row, read(row), by=by, now=now, yes=Yes(partly, may_leave))


@transaction.atomic
def _write(
    row: RosterUpload, reading: Reading, *, by: User, now: datetime, yes: Yes
) -> Saved | None:
    """Compare with what is here now, so that nothing is overwritten unseen, and save."""
    locked = RosterUpload.objects.select_for_update().filter(pk=row.pk).first()
    if locked is None:
        return None
    if locked.decisions != row.decisions:
        reading = read(locked)
    found = outcome(locked, reading, now)
    if reading.questions or not found.roster.students or (found.is_unready and not yes.partly):
        raise NotReadyError
    if found.of_ready_rows.many_leave and not yes.may_leave:
        raise ManyLeaveError(len(found.diff.leaving))
    saved = save(
        school=locked.school,
        roster=found.roster,
        present=found.present,
        diff=found.of_ready_rows,
        by=by,
        today=locked.school.today(now),
        now=now,
        section=locked.section,
    )
    FormKey.objects.claimed(user=by, key=_added_key(locked.key))
    locked.delete()
    return saved


def was_added(*, upload_key: str, by: User) -> bool:
    """Whether this person added the list with this key: its row is gone by then."""
    return FormKey.objects.filter(user=by, key=_added_key(upload_key)).exists()


def _added_key(upload_key: str) -> UUID:
    return uuid5(_ADDED, upload_key)
