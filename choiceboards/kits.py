"""What a board asks to be handed out: each thing, how many of it, and who needs one.

A thing is a line of a tile's kit, for whoever works elsewhere, or the tile's materials as they
stand. Whoever has the tile and has not finished it needs one; a must-do is everybody's. The same
kit on two tiles is one thing, and a student who has both tiles needs two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from choiceboards.models import Activity, Board
from choiceboards.reports import Picked, TilePicks, WhoPicked
from plc.frozen import frozen
from students.models import Student


@frozen
class Need:
    """How many of something one student needs: one for each tile that asks for it."""

    student: Student
    number: int


@frozen
class Thing:
    """`more`: the most that picks yet to come can ask for; `is_for_all`: one for each student."""

    words: str
    tiles: tuple[Activity, ...]
    needs: tuple[Need, ...]
    more: int
    is_for_all: bool

    @property
    def needed(self) -> int:
        return sum(need.number for need in self.needs)


@frozen
class Packed:
    """One student's kit: (what, how many)."""

    student: Student
    things: tuple[tuple[str, int], ...]


@frozen
class KitList:
    kit: tuple[Thing, ...]
    materials: tuple[Thing, ...]
    packing: tuple[Packed, ...]

    @property
    def parts(self) -> list[tuple[str, tuple[Thing, ...]]]:
        """What there is, kit before materials."""
        both = ("kit", self.kit), ("materials", self.materials)
        return [(name, things) for name, things in both if things]


def kit_list(board: Board, who: WhoPicked) -> KitList:
    """All that the board's tiles ask for, in the order of the tiles (no query)."""
    kit, materials = _Gathered(board, who), _Gathered(board, who)
    for row in who.tiles:
        for words in row.activity.kit:
            kit.ask(words, row.activity, _in_need(row, who))
        for words, students in _materials(row, who):
            materials.ask(words, row.activity, students)
    found = tuple(kit.things())
    return KitList(found, tuple(materials.things()), tuple(_packing(found, who)))


def _in_need(row: TilePicks, who: WhoPicked) -> list[Student]:
    """Who has the tile still to do."""
    waiting = [one.student for one in row.picked if not one.is_done]
    if not row.activity.is_must or row.activity.removed_at:
        return waiting
    done = {one.student.pk for one in row.picked if one.is_done}
    return [own.student for own in who.by_student if own.student.pk not in done]


def _materials(row: TilePicks, who: WhoPicked) -> Iterator[tuple[str, list[Student]]]:
    """The tile's materials, and the older ones that those who started before an edit still use."""
    older: dict[str, list[Student]] = {}
    for one in row.picked:
        if not one.is_done and (words := _materials_of(one)) != row.activity.materials:
            older.setdefault(words, []).append(one.student)
    held = {child.pk for students in older.values() for child in students}
    yield row.activity.materials, [one for one in _in_need(row, who) if one.pk not in held]
    yield from older.items()


def _materials_of(one: Picked) -> str:
    return str((one.pick.showed or {}).get("materials", one.activity.materials))


def _packing(kit: Iterable[Thing], who: WhoPicked) -> Iterator[Packed]:
    """The students who need some kit, in the order of the class."""
    theirs: dict[int, list[tuple[str, int]]] = {}
    for thing in kit:
        for need in thing.needs:
            theirs.setdefault(need.student.pk, []).append((thing.words, need.number))
    for own in who.by_student:
        if things := theirs.get(own.student.pk):
            yield Packed(own.student, tuple(things))


@dataclass
class _Asked:
    words: str
    tiles: list[Activity] = field(default_factory=list)
    students: Counter[int] = field(default_factory=Counter)


class _Gathered:
    """Things by their words; capitals and spaces at the ends make no other thing."""

    def __init__(self, board: Board, who: WhoPicked):
        self.is_put_away = board.state == Board.State.CLOSED
        self.children = {own.student.pk: own.student for own in who.by_student}
        self.choosing = [
            (left, {one.activity.pk for one in own.picked})
            for own in who.by_student
            if (left := board.may_pick - sum(one.pick.place is not None for one in own.picked)) > 0
        ]
        self.asked: dict[str, _Asked] = {}

    def ask(self, words: str, tile: Activity, students: Iterable[Student]) -> None:
        if words := words.strip():
            asked = self.asked.setdefault(words.casefold(), _Asked(words))
            if tile not in asked.tiles:
                asked.tiles.append(tile)
            asked.students.update(child.pk for child in students)

    def things(self) -> Iterator[Thing]:
        """Those that somebody needs or may yet need."""
        for asked in self.asked.values():
            numbers = ((child, asked.students[pk]) for pk, child in self.children.items())
            needs = tuple(Need(child, number) for child, number in numbers if number)
            more = self._more(asked.tiles)
            is_for_all = all(asked.students[pk] == 1 for pk in self.children)
            if needs or more:
                yield Thing(asked.words, tuple(asked.tiles), needs, more, is_for_all)

    def _more(self, tiles: list[Activity]) -> int:
        """By the seats, and by the choices that students have left, whichever is less.

        A pick may still be swapped; until then it counts for the tile it is of.
        """
        tiles = [tile for tile in tiles if self._takes_picks(tile)]
        takers = Counter[int]()
        by_choices = 0
        for choices, held in self.choosing:
            new = [tile.pk for tile in tiles if tile.pk not in held]
            takers.update(new)
            by_choices += min(choices, len(new))
        by_seats = sum(
            min(takers[tile.pk], takers[tile.pk] if tile.seats_left is None else tile.seats_left)
            for tile in tiles
        )
        return min(by_choices, by_seats)

    def _takes_picks(self, tile: Activity) -> bool:
        """A must-do takes none: it is counted as everybody's already."""
        return not (self.is_put_away or tile.is_closed or tile.removed_at or tile.is_must)
