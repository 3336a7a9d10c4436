"""The arithmetic of a day, said out loud before anything is planned."""

from __future__ import annotations

from dataclasses import dataclass

from .model import Problem, Sentence
from .words import say


@dataclass(frozen=True, slots=True)
class Capacity:
    """Minutes needed and minutes there are; `minutes` is None when lengths differ.

    `needed` counts the switch after every check-in; `places` are check-ins that fit into
    the blocks as they are cut, not regarding who is away.
    """

    students: int
    minutes: int | None
    gap: int
    needed: int
    available: int
    places: int
    sentence: Sentence

    @property
    def short(self) -> int:
        """Minutes missing, 0 when there are enough."""
        return max(0, self.needed - self.available)

    @property
    def fits(self) -> bool:
        return self.students <= self.places


def capacity(problem: Problem) -> Capacity:
    """The sum for all requests against the blocks that any of them may use."""
    open_to = {block for request in problem.requests for block in request.blocks}
    blocks = [b for b in problem.blocks if b.id in open_to]
    lengths = {r.minutes for r in problem.requests}
    students, gap = len(problem.requests), problem.gap
    needed = sum(r.minutes + gap for r in problem.requests)
    available = sum(b.end - b.start for b in blocks)
    shortest = min(lengths, default=1)
    places = {
        (b.teacher, b.day, start)
        for b in blocks
        for start in b.slots or ()
        if b.start <= start <= b.end - shortest
    }
    minutes = lengths.pop() if len(lengths) == 1 else None
    kind = "fits" if students <= len(places) else "splits" if needed <= available else "short"
    numbers = {"needed": needed, "available": available, "places": len(places)}
    numbers["short"] = max(0, needed - available)
    if minutes is None:
        sentence = say(f"mixed_{kind}", students=students, gap=gap, **numbers)
    else:
        sentence = say(f"sum_{kind}", students=students, minutes=minutes, gap=gap, **numbers)
    return Capacity(students, minutes, gap, needed, available, len(places), sentence)
