"""What pages show of check-ins: pure reads, frozen dataclasses out, no form and no write.

- `plan_board(section, day, now)`: the check-ins of a day as planned (screen 02, right half).
- `live_board(section, day, now)`: the day as it runs (screen 03).
- `own_board(user, day, now)`: the same for an adult who meets students of several classes.
- `student_day(student, day, now)`: a student's own time, turns and raised hand (screen 05).
- `paper_day(section, day, now)`: the day on paper, and what is known of it already.
- `my_turn(student, day)`: the check-in she asked for, and her place in the queue.
- `needs_me(students, now)`: who has an open reason, with all of them.
- `glance(section, today)`: who was met lately, for the lens beside each name (screen 01).
"""

from checkins.board.child import (
    Hand,
    LastMet,
    StudentDay,
    Turn,
    last_met,
    my_turn,
    raised_hand,
    student_day,
)
from checkins.board.glance import Glance, glance
from checkins.board.live import (
    LiveBoard,
    live_board,
    live_side,
    own_board,
    own_pulse,
    own_slots,
)
from checkins.board.needs import NeedRow, NeedsBoard, needs_me
from checkins.board.paper import PaperDay, PaperRow, paper_day
from checkins.board.plan import NotPlaced, Offer, PlanBoard, WindowRow, plan_board
from checkins.board.rows import SlotRow

__all__ = [
    "Glance",
    "Hand",
    "LastMet",
    "LiveBoard",
    "NeedRow",
    "NeedsBoard",
    "NotPlaced",
    "Offer",
    "PaperDay",
    "PaperRow",
    "PlanBoard",
    "SlotRow",
    "StudentDay",
    "Turn",
    "WindowRow",
    "glance",
    "last_met",
    "live_board",
    "live_side",
    "my_turn",
    "needs_me",
    "own_board",
    "own_pulse",
    "own_slots",
    "paper_day",
    "plan_board",
    "raised_hand",
    "student_day",
]
