"""The lines of a board file and what each may hold; docs/board-files.md says the same."""

from __future__ import annotations

from choiceboards import limits
from choiceboards.library import values as v
from choiceboards.library.values import Check
from choiceboards.models.kinds import Ask, Company, Course, Kind, Offer, Rule, Shape
from students.models import Paper

FORMATS = [kind.value for kind in Kind if kind not in {Kind.SHOW, Kind.IDEA}]


def _lines(limit: limits.Lines, *, is_one_line: bool = False) -> Check:
    return v.list_of(v.words(limit.letters, is_one_line=is_one_line), limit.most)


_title = v.words(limits.BOARD_TITLE, is_one_line=True)
_board_directions = v.words(limits.BOARD_DIRECTIONS, may_be_empty=True)
_tile_title = v.words(limits.TILE_TITLE, is_one_line=True)
_materials = v.words(limits.MATERIALS, may_be_empty=True)
_level = v.words(limits.LEVEL, may_be_empty=True)

BOARD: dict[str, Check] = {
    "title": _title,
    "grades": v.grades,
    "subject": v.words(limits.SUBJECT, may_be_empty=True, is_one_line=True),
    "standards": _lines(limits.STANDARDS),
    "directions": _board_directions,
    "language": v.language,
    "shape": v.one_of(Shape.values),
    "rows": v.number(*limits.SIDE),
    "columns": v.number(*limits.SIDE),
    "rule": v.one_of(Rule.values),
    "may_pick": v.number(*limits.TO_CHOOSE),
    "courses": v.numbers_by(Course.values, *limits.TO_CHOOSE),
    "at_most": v.numbers_by(Kind.values, *limits.AT_MOST),
    "most_minutes": v.number(*limits.MINUTES_IN_ALL),
    "first_day": v.yes_or_no,
}
NEEDED_OF_BOARD = ("title", "grades", "subject", "standards")

TILE: dict[str, Check] = {
    "kind": v.one_of(Kind.values),
    "title": _tile_title,
    "directions": v.words(limits.TILE_DIRECTIONS),
    "paper": v.one_of(Paper.values),
    "minutes": v.number(*limits.MINUTES),
    "level": v.number(1, len(limits.LEVELS)),
    "levels": v.list_of(_level, len(limits.LEVELS)),
    "formats": v.some_of(FORMATS),
    "products": v.no_two_alike(_lines(limits.PRODUCTS, is_one_line=True)),
    "place": v.number(1, limits.MOST_TILES),
    "must": v.yes_or_no,
    "seats": v.number(*limits.SEATS),
    "course": v.one_of(["", *Course.values]),
    "standards": v.no_two_alike(
        v.list_of(v.number(1, limits.STANDARDS.most), limits.STANDARDS.most)
    ),
    "level_minutes": v.list_of(v.number(*limits.MINUTES), len(limits.LEVELS)),
    "materials": _materials,
    "kit": _lines(limits.KIT, is_one_line=True),
    "link": v.address,
    "device": v.yes_or_no,
    "internet": v.yes_or_no,
    "company": v.one_of(Company.values),
    "asks": v.some_of(Ask.values),
    "offers": v.some_of(Offer.values),
    "rubric": _lines(limits.RUBRIC),
    "exemplar": v.words(limits.EXEMPLAR, may_be_empty=True),
    "exemplar_link": v.address,
}
NEEDED_OF_TILE = ("kind title directions paper minutes level levels formats products").split()

TEXT: dict[str, Check] = {
    "language": v.language,
    "title": _tile_title,
    "directions": v.words(limits.TILE_DIRECTIONS),
    "levels": v.list_of(_level, len(limits.LEVELS)),
    "materials": _materials,
}
NEEDED_OF_TEXT = ("language", "title", "directions")

BOARD_TEXT: dict[str, Check] = {
    "language": v.language,
    "title": _title,
    "directions": _board_directions,
}
NEEDED_OF_BOARD_TEXT = ("language", "title")
