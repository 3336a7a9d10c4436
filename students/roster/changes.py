"""What an import would do, as data: the answer of `diff.compare`."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import field
from typing import Generic, Protocol, TypeVar

from plc.frozen import frozen
from students.roster.model import AssignmentRow, ClassRow, EnrollmentRow, StaffRow, StudentRow
from students.roster.present import PresentClass, PresentStaff, PresentStudent

MANY_LEAVE = 0.10


class Read(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def external_id(self) -> str: ...


class Held(Protocol):
    @property
    def id(self) -> Hashable: ...
    @property
    def name(self) -> str: ...
    @property
    def external_id(self) -> str: ...
    @property
    def hand_edited(self) -> frozenset[str]: ...


R = TypeVar("R", bound=Read)
H = TypeVar("H", bound=Held)


@frozen(slots=True)
class FieldChange:
    """`kept` says that a person wrote `before` here, so the import does not overwrite it."""

    field: str
    before: str
    after: str
    kept: bool = False


@frozen(slots=True)
class Change(Generic[R, H]):
    row: R
    present: H
    fields: tuple[FieldChange, ...]

    @property
    def to_write(self) -> dict[str, str]:
        return {change.field: change.after for change in self.fields if not change.kept}


@frozen(slots=True)
class Compared(Generic[R, H]):
    """`doubtful` rows fit more than one person by name alone; they must be asked about."""

    new: tuple[R, ...] = ()
    changed: tuple[Change[R, H], ...] = ()
    kept: tuple[Change[R, H], ...] = ()
    same: tuple[H, ...] = ()
    doubtful: tuple[tuple[R, tuple[H, ...]], ...] = ()
    ids: Mapping[str, Hashable] = field(default_factory=dict)


@frozen(slots=True)
class Move:
    """A student who leaves `from_class` and joins `to_class` (key of the reading)."""

    student: PresentStudent
    from_class: Hashable
    to_class: str


@frozen(slots=True)
class Diff:
    """What an import would do. Nothing is ever deleted: a seat that is gone ends."""

    students: Compared[StudentRow, PresentStudent]
    classes: Compared[ClassRow, PresentClass]
    staff: Compared[StaffRow, PresentStaff]
    seats_new: tuple[EnrollmentRow, ...]
    seats_ending: tuple[tuple[Hashable, Hashable], ...]
    assignments_new: tuple[AssignmentRow, ...]
    moved: tuple[Move, ...]
    elsewhere: tuple[Move, ...]
    leaving: tuple[PresentStudent, ...]
    enrolled_before: int

    @property
    def leaving_share(self) -> float:
        return len(self.leaving) / self.enrolled_before if self.enrolled_before else 0.0

    @property
    def many_leave(self) -> bool:
        """More than one in ten would leave: ask a second time."""
        return self.leaving_share > MANY_LEAVE

    @property
    def nothing_to_do(self) -> bool:
        parts = (self.students, self.classes, self.staff)
        return not (
            any(part.new or part.changed or part.doubtful for part in parts)
            or self.seats_new
            or self.seats_ending
            or self.assignments_new
        )
