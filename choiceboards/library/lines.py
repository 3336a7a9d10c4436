"""The lines of a board file and what each may hold; docs/board-files.md says the same."""

from __future__ import annotations

from choiceboards.library import values as v
from choiceboards.library.values import Check
from choiceboards.models.boards import MOST_TILES
from choiceboards.models.kinds import Ask, Company, Course, Kind, Offer, Rule, Shape
from students.models import Paper

MOST_STANDARDS = 5
FORMATS = [kind.value for kind in Kind if kind not in {Kind.SHOW, Kind.IDEA}]

_title = v.words(80, is_one_line=True)
_board_directions = v.words(200, may_be_empty=True)
_tile_title = v.words(60, is_one_line=True)
_materials = v.words(300, may_be_empty=True)
_level = v.words(300, may_be_empty=True)

BOARD: dict[str, Check] = {
    "title": _title,
    "grades": v.grades,
    "subject": v.words(40, may_be_empty=True, is_one_line=True),
    "standards": v.list_of(v.words(300), MOST_STANDARDS),
    "directions": _board_directions,
    "language": v.language,
    "shape": v.one_of(Shape.values),
    "rows": v.number(2, 5),
    "columns": v.number(2, 5),
    "rule": v.one_of(Rule.values),
    "may_pick": v.number(1, MOST_TILES),
    "courses": v.numbers_by(Course.values, 1, MOST_TILES),
    "at_most": v.numbers_by(Kind.values, 1, MOST_TILES),
    "most_minutes": v.number(5, 600),
    "first_day": v.yes_or_no,
}
NEEDED_OF_BOARD = ("title", "grades", "subject", "standards")

TILE: dict[str, Check] = {
    "kind": v.one_of(Kind.values),
    "title": _tile_title,
    "directions": v.words(1000),
    "paper": v.one_of(Paper.values),
    "minutes": v.number(1, 120),
    "level": v.number(1, 3),
    "levels": v.list_of(_level, 3),
    "formats": v.some_of(FORMATS),
    "products": v.no_two_alike(v.list_of(v.words(40, is_one_line=True), 6)),
    "place": v.number(1, MOST_TILES),
    "must": v.yes_or_no,
    "seats": v.number(1, 500),
    "course": v.one_of(["", *Course.values]),
    "standards": v.no_two_alike(v.list_of(v.number(1, MOST_STANDARDS), MOST_STANDARDS)),
    "level_minutes": v.list_of(v.number(1, 120), 3),
    "materials": _materials,
    "kit": v.list_of(v.words(80, is_one_line=True), 20),
    "link": v.address,
    "device": v.yes_or_no,
    "internet": v.yes_or_no,
    "company": v.one_of(Company.values),
    "asks": v.some_of(Ask.values),
    "offers": v.some_of(Offer.values),
    "rubric": v.list_of(v.words(200), 4),
    "exemplar": v.words(300, may_be_empty=True),
    "exemplar_link": v.address,
}
NEEDED_OF_TILE = ("kind title directions paper minutes level levels formats products").split()

TEXT: dict[str, Check] = {
    "language": v.language,
    "title": _tile_title,
    "directions": v.words(1000),
    "levels": v.list_of(_level, 3),
    "materials": _materials,
}
NEEDED_OF_TEXT = ("language", "title", "directions")

BOARD_TEXT: dict[str, Check] = {
    "language": v.language,
    "title": _title,
    "directions": _board_directions,
}
NEEDED_OF_BOARD_TEXT = ("language", "title")
