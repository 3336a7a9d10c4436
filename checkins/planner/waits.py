"""Who was met, who waits, and who would pass the promised window on which day. Pure dates."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from .model import BadProblem


@dataclass(frozen=True, slots=True)
class Learner:
    """A student of a class: the first day in it, and the days of check-ins held, by anybody."""

    id: str
    joined: date
    met: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a student waits, in school days, and until when the promise can be kept.

    `days` counts the school days after the last check-in (or after the first day in class) up
    to and with today. `meet_by` is the last school day on which a check-in keeps the promise,
    `passes_on` the school day that breaks it; None when they lie beyond the days known.
    """

    id: str
    last_met: date | None
    days: int
    is_over: bool
    meet_by: date | None
    passes_on: date | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who was met from `start` to `today`, and everybody's wait, the longest first."""

    start: date
    today: date
    met: tuple[str, ...]
    not_met: tuple[str, ...]
    waits: tuple[Wait, ...]

    def over(self) -> tuple[Wait, ...]:
        """Those for whom the promise is broken already, the longest wait first."""
        return tuple(wait for wait in self.waits if wait.is_over)

    def warnings(self, until: date) -> tuple[Wait, ...]:
        """Those who pass the promised window up to and with `until`, the soonest first."""
        soon = [w for w in self.waits if not w.is_over and w.passes_on and w.passes_on <= until]
        return tuple(sorted(soon, key=lambda w: (w.passes_on, w.id)))


def coverage(
    learners: Iterable[Learner],
    school_days: Collection[date],
    today: date,
    *,
    window: int,
    promise: int,
) -> Coverage:
    """Who was met in the last `window` school days, and who would pass `promise` of them.

    `school_days` are all days school is held, half days too and holidays not, from the earliest
    day anybody joined or was last met to as far ahead as warnings shall reach. The window ends
    today and holds `window` school days; a promise of n days is broken when a student was not
    met in n school days in a row, the first day in class not counted. Who joins later than today
    is not looked at. The order of learners and days does not matter.
    """
    for name, count in (("window", window), ("promise", promise)):
        if count < 1:
            raise BadProblem(name, f"{count} school days are no time")
    days = sorted(set(school_days))
    now = bisect_right(days, today)
    start = days[max(0, now - window)] if now else today
    here = [learner for learner in learners if learner.joined <= today]
    waits = sorted(
        (_wait(learner, days, today, promise) for learner in here), key=lambda w: (-w.days, w.id)
    )
    met = {w.id for w in waits if w.last_met is not None and w.last_met >= start}
    return Coverage(
        start=start,
        today=today,
        met=tuple(sorted(met)),
        not_met=tuple(w.id for w in waits if w.id not in met),
        waits=tuple(waits),
    )


def _wait(learner: Learner, days: list[date], today: date, promise: int) -> Wait:
    """One student's wait; `days` are sorted."""
    last = max((day for day in learner.met if day <= today), default=None)
    since = bisect_right(days, last or learner.joined)  # the first school day that counts
    waited = max(0, bisect_right(days, today) - since)
    last_chance, breach = since + promise - 2, since + promise - 1
    return Wait(
        id=learner.id,
        last_met=last,
        days=waited,
        is_over=waited >= promise,
        meet_by=days[last_chance] if promise > 1 and last_chance < len(days) else None,
        passes_on=days[breach] if breach < len(days) else None,
    )
