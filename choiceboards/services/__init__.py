"""What changes several rows at once: picking, and making and editing boards."""

from choiceboards.services.boards import SeatsTaken, make_board, move_tile, save_tile
from choiceboards.services.picks import (
    AllPicked,
    AlreadyStarted,
    Choice,
    NotPicked,
    PickRefused,
    TileFull,
    finish,
    pick,
    put_back,
    start,
    swap,
)

__all__ = [
    "AllPicked",
    "AlreadyStarted",
    "Choice",
    "NotPicked",
    "PickRefused",
    "SeatsTaken",
    "TileFull",
    "finish",
    "make_board",
    "move_tile",
    "pick",
    "put_back",
    "save_tile",
    "start",
    "swap",
]
