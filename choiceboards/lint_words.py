"""What the linter finds, in translatable words: one sentence for each code, with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from choiceboards.rules import Code, Finding, Severity

Numbers = Mapping[str, Any]


def findings_said(found: Iterable[Finding], names: Mapping[str, str]) -> list[tuple[Severity, str]]:
    """The sentences, worst first; what is so for several students or tiles is said once.

    `names` are the words for tiles, learners, standards, kinds and courses.
    """
    alike: dict[tuple[Any, ...], list[Finding]] = {}
    for row in found:
        alike.setdefault(_likeness(row), []).append(row)
    return [(rows[0].severity, _said(rows, names)) for rows in alike.values()]


def _likeness(row: Finding) -> tuple[Any, ...]:
    """The same for findings that differ in the student alone, or in the tile where any may do."""
    tiles = () if row.code in {Code.TILE_OFF_STANDARD, Code.NO_COURSE} else row.tiles
    return row.code, row.severity, tiles, row.path, row.about, *sorted(row.numbers.items())


def _said(rows: list[Finding], names: Mapping[str, str]) -> str:
    def named(keys: Iterable[str]) -> str:
        return ", ".join(names.get(key, key) for key in dict.fromkeys(keys))

    first = rows[0]
    facts: dict[str, Any] = {
        **first.numbers,
        "tiles": named(key for row in rows for key in row.tiles),
        "path": named(first.path),
        "learner": named(row.learner for row in rows),
        "about": named([first.about]),
    }
    return _SAID[first.code](facts) % facts


_SAID: dict[Code, Callable[[Numbers], str]] = {
    Code.NO_TILES: lambda _n: _("The board has no tiles yet."),
    Code.NO_COURSE: lambda _n: _("Of no course of the menu yet: %(tiles)s."),
    Code.NO_PATH: lambda _n: _("The rules rule each other out: no path is left."),
    Code.TOO_FEW_TILES: lambda _n: _(
        "Students pick %(pick)d tiles, but there are %(have)d to pick from."
    ),
    Code.SECTION_SHORT: lambda _n: _("Students pick %(pick)d of %(about)s, but it has %(have)d."),
    Code.NO_LINE: lambda _n: _("No three tiles stand in a line."),
    Code.MUSTS_OF_A_KIND: lambda _n: _(
        "At most %(most)d of %(about)s, but %(have)d are must-dos: %(tiles)s."
    ),
    Code.MUSTS_TOO_LONG: lambda _n: _(
        "The must-dos take %(minutes)d min. The limit is %(most)d min."
    ),
    Code.KIND_IN_THE_WAY: lambda n: ngettext(
        "Without “at most %(most)d of %(about)s” there would be %(paths)d path.",
        "Without “at most %(most)d of %(about)s” there would be %(paths)d paths.",
        n["paths"],
    ),
    Code.MINUTES_IN_THE_WAY: lambda n: ngettext(
        "Without the limit of %(most)d min there would be %(paths)d path.",
        "Without the limit of %(most)d min there would be %(paths)d paths.",
        n["paths"],
    ),
    Code.LINE_IN_THE_WAY: lambda n: ngettext(
        "Without “three in a line” there would be %(paths)d path.",
        "Without “three in a line” there would be %(paths)d paths.",
        n["paths"],
    ),
    Code.TOO_HARD: lambda _n: _(
        "These rules are too tangled to try every path. Leave out a limit on a kind."
    ),
    Code.NO_PATH_FOR: lambda _n: _("No path works for %(learner)s. Tiles in the way: %(tiles)s."),
    Code.NO_TIME_FOR: lambda _n: _(
        "No path that works for %(learner)s fits into %(most)d min of work."
    ),
    Code.MISSES_STANDARD: lambda n: ngettext(
        "%(paths)d of %(of)d paths misses the standard %(about)s: %(path)s.",
        "%(paths)d of %(of)d paths miss the standard %(about)s. The first: %(path)s.",
        n["paths"],
    ),
    Code.TILE_TOO_LONG: lambda _n: _("%(tiles)s takes %(minutes)d min. There are %(most)d min."),
    Code.PATH_TOO_LONG: lambda n: ngettext(
        "%(paths)d of %(of)d paths is longer than %(most)d min: %(path)s takes %(minutes)d min.",
        "%(paths)d of %(of)d paths are longer than %(most)d min. "
        "The first: %(path)s takes %(minutes)d min.",
        n["paths"],
    ),
    Code.NEEDS_DEVICE: lambda n: ngettext(
        "No device: %(learner)s. %(paths)d of %(of)d paths needs one: %(path)s.",
        "No device: %(learner)s. %(paths)d of %(of)d paths need one. The first: %(path)s.",
        n["paths"],
    ),
    Code.NEEDS_INTERNET: lambda n: ngettext(
        "No internet: %(learner)s. %(paths)d of %(of)d paths needs it: %(path)s.",
        "No internet: %(learner)s. %(paths)d of %(of)d paths need it. The first: %(path)s.",
        n["paths"],
    ),
    Code.DEAD_TILE: lambda _n: _("%(tiles)s is on no path: nobody can pick it."),
    Code.ONE_PATH: lambda _n: _("There is only one path: %(path)s."),
    Code.ONE_PATH_FOR: lambda _n: _("Only one path works for %(learner)s: %(path)s."),
    Code.PATH_MAY_BE_TOO_LONG: lambda n: ngettext(
        "%(paths)d of %(of)d paths can take more than %(most)d min at its longest levels: "
        "%(path)s.",
        "%(paths)d of %(of)d paths can take more than %(most)d min at their longest levels: "
        "%(path)s.",
        n["paths"],
    ),
    Code.TILE_OFF_STANDARD: lambda _n: _("None of the standards is served by: %(tiles)s."),
    Code.IDLE_KIND: lambda _n: _("“At most %(most)d of %(about)s” changes nothing."),
    Code.IDLE_MINUTES: lambda _n: _(
        "“At most %(most)d min” changes nothing: every path is as short."
    ),
    Code.IDLE_LINE: lambda _n: _("“Three in a line” changes nothing: every path has one."),
}
