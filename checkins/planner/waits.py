"""Who was met, who waits, and who would pass the promised window on which day. Pure dates."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from plc.frozen import frozen

from .model import BadProblem
from .ruler import Promised, Ruler


@frozen
class Learner:
    """A student of a class: the first day in it, and the days of check-ins held, by anybody."""

    id: str
    joined: date
    met: tuple[date, ...] = ()


@frozen
class Wait:
    """How long a student waits, in school days, and until when the promise can be kept.

    `days` counts the school days after the last check-in (or after the first day in class) up
    to and with today. `meet_by` is the last school day on which a check-in keeps the promise,
    and is broken (`is_over`) from the day after on; `passes_on` is the first school day of those.
    Both are None when they lie beyond the days known.
    """

    id: str
    last_met: date | None
    days: int
    is_over: bool
    meet_by: date | None
    passes_on: date | None


@frozen
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
    half_days: Collection[date] = (),
) -> Coverage:
    """Who was met in the last `window` school days, and who would pass `promise` of them.

    `school_days` are all days school is held, holidays not, from the earliest day anybody joined
    or was last met to as far ahead as warnings shall reach; those of them in `half_days` count
    half. The window ends today and holds `window` school days; a promise of n days is kept by a
    check-in on the n-th school day after the last one, or after the first day in class. Who joins
    later than today is not looked at. The order of learners and days does not matter.
    """
    for name, count in (("window", window), ("promise", promise)):
        if count < 1:
            raise BadProblem(name, f"{count} school days are no time")
    ruler = Ruler.of(school_days, frozenset(half_days))
    kept = Promised(ruler, today, promise)
    start = ruler.last(window, today)
    here = [learner for learner in learners if learner.joined <= today]
    waits = sorted((_wait(learner, kept) for learner in here), key=lambda w: (-w.days, w.id))
    met = {w.id for w in waits if w.last_met is not None and w.last_met >= start}
    return Coverage(
        start=start,
        today=today,
        met=tuple(sorted(met)),
        not_met=tuple(w.id for w in waits if w.id not in met),
        waits=tuple(waits),
    )


def _wait(learner: Learner, promise: Promised) -> Wait:
    """One student's wait."""
    last = max((day for day in learner.met if day <= promise.today), default=None)
    since = last or learner.joined
    return Wait(
        id=learner.id,
        last_met=last,
        days=promise.wait(since),
        is_over=since < promise.late_before,
        meet_by=promise.due_on(since),
        passes_on=promise.breaks_on(since),
    )
