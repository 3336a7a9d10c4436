"""Get the day ready: six steps, each done or not by what is in the database, none by a tick box."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.models import Plan, Slot
from choiceboards.models import Board
from lessons.library import templates
from lessons.models import Block
from plc.frozen import frozen
from plc.prepared import prepared
from students.models import Enrollment, Section, Spark


@frozen
class Step:
    """One line of the list. `state`: done, next (the first that is not done), todo."""

    title: str
    text: str
    action: str
    href: str
    is_done: bool
    state: str = "todo"


@frozen
class BlockRow:
    """A block as the first page reads it."""

    kind: str
    key: str
    title: str
    details: str


@frozen
class Figures:
    """What the database says about a class's day besides its blocks (two queries)."""

    plan_state: str
    minutes: int
    placed: int
    sparks: int
    board_key: str = ""
    board_title: str = ""
    board_state: str = ""
    tiles: int = 0
    musts: int = 0

    @property
    def is_planned(self) -> bool:
        return bool(self.plan_state)

    def has_all_placed(self, students: int) -> bool:
        return self.is_planned and self.placed >= students


def figures(section: Section, day: date, today: date) -> Figures:
    state, minutes, placed, sparks = _checkins_and_sparks(section.pk, day, today)[0]
    board = next(iter(_boards(section.pk)), ("", "", "", 0, 0))
    return Figures(state or "", minutes or 0, placed or 0, sparks or 0, *board)


def steps(
    section: Section, day: date, blocks: Iterable[BlockRow], found: Figures, students: int
) -> tuple[Step, ...]:
    """The six steps in the order of the day; the first one that is not done is marked `next`."""
    by_kind: dict[str, BlockRow] = {}
    for block in blocks:
        by_kind.setdefault(block.kind, block)
    where = _Where(section.key, day, has_plan=bool(by_kind))
    made = (
        _connection(where, by_kind.get(Block.Kind.CONNECT)),
        _mini_lesson(where, by_kind.get(Block.Kind.MINI_LESSON)),
        _choice_board(where, found),
        _checkin_plan(where, found, students),
        _curiosity(where, by_kind.get(Block.Kind.CURIOSITY), found.sparks),
        _share_out(where, by_kind.get(Block.Kind.SHARE)),
    )
    return _with_next(made)


@frozen
class _Where:
    class_key: str
    day: date
    has_plan: bool

    def url(self, name: str, *more: str) -> str:
        return reverse(name, args=[self.class_key, self.day, *more])

    def block(self, block: BlockRow) -> str:
        return self.url("edit_block", block.key)

    def without(self) -> tuple[str, str, str]:
        """Text, action and address of a part that the day lacks."""
        if self.has_plan:
            return _("Not in the day yet"), _("Add it"), self.url("new_block")
        return _("The day has no plan yet"), _("Plan the day"), self.url("new_plan")


def _connection(where: _Where, block: BlockRow | None) -> Step:
    title = _("Start with connection")
    if block is None:
        return Step(title, *where.without(), is_done=False)
    return Step(title, _both(block, title), _("Open"), where.block(block), is_done=True)


def _mini_lesson(where: _Where, block: BlockRow | None) -> Step:
    title = _("Mini-lesson")
    if block is None:
        return Step(title, *where.without(), is_done=False)
    if _is_shipped(block):
        text, action = _("What is it about?"), _("Say what")
        return Step(title, text, action, where.block(block), is_done=False)
    return Step(title, _both(block, title), _("Open"), where.block(block), is_done=True)


def _choice_board(where: _Where, found: Figures) -> Step:
    title = _("Choice board")
    if not found.board_key:
        href = reverse("new_board", args=[where.class_key])
        return Step(title, _("No board yet"), _("Make one"), href, is_done=False)
    href = reverse("board", args=[where.class_key, found.board_key])
    if found.board_state != Board.State.OPEN:
        text = _("%(title)s is not open to students yet") % {"title": found.board_title}
        return Step(title, text, _("Open it"), href, is_done=False)
    tiles = ngettext("%(tiles)d tile", "%(tiles)d tiles", found.tiles) % {"tiles": found.tiles}
    musts = _("%(musts)d must do") % {"musts": found.musts}
    return Step(title, f"{found.board_title} · {tiles}, {musts}", _("Open"), href, is_done=True)


