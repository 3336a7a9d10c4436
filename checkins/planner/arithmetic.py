"""The arithmetic of a day, said out loud before anything is planned."""

from __future__ import annotations

from itertools import accumulate

from plc.frozen import frozen

from .model import Block, Problem, Sentence
from .words import say


@frozen
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
    places = _slots(blocks, min(lengths, default=1)) + _untimed(problem, blocks)
    minutes = lengths.pop() if len(lengths) == 1 else None
    kind = "fits" if students <= places else "splits" if needed <= available else "short"
    numbers = {"needed": needed, "available": available, "places": places}
    numbers["short"] = max(0, needed - available)
    if minutes is None:
        sentence = say(f"mixed_{kind}", students=students, gap=gap, **numbers)
    else:
        sentence = say(f"sum_{kind}", students=students, minutes=minutes, gap=gap, **numbers)
    return Capacity(students, minutes, gap, needed, available, places, sentence)


def _slots(blocks: list[Block], shortest: int) -> int:
    """Different starts that hold the shortest check-in."""
    return len(
        {
            (b.teacher, b.day, start)
            for b in blocks
            for start in b.slots or ()
            if b.start <= start <= b.end - shortest
        }
    )


def _untimed(problem: Problem, blocks: list[Block]) -> int:
    """How many check-ins fit into blocks without slots: each block alone when all are as long,
    else all their minutes together, the shortest check-ins first."""
    gap, lengths = problem.gap, sorted(r.minutes for r in problem.requests)
    rooms = [b.end - b.start + gap for b in blocks if b.slots is None]
    if not rooms or not lengths:
        return 0
    if lengths[0] == lengths[-1]:
        return sum(room // (lengths[0] + gap) for room in rooms)
    ends = accumulate(length + gap for length in lengths)
    return sum(end <= sum(rooms) for end in ends)
