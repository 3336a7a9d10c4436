"""Coverage: who was met and who was not, from the facts of check-ins alone.

Nothing here selects a note, a support or an answer about mood. Pure parts: `span` (days),
`fairness` (shares and the mark of a gap), `hiding` (what stays hidden). Reading parts: `waits` and
`cells`; `school` and `district` put them together for those who run one.
"""

from plc.hiding import SMALLEST_GROUP

from .axes import Axis
from .cells import Cell
from .district import district_coverage, school_coverage
from .district_figures import DistrictCoverage
from .drill import Case, cases_of
from .fairness import Share
from .school import Coverage, Line, coverage
from .span import Span
from .tables import district_table, rules, school_table, waits_table
from .waits import Wait, with_reasons

__all__ = [
    "SMALLEST_GROUP",
    "Axis",
    "Case",
    "Cell",
    "Coverage",
    "DistrictCoverage",
    "Line",
    "Share",
    "Span",
    "Wait",
    "cases_of",
    "coverage",
    "district_coverage",
    "district_table",
    "rules",
    "school_coverage",
    "school_table",
    "waits_table",
    "with_reasons",
]
