"""A problem without names: what a bug report may carry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .model import Block, CheckIn, Problem, Reason, Request, Teacher


def anonymous(problem: Problem) -> Problem:
    """The same problem with every id replaced and without the words of its reasons.

    Students become `student-1`, `student-2` and so on, in the order of their ids and padded so
    that the new ids sort like the old ones; so it has the same plan.
    """
    return _Masks(problem).problem()


def _numbered(kind: str, ids: Iterable[str]) -> dict[str, str]:
    distinct = sorted(set(ids))
    width = len(str(len(distinct)))
    return {id_: f"{kind}-{number:0{width}}" for number, id_ in enumerate(distinct, start=1)}


class _Masks:
    """The new id of every old one, those named only in the published plan included."""

    def __init__(self, problem: Problem) -> None:
        self.old = problem
        blocks, requests, previous = problem.blocks, problem.requests, problem.previous
        published = previous.checkins if previous else ()
        locked = previous.locked if previous else ()
        pulled = (section for r in requests for section in r.pulled_from.values())
        self.teacher = _numbered(
            "teacher", [t.id for t in problem.teachers] + [c.teacher for c in published]
        )
        self.block = _numbered("block", [b.id for b in blocks] + [c.block for c in published])
        self.section = _numbered("section", [*(b.section for b in blocks if b.section), *pulled])
        self.student = _numbered("student", (r.student for r in requests))
        self.request = _numbered(
            "request", [*(r.id for r in requests), *(c.request for c in published), *locked]
        )

    def problem(self) -> Problem:
        previous = self.old.previous
        return replace(
            self.old,
            teachers=tuple(self._teacher(t) for t in self.old.teachers),
            blocks=tuple(self._block(b) for b in self.old.blocks),
            requests=tuple(self._request(r) for r in self.old.requests),
            previous=previous
            and replace(
                previous,
                checkins=tuple(self._checkin(c) for c in previous.checkins),
                locked=frozenset(self.request[r] for r in previous.locked),
            ),
        )

    def _teacher(self, teacher: Teacher) -> Teacher:
        return replace(teacher, id=self.teacher[teacher.id])

    def _block(self, block: Block) -> Block:
        return replace(
            block,
            id=self.block[block.id],
            teacher=self.teacher[block.teacher],
            section=self.section[block.section] if block.section else block.section,
        )

    def _request(self, request: Request) -> Request:
        wish = request.prefer
        return replace(
            request,
            id=self.request[request.id],
            student=self.student[request.student],
            blocks=tuple(self.block[b] for b in request.blocks),
            prefer=wish and replace(wish, blocks=tuple(self.block[b] for b in wish.blocks)),
            pulled_from={
                self.block[block]: self.section[section]
                for block, section in request.pulled_from.items()
                if block in self.block
            },
            reasons=tuple(Reason(r.kind, r.points) for r in request.reasons),
        )

    def _checkin(self, checkin: CheckIn) -> CheckIn:
        return replace(
            checkin,
            block=self.block[checkin.block],
            teacher=self.teacher[checkin.teacher],
            request=self.request[checkin.request],
        )
