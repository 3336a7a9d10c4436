"""What a district's page shows of its schools: shares of whole schools, no class, no child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from plc.frozen import frozen
from students.models import School

from .axes import Axis, labelled
from .cells import Cell, added
from .fairness import Share, percent
from .span import Span


@dataclass(slots=True)
class Tally:
    """So many students: how many were met, are past the promise, and soon will be."""

    students: int = 0
    met: int = 0
    late: int = 0
    soon: int = 0

    def add(self, other: Tally) -> None:
        for name in ("students", "met", "late", "soon"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@frozen
class SchoolLine:
    """A school's line for its district; without a count where it would show a few children."""

    school: School
    count: Tally | None
    cells: tuple[Cell, ...] = ()

    @property
    def planned(self) -> Cell:
        return added(date.min, self.cells)

    @property
    def percent(self) -> int:
        return percent(self.count.met, self.count.students) if self.count else 0

    @property
    def met_words(self) -> str:
        """A template takes long to put numbers into a sentence a hundred times."""
        if self.count is None:
            return ""
        return _("%(met)s of %(total)s, %(percent)s%%") % {
            "met": self.count.met,
            "total": self.count.students,
            "percent": self.percent,
        }

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Of each week its colour and how many of the planned were held; empty without a plan."""
        return [(cell.band, cell.share if cell.planned else "") for cell in self.cells]


@frozen
class DistrictCoverage:
    """The figures of all schools, or of one; what must stay hidden is not in here."""

    span: Span  # from the earliest start of any school
    lines: tuple[SchoolLine, ...]
    total: Tally
    cells: tuple[Cell, ...]
    axis: Axis | None
    groups: tuple[Share, ...]

    @cached_property
    def planned(self) -> Cell:
        return added(self.span.start, self.cells)

    @property
    def percent(self) -> int:
        return percent(self.total.met, self.total.students)

    @property
    def labelled(self) -> list[tuple[Share, str]]:
        """The groups that may be shown, as people read them."""
        return labelled(self.groups, self.axis) if self.axis else []

    @property
    def columns(self) -> int:
        """So many stand right of a school's name."""
        return len(self.span.parts) + 3

    @property
    def hidden_groups(self) -> int:
        return sum(share.is_hidden for share in self.groups)

    @property
    def hidden_schools(self) -> int:
        return sum(line.count is None for line in self.lines)
