"""The day as it runs (screen 03): who is here now, who is next, whose hand is up.

Safe to be seen by the class: no needs, no notes, no moods.
"""

from checkins.board.live.board import LiveBoard, live_board, live_side
from checkins.board.live.own import own_board, own_pulse, own_slots

__all__ = ["LiveBoard", "live_board", "live_side", "own_board", "own_pulse", "own_slots"]
