"""What the school holds already, handed to the comparison as plain data."""

from __future__ import annotations

from collections.abc import Hashable

from plc.frozen import frozen


@frozen(slots=True)
class PresentStudent:
    """`hand_edited` names the fields a person changed here; an import leaves those alone."""

    id: Hashable
    name: str
    called: str = ""
    external_id: str = ""
    grade: str = ""
    home_language: str = ""
    hand_edited: frozenset[str] = frozenset()


@frozen(slots=True)
class PresentClass:
    id: Hashable
    name: str
    external_id: str = ""
    grade: str = ""
    term: str = ""
    hand_edited: frozenset[str] = frozenset()


@frozen(slots=True)
class PresentStaff:
    id: Hashable
    name: str
    email: str = ""
    external_id: str = ""
    hand_edited: frozenset[str] = frozenset()


@frozen(slots=True)
class Present:
    """One school as it is. Pairs are (student or staff id, class id), running ones only.

    `scope` holds the classes this import speaks for; None means all of them. Seats in other
    classes are known, but never ended.
    """

    students: tuple[PresentStudent, ...] = ()
    classes: tuple[PresentClass, ...] = ()
    staff: tuple[PresentStaff, ...] = ()
    enrollments: frozenset[tuple[Hashable, Hashable]] = frozenset()
    assignments: frozenset[tuple[Hashable, Hashable]] = frozenset()
    scope: frozenset[Hashable] | None = None

    def in_scope(self, class_id: Hashable) -> bool:
        return self.scope is None or class_id in self.scope