def _checkin_plan(where: _Where, found: Figures, students: int) -> Step:
    title, href = _("Check-in plan"), where.url("plan_day")
    placed = _("%(placed)d of %(students)d placed") % {"placed": found.placed, "students": students}
    if not where.has_plan:
        return Step(title, *where.without(), is_done=False)
    if not found.is_planned:
        return Step(title, _("Nobody has a time yet"), _("Plan check-ins"), href, is_done=False)
    if not found.has_all_placed(students):
        return Step(title, placed, _("Place the rest"), href, is_done=False)
    if found.plan_state != Plan.State.READY:
        text = _("%(placed)s. Students do not see it yet") % {"placed": placed}
        return Step(title, text, _("Mark it ready"), href, is_done=False)
    return Step(title, placed, _("Open"), href, is_done=True)


def _curiosity(where: _Where, block: BlockRow | None, sparks: int) -> Step:
    title = _("Follow their curiosity")
    if block is None:
        return Step(title, *where.without(), is_done=False)
    if not _is_shipped(block):
        return Step(title, _both(block, title), _("Open"), where.block(block), is_done=True)
    if not sparks:
        text = _("No question is waiting; the wonder box is open")
        return Step(title, text, _("Open"), where.block(block), is_done=True)
    text = ngettext(
        "%(sparks)d student question is waiting on the wonder wall",
        "%(sparks)d student questions are waiting on the wonder wall",
        sparks,
    ) % {"sparks": sparks}
    return Step(title, text, _("Choose one"), where.block(block), is_done=False)


def _share_out(where: _Where, block: BlockRow | None) -> Step:
    title = _("Share-out")
    if block is None:
        return Step(title, *where.without(), is_done=False)
    return Step(title, _both(block, title), _("Open"), where.block(block), is_done=True)


def _both(block: BlockRow, step: str = "") -> str:
    """The block's title and details; the step's own name is not said twice."""
    title = block.title.removeprefix(f"{step}: ")
    title = title[:1].upper() + title[1:]
    return f"{title} · {block.details}" if block.details else title


def _is_shipped(block: BlockRow) -> bool:
    """Whether it still says what one of our templates says: nobody has made it hers."""
    return (block.kind, block.title, block.details) in _shipped_texts()


@cache
def _shipped_texts() -> frozenset[tuple[str, str, str]]:
    blocks = (block for template in templates() for block in template.blocks)
    return frozenset((block.kind, block.title, block.details) for block in blocks)


def _with_next(made: tuple[Step, ...]) -> tuple[Step, ...]:
    first = next((step for step in made if not step.is_done), None)
    return tuple(
        replace(step, state="done" if step.is_done else "next" if step is first else "todo")
        for step in made
    )


@prepared
def _checkins_and_sparks(section_id: int, day: date, today: date) -> QuerySet[Any, Any]:
    """State and minutes of the day's check-in plan, the students placed, the sparks waiting."""
    plan = Plan.objects.filter(section=section_id, on=day)
    seated = Q(state=Slot.State.PLANNED, window__isnull=False) | Q(state=Slot.State.DONE)
    placed = Slot.objects.filter(seated, plan__section=section_id, plan__on=day)
    enrolled = Enrollment.objects.filter(section=section_id).current(today)
    sparks = Spark.objects.filter(state=Spark.State.WAITING, student__in=enrolled.values("student"))
    return (
        Section.objects.filter(pk=section_id)
        .annotate(
            plan_state=Subquery(plan.values("state")),
            plan_minutes=Subquery(plan.values("minutes")),
            students_placed=Subquery(_counted(placed, by="plan")),
            sparks_waiting=Subquery(_counted(sparks, by="state")),
        )
        .values_list("plan_state", "plan_minutes", "students_placed", "sparks_waiting")
    )


def _counted(rows: QuerySet[Any], by: str) -> QuerySet[Any, Any]:
    """A subquery that counts `rows`, which are all of one `by`."""
    return rows.order_by().values(by).annotate(count=Count("pk")).values("count")


@prepared
def _boards(section_id: int) -> QuerySet[Any, Any]:
    """The board the class works with comes first: the newest open one, else the newest draft."""
    return (
        Board.objects.filter(section=section_id)
        .exclude(state=Board.State.CLOSED)
        .annotate(
            tiles=Count("activities", filter=Q(activities__removed_at=None)),
            musts=Count(
                "activities", filter=Q(activities__is_must=True, activities__removed_at=None)
            ),
            is_open=Q(state=Board.State.OPEN),
        )
        .order_by("-is_open", "-made_at", "-pk")
        .values_list("key", "title", "state", "tiles", "musts")[:1]
    )
