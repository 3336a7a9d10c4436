"""What changes several rows at once: picking, and making and editing boards."""

from choiceboards.services.boards import SeatsTaken, make_board, move_tile, save_tile
from choiceboards.services.picks import (
    AllPicked,
    AlreadyStarted,
    Choice,
    NotPicked,
    PickRefused,
    RuleBroken,
    TileClosed,
    TileFull,
    pick,
    put_back,
    swap,
)
from choiceboards.services.working import Outcome, finish, go_on, pause, showing, start

__all__ = [
    "AllPicked",
    "AlreadyStarted",
    "Choice",
    "NotPicked",
    "Outcome",
    "PickRefused",
    "RuleBroken",
    "SeatsTaken",
    "TileClosed",
    "TileFull",
    "finish",
    "go_on",
    "make_board",
    "move_tile",
    "pause",
    "pick",
    "put_back",
    "save_tile",
    "showing",
    "start",
    "swap",
]
