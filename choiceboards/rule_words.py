"""What a board asks for, in a sentence or two."""

from __future__ import annotations

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from choiceboards.models import Board, Course, Kind, Rule, Shape


def rule_said(board: Board, musts: int) -> str:
    """How to choose: the must-dos, the rule, and what limits it.

    Shape: "Do the must do. Then pick 1 starter and 1 dessert. At most 2 of Read."
    """
    return " ".join(filter(None, [_musts(board, musts), _rule(board, musts), *_limits(board)]))


def none_to_swap() -> str:
    """For a student who has all picks and started each of them."""
    return _("You have no picks left. You started yours.")


def _musts(board: Board, musts: int) -> str:
    if not musts or board.rule == Rule.ALL:
        return ""
    said = ngettext("Do the must do.", "Do the %(number)d must dos.", musts)
    return said % {"number": musts}


def _rule(board: Board, musts: int) -> str:
    if board.rule == Rule.LINE:
        return _("Make a line of three.")
    if board.rule == Rule.ALL:
        return _("Do every one in order.") if board.shape == Shape.PLAYLIST else _("Do every one.")
    what = _courses(board) if board.rule == Rule.COURSES else str(board.may_pick)
    said = _("Then pick %(what)s.") if musts else _("Pick %(what)s.")
    return said % {"what": what}


def _courses(board: Board) -> str:
    parts = [
        _("%(number)d of %(course)s") % {"number": board.courses[course], "course": course.label}
        for course in Course
        if board.courses.get(course)
    ]
    return get_text_list(parts, _("and"))


def _limits(board: Board) -> list[str]:
    said = [
        _("At most %(number)d of %(kind)s.") % {"number": number, "kind": Kind(kind).label}
        for kind, number in board.at_most.items()
    ]
    if board.most_minutes:
        said.append(_("No more than %(minutes)d min in all.") % {"minutes": board.most_minutes})
    return said
