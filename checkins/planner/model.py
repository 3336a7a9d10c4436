"""What goes into the check-in planner and what comes out.

Times are whole minutes after midnight and intervals are half open [start, end). A day is a
whole number from 0 that counts school days or calendar days, as the caller likes. Ids are
strings; sorting by them is what makes the result independent of the order of the input.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from plc.frozen import frozen

Moment = tuple[int, int]
"""(day, minute)."""


class BadProblem(ValueError):
    """The problem contradicts itself; `where` is a path such as `requests[3].blocks`."""

    def __init__(self, where: str, text: str) -> None:
        super().__init__(f"{where}: {text}")
        self.where = where
        self.text = text


class LockedConflict(ValueError):
    """A promised check-in cannot stay where it is; `request` says whose it is."""

    def __init__(self, request: str, text: str) -> None:
        super().__init__(f"{request}: {text}")
        self.request = request
        self.text = text


class ReasonKind(StrEnum):
    """Why a teacher would meet this student: the closed list shown beside a name."""

    DAYS_SINCE = "days_since"
    ASKED = "asked"
    GOAL_DUE = "goal_due"
    GOAL_STUCK = "goal_stuck"
    MOOD = "mood"
    OWN_IDEA = "own_idea"
    NEW = "new"
    READY = "ready"
    ONLY_FITS_HERE = "only_fits_here"
    TEACHERS_WISH = "teachers_wish"


@frozen
class Reason:
    """One reason; `points` is its part of the need, `params` what its sentence names."""

    kind: ReasonKind
    points: int = 0
    params: Mapping[str, int | str] = field(default_factory=dict)


@frozen
class Sentence:
    """Something to say: a code from a closed set, its numbers, and plain English.

    The web layer translates by `code` and `params`; `text` is the English default.
    """

    code: str
    params: Mapping[str, int | str] = field(default_factory=dict)
    text: str = ""


@frozen
class Span:
    """Minutes of one day: a time away, or a time wished for."""

    day: int
    start: int
    end: int


@frozen
class Teacher:
    """`comfortable` check-ins a day are no burden; more than `max_per_day` are refused."""

    id: str
    comfortable: int | None = None
    max_per_day: int | None = None


@frozen
class Block:
    """Free minutes of one teacher. A check-in starts on one of `slots`."""

    id: str
    teacher: str
    day: int
    start: int
    end: int
    slots: tuple[int, ...] | None = None
    section: str | None = None


@frozen
class Wish:
    """What a request would like; a place that leaves any of it unmet is one miss."""

    blocks: tuple[str, ...] = ()
    windows: tuple[Span, ...] = ()
    not_first: bool = False


@frozen
class Request:
    """One student to meet once.

    `need` is points (0 or more, more is more urgent); every `must` comes before any need.
    `blocks` are the ids of the blocks the student may be seen in. `pulled_from` names,
    per block, the section whose lesson is missed (default: the block's own section).
    """

    id: str
    student: str
    minutes: int
    need: int = 1
    must: bool = False
    blocks: tuple[str, ...] = ()
    away: tuple[Span, ...] = ()
    prefer: Wish | None = None
    earliest_day: int | None = None
    due_day: int | None = None
    pulled_from: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class CheckIn:
    """A planned check-in. Sorts by time."""

    day: int
    start: int
    minutes: int
    block: str
    teacher: str
    request: str

    @property
    def end(self) -> int:
        return self.start + self.minutes


@frozen
class Previous:
    """The published plan at the moment of planning again.

    What began before `now` stays, and so does each request in `locked` (promised).
    A move inside the block by at most `tolerance` minutes is no change.
    """

    now: Moment
    checkins: tuple[CheckIn, ...]
    tolerance: int = 0
    locked: frozenset[str] = frozenset()


@frozen
class Problem:
    """All the planner knows. `gap` minutes pass between two check-ins of one person."""

    teachers: tuple[Teacher, ...]
    blocks: tuple[Block, ...]
    requests: tuple[Request, ...]
    gap: int = 0
    balance: bool = False
    max_pulls_per_section: int | None = None
    min_days_between: int = 0
    previous: Previous | None = None


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """How good a plan is. Smaller is better, compared from left to right."""

    unmet_must: int = 0
    unmet_need: int = 0
    changes: int = 0
    overload: int = 0
    imbalance: int = 0
    preference_misses: int = 0


@frozen
class Proof:
    """`bound` is what no plan can beat; the plan is optimal when its score is the bound."""

    optimal: bool
    bound: Score


@frozen
class Squeeze:
    """Why nobody of `requests` can be added: they are more than the `places` open to them.

    `blocks` are where those places lie. At least one of the requests stays out of any plan.
    """

    requests: tuple[str, ...]
    places: int
    blocks: tuple[str, ...]


@frozen
class LeftOut:
    """A request without a place. `squeeze` is None when the cause is the student's own."""

    request: str
    cause: Sentence
    squeeze: Squeeze | None = None


@frozen
class Plan:
    """The answer; "does not fit" is part of it, never an exception. Check-ins by time."""

    checkins: tuple[CheckIn, ...]
    left_out: tuple[LeftOut, ...]
    score: Score
    proof: Proof

    @property
    def optimal(self) -> bool:
        return self.proof.optimal

    def of(self, request: str) -> CheckIn | None:
        """The check-in of a request, None if left out."""
        return next((c for c in self.checkins if c.request == request), None)


@frozen
class Broken:
    """A hard rule a plan breaks; `code` starts with H1 to H11."""

    code: str
    request: str
    text: str
