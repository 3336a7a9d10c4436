"""How much a board and a tile hold: the one home for tables, forms and board files."""

from __future__ import annotations

from typing import NamedTuple

MOST_TILES = 40
LEVELS = (1, 2, 3)

# (least, most) of a number.
SIDE = 2, 5  # rows or columns of a grid
TO_CHOOSE = 1, MOST_TILES
AT_MOST = 0, MOST_TILES  # of a kind
MINUTES = 1, 120
MINUTES_IN_ALL = 5, 600
SEATS = 1, 999

# Letters of a text.
BOARD_TITLE = 80
BOARD_DIRECTIONS = 200
SUBJECT = 40
TILE_TITLE = 60
TILE_DIRECTIONS = 1000
LEVEL = MATERIALS = EXEMPLAR = 300
LINK = 500


class Lines(NamedTuple):
    """A list of texts: at most so many, each of at most so many letters."""

    most: int
    letters: int


STANDARDS = Lines(12, 300)
PRODUCTS = Lines(6, 40)
KIT = Lines(20, 80)
RUBRIC = Lines(6, 200)
