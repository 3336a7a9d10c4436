"""Room 12's board, "Fractions in real life", open, with Priya to pick from it."""

import pytest

from choiceboards import services
from choiceboards.library import board_templates
from choiceboards.models import Board
from tests.factories import NOW


@pytest.fixture
def board(section, teacher):
    made = services.make_board(
        section=section,
        template=board_templates()["fractions_in_real_life"],
        by=teacher,
        now=NOW,
    )
    Board.objects.filter(pk=made.pk).update(state=Board.State.OPEN)
    made.refresh_from_db()
    return made


@pytest.fixture
def tiles(board):
    """The board's tiles by title."""
    return {tile.title: tile for tile in board.activities.select_related("board__section")}


@pytest.fixture
def pizza(tiles):
    return tiles["The pizza problem"]


@pytest.fixture
def comic(tiles):
    return tiles["Comic strip"]


@pytest.fixture
def hunt(tiles):
    return tiles["Fraction hunt"]


@pytest.fixture
def must(tiles):
    """The tile everyone does."""
    return tiles["Show what you know"]


@pytest.fixture
def idea(tiles):
    """The tile for an idea of one's own."""
    return tiles["I have an idea"]
