"""The coverage pages as tables of plain cells: what a file holds is what the screen shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from students.models import Grade, School

from .cells import Cell
from .district_figures import DistrictCoverage
from .fairness import Share
from .school import Coverage, Line
from .span import Span
from .waits import Wait

Row = Sequence[object]


def rules(span: Span) -> list[str]:
    """How everything is counted, in words."""
    return [
        _("Met: a check-in was held in these days, by anybody, in any class."),
        _(
            "Planned: places of plans marked ready, and held ones. Absences stand apart, and so "
            "do check-ins without a plan. A place still to come today is not counted."
        ),
        _(
            "Waiting: school days since the last check-in of this school year, or since the "
            "student joined. Holidays and breaks do not count; two half days count as one."
        ),
        ngettext(
            "Promised: everyone is met within %(days)s school day.",
            "Promised: everyone is met within %(days)s school days.",
            span.promise,
        )
        % {"days": span.promise},
        _(
            "Groups of fewer than 10 students are hidden, and with them others, until those "
            "hidden together are 10 or more: no hidden figure follows from those shown."
        ),
        _(
            "Marked as met less often: 10 points or more below everybody, and by chance less "
            "than once in 20 (Fisher’s exact test)."
        ),
    ]


def school_table(figures: Coverage, school: School) -> Iterator[Row]:
    """The page of a school."""
    yield from _heading(_("Check-in coverage"), school.name, figures.span)
    yield [_("Students met at least once"), figures.met, figures.students]
    yield from _planned(figures.planned)
    yield [_("Middle wait in school days"), figures.middle_wait]
    yield [_("Longest wait in school days"), figures.longest_wait]
    yield [_("Past the promise"), len(figures.late)]
    for warned in figures.warned:
        yield [_("Must be met by %(day)s") % {"day": warned.by.isoformat()}, warned.students]
    yield []
    yield [_("Grade"), _("Class"), _("Teacher"), *_weeks(figures.span), *_ends()]
    for line in figures.lines:
        yield [*_names(line), *_cells(line.cells), line.met, line.students]
    total = figures.total
    yield ["", _("All"), "", *_cells(total.cells), total.met, total.students]
    yield ["", _("Students met"), "", *figures.met_in]
    yield []
    yield from _shares(str(figures.axis.label), figures.groups, figures.axis.label_of)


def district_table(figures: DistrictCoverage, title: str) -> Iterator[Row]:
    """The page of a district, or of one school for its district."""
    yield from _heading(_("Check-in coverage"), title, figures.span)
    yield [_("Students met at least once"), figures.total.met, figures.total.students]
    yield from _planned(figures.planned)
    yield [_("Past the promise"), figures.total.late]
    yield [_("Soon past the promise"), figures.total.soon]
    yield []
    late = [_("Past the promise"), _("Soon past the promise")]
    yield [_("School"), *_weeks(figures.span), *_ends(), *late]
    for line in figures.lines:
        count = line.count
        if count is None:
            yield [line.school.name, _("Too few students to show")]
        else:
            ends = (count.met, count.students, count.late, count.soon)
            yield [line.school.name, *_cells(line.cells), *ends]
    if figures.axis:
        yield []
        yield from _shares(str(figures.axis.label), figures.groups, figures.axis.label_of)


def waits_table(waits: Iterable[Wait], *, title: str, span: Span) -> Iterator[Row]:
    """A list of students, in the order of the screen."""
    yield from _heading(_("Waiting for a check-in"), title, span)
    yield []
    yield [
        _("Student"),
        _("Grade"),
        _("Class"),
        _("Last met"),
        _("Waiting, school days"),
        _("Meet by"),
        _("Met in these days"),
    ]
    for wait in waits:
        yield [
            wait.name,
            wait.grade,
            wait.classes,
            wait.last_on.isoformat() if wait.last_on else _("Not yet"),
            wait.days,
            wait.due_on.isoformat() if wait.due_on else "",
            _("Met") if wait.is_met else _("Not yet"),
        ]


def _heading(what: str, whose: str, span: Span) -> Iterator[Row]:
    yield [what, whose]
    yield [_("From"), span.start.isoformat(), _("To"), span.end.isoformat()]
    yield from ([rule] for rule in rules(span))
    yield []


def _planned(cell: Cell) -> Iterator[Row]:
    yield [_("Check-ins held of planned"), cell.done, cell.planned]
    yield [_("Absent when planned"), cell.absent]
    yield [_("Check-ins without a plan"), cell.unplanned]


def _weeks(span: Span) -> list[str]:
    each = _("Month of %(day)s") if span.is_by_month else _("Week of %(day)s")
    return [each % {"day": part.isoformat()} for part in span.parts]


def _ends() -> list[str]:
    """The two columns that every table ends with."""
    return [_("Students met"), _("Students")]


def _names(line: Line) -> list[str]:
    if line.section is None:
        label = Grade(line.grade).label if line.grade in Grade.values else line.grade
        return [line.grade, _("All of %(grade)s") % {"grade": label}, ""]
    return [line.grade, line.section.name, line.teachers]


def _cells(cells: Iterable[Cell]) -> list[str]:
    return [
        _("%(done)s of %(planned)s") % {"done": cell.done, "planned": cell.planned}
        if cell.planned
        else _("No plan")
        for cell in cells
    ]


def _shares(label: str, shares: Iterable[Share], name_of: Callable[[str], str]) -> Iterator[Row]:
    yield [label, *_ends(), _("Percent"), ""]
    rows = list(shares)
    for share in rows:
        if not share.is_hidden:
            mark = _("Met less often") if share.is_behind else ""
            yield [name_of(share.name), share.met, share.students, share.percent, mark]
    if hidden := sum(share.is_hidden for share in rows):
        yield [hidden_words(hidden)]


def hidden_words(groups: int) -> str:
    """How many groups are not shown; never which."""
    return ngettext(
        "%(groups)s more group has too few students to show.",
        "%(groups)s more groups have too few students to show.",
        groups,
    ) % {"groups": groups}
