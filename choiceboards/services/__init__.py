"""What changes several rows at once: picking, and making and editing boards."""

from choiceboards.services.adding import (
    BoardFull,
    Room,
    add_tile,
    add_tile_with_room,
    copy_tile,
    room_on,
)
from choiceboards.services.boards import make_board
from choiceboards.services.copying import copy_board
from choiceboards.services.editing import (
    EditRefused,
    SeatsTaken,
    ground_of,
    move_tile,
    remove_tile,
    save_board,
    save_tile,
    tiles_of,
)
from choiceboards.services.picks import Choice, pick, put_back, swap
from choiceboards.services.placing import IdeaChanged, answer_idea, free_seats, place, set_closed
from choiceboards.services.refusals import (
    AllPicked,
    AlreadyStarted,
    NotPicked,
    PickRefused,
    RuleBroken,
    TileClosed,
    TileFull,
)
from choiceboards.services.texts import drop_text, save_text
from choiceboards.services.typing_back import NotTyped, type_back
from choiceboards.services.undoing import can_undo, undo
from choiceboards.services.versions import Stale, board_mark, levels_of, text_mark, tile_mark
from choiceboards.services.voting import PollClosed, ask, vote
from choiceboards.services.voting import close as close_poll
from choiceboards.services.working import Outcome, finish, go_on, pause, showing, start

__all__ = [
    "AllPicked",
    "AlreadyStarted",
    "BoardFull",
    "Choice",
    "EditRefused",
    "IdeaChanged",
    "NotPicked",
    "NotTyped",
    "Outcome",
    "PickRefused",
    "PollClosed",
    "Room",
    "RuleBroken",
    "SeatsTaken",
    "Stale",
    "TileClosed",
    "TileFull",
    "add_tile",
    "add_tile_with_room",
    "answer_idea",
    "ask",
    "board_mark",
    "can_undo",
    "close_poll",
    "copy_board",
    "copy_tile",
    "drop_text",
    "finish",
    "free_seats",
    "go_on",
    "ground_of",
    "levels_of",
    "make_board",
    "move_tile",
    "pause",
    "pick",
    "place",
    "put_back",
    "remove_tile",
    "room_on",
    "save_board",
    "save_text",
    "save_tile",
    "set_closed",
    "showing",
    "start",
    "swap",
    "text_mark",
    "tile_mark",
    "tiles_of",
    "type_back",
    "undo",
    "vote",
]
