"""The boards we ship, looked at by the linter: for the class, and for each need by itself."""

import pytest

from choiceboards import rules
from choiceboards.library import board_templates
from choiceboards.rules import Code, Severity
from choiceboards.services import make_board
from choiceboards.sheets import level_minutes, sheet_of
from tests.factories import NOW

each_board = pytest.mark.parametrize(
    "template", board_templates().values(), ids=lambda template: template.name
)
LEARNERS = [
    rules.Learner("no device, no internet", has_device=False, has_internet=False),
    *(rules.Learner(need.value, needs=frozenset({need})) for need in rules.Need),
    *(
        rules.Learner(f"{need.value}, no device", has_device=False, needs=frozenset({need}))
        for need in rules.Need
    ),
]


@pytest.fixture
def linted(template, section, teacher):
    """`linted(learners)` says what is found on the board once it is a class's own."""
    board = make_board(section=section, template=template, by=teacher, now=NOW)
    tiles = list(board.activities.on_board())
    sheet = sheet_of(board, tiles, level_minutes(board.pk))
    names = {tile.key: tile.title for tile in tiles}

    def found(learners=()):
        for finding in rules.lint(sheet, learners, board.standards):
            yield finding, rules.say(finding, names).text

    return found


@each_board
def test_the_linter_has_nothing_to_warn_of(linted):
    assert [words for row, words in linted() if row.severity != Severity.NOTE] == []


@each_board
def test_whoever_has_no_device_or_one_need_still_has_a_choice_of_paths(linted):
    alone = [
        words
        for row, words in linted(LEARNERS)
        if row.severity == Severity.ERROR or row.code == Code.ONE_PATH_FOR
    ]
    assert alone == []


def test_a_board_that_shuts_somebody_out_would_be_found():
    """The same look at a board whose must-do asks for reading and offers no way round it."""
    ask, company = frozenset({rules.Ask.READ}), rules.Company.EITHER
    tiles = (
        rules.Tile("must", 1, is_must=True, asks=ask, company=company),
        *(rules.Tile(f"tile {n}", n) for n in (2, 3, 4)),
    )
    found = rules.lint(rules.Sheet(tiles, rules.Rules(pick=1)), LEARNERS)
    shut_out = {row.learner for row in found if row.severity == Severity.ERROR}
    assert "reading" in shut_out
    assert "no device, no internet" not in shut_out
