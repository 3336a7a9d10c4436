"""Coverage: who was met and who was not, from the facts of check-ins alone.

Nothing here selects a note, a support or an answer about mood. Pure parts: `span` (days),
`fairness` (shares and the mark of a gap), `hiding` (what stays hidden). Reading parts: `waits` and
`cells`; `school` and `district` put them together for those who run one.
"""

from .axes import Axis
from .cells import Cell
from .district import DistrictCoverage, district_coverage, school_coverage
from .fairness import Share
from .school import Coverage, Line, coverage
from .span import Span
from .waits import Wait, with_reasons

__all__ = [
    "Axis",
    "Cell",
    "Coverage",
    "DistrictCoverage",
    "Line",
    "Share",
    "Span",
    "Wait",
    "coverage",
    "district_coverage",
    "school_coverage",
    "with_reasons",
]
