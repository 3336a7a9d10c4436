"""What the linter and the rules say: a closed set of sentences in plain English with their numbers.

A sentence's code is that of the finding, or of why a tile is shut. The web layer translates by
code; the English here is what the tests and the command line show.
"""

from __future__ import annotations

from collections.abc import Mapping

from .findings import Code, Finding, Sentence
from .model import Shut, Why

SENTENCES: dict[Code, str] = {
    Code.NO_TILES: "The board has no tiles yet.",
    Code.NO_COURSE: "{tiles} is of no course of the menu.",
    Code.NO_PATH: "The rules rule each other out: no path is left.",
    Code.TOO_FEW_TILES: "Students pick {pick} tiles, but there are {have} to pick from.",
    Code.SECTION_SHORT: "Students pick {pick} from {about}, but it has {have}.",
    Code.NO_LINE: "No three tiles stand in a line.",
    Code.MUSTS_OF_A_KIND: "At most {most} of the kind {about}, but {have} are musts: {tiles}.",
    Code.MUSTS_TOO_LONG: "The musts take {minutes} min. The limit is {most} min.",
    Code.TOO_HARD: (
        "These rules are too tangled to try every path: more than {most} states. "
        "Leave out a limit on a kind."
    ),
    Code.NO_PATH_FOR: "No path works for {learner}. Tiles in the way: {tiles}.",
    Code.NO_TIME_FOR: "No path that works for {learner} fits into {most} min of work.",
    Code.TILE_TOO_LONG: "{tiles} takes {minutes} min. There are {most} min.",
    Code.DEAD_TILE: "{tiles} is on no path: nobody can pick it.",
    Code.ONE_PATH: "There is only one path: {path}.",
    Code.ONE_PATH_FOR: "Only one path works for {learner}: {path}.",
    Code.TILE_OFF_STANDARD: "{tiles} serves none of the standards.",
    Code.IDLE_KIND: "“At most {most} of the kind {about}” changes nothing.",
    Code.IDLE_MINUTES: "“At most {most} min” changes nothing: every path is as short.",
    Code.IDLE_LINE: "“Three in a line” changes nothing: every path has one.",
}
"""Sentences without a number of paths."""

ONE_AND_MANY: dict[Code, tuple[str, str]] = {
    Code.KIND_IN_THE_WAY: (
        "Without “at most {most} of the kind {about}” there would be {paths} path.",
        "Without “at most {most} of the kind {about}” there would be {paths} paths.",
    ),
    Code.MINUTES_IN_THE_WAY: (
        "Without the limit of {most} min there would be {paths} path.",
        "Without the limit of {most} min there would be {paths} paths.",
    ),
    Code.LINE_IN_THE_WAY: (
        "Without “three in a line” there would be {paths} path.",
        "Without “three in a line” there would be {paths} paths.",
    ),
    Code.MISSES_STANDARD: (
        "{paths} of {of} paths misses the standard {about}: {path}.",
        "{paths} of {of} paths miss the standard {about}. The first: {path}.",
    ),
    Code.PATH_TOO_LONG: (
        "{paths} of {of} paths is longer than {most} min: {path} takes {minutes} min.",
        "{paths} of {of} paths are longer than {most} min. The first: {path} takes {minutes} min.",
    ),
    Code.PATH_MAY_BE_TOO_LONG: (
        "{paths} of {of} paths can take more than {most} min at its longest levels: {path}.",
        "{paths} of {of} paths can take more than {most} min at their longest levels: {path}.",
    ),
    Code.NEEDS_DEVICE: (
        "{learner} has no device. {paths} of {of} paths needs one: {path}.",
        "{learner} has no device. {paths} of {of} paths need one. The first: {path}.",
    ),
    Code.NEEDS_INTERNET: (
        "{learner} has no internet. {paths} of {of} paths needs it: {path}.",
        "{learner} has no internet. {paths} of {of} paths need it. The first: {path}.",
    ),
}
"""Sentences that need a plural, by the number of paths concerned."""

SHUT: dict[Why, str] = {
    Why.ALREADY: "You have this one.",
    Why.ALL_PICKED: "You have all your picks. To swap, tap one of yours.",
    Why.SECTION_FULL: "You have enough from this part.",
    Why.KIND_FULL: "You have enough of this kind.",
    Why.MINUTES: "That would take more than {most} min.",
    Why.LINE_BROKEN: "This one makes no line with yours.",
    Why.OUT_OF_ORDER: "This one is not next.",
    Why.NO_PATH: "This one does not go with your picks.",
}
"""Said to a student, so short."""


def say(finding: Finding, names: Mapping[str, str] | None = None) -> Sentence:
    """The sentence of a finding; `names` are the words for tiles, learner, standard and kind."""

    def named(key: str) -> str:
        return names.get(key, key) if names else key

    params: dict[str, int | str] = {
        **finding.numbers,
        "tiles": ", ".join(map(named, finding.tiles)),
        "path": ", ".join(map(named, finding.path)),
        "learner": named(finding.learner),
        "about": named(finding.about),
    }
    if finding.code in ONE_AND_MANY:
        text = ONE_AND_MANY[finding.code][finding.numbers["paths"] != 1]
    else:
        text = SENTENCES[finding.code]
    return Sentence(finding.code.value, params, text.format(**params))


def say_shut(shut: Shut) -> Sentence:
    """Why a tile does not lead on, for the student who asks."""
    params: dict[str, int | str] = {"rule": shut.rule, "most": shut.most}
    return Sentence(shut.why.value, params, SHUT[shut.why].format(**params))
