"""What pages show of check-ins: pure reads, frozen dataclasses out, no form and no write.

- `plan_board(section, day, now)`: the check-ins of a day as planned (screen 02, right half).
- `live_board(section, day, now)`: the day as it runs (screen 03).
- `student_day(student, day, now)`: a student's own time, turns and raised hand (screen 05).
- `paper_day(section, day, now)`: the day on paper, and what is known of it already.
- `glance(section, today)`: who was met lately, for the lens beside each name (screen 01).
"""

from checkins.board.child import Hand, StudentDay, raised_hand, student_day
from checkins.board.glance import Glance, glance
from checkins.board.live import LiveBoard, live_board, live_side
from checkins.board.paper import PaperDay, PaperRow, paper_day
from checkins.board.plan import NotPlaced, Offer, PlanBoard, WindowRow, plan_board
from checkins.board.rows import SlotRow

__all__ = [
    "Glance",
    "Hand",
    "LiveBoard",
    "NotPlaced",
    "Offer",
    "PaperDay",
    "PaperRow",
    "PlanBoard",
    "SlotRow",
    "StudentDay",
    "WindowRow",
    "glance",
    "live_board",
    "live_side",
    "paper_day",
    "plan_board",
    "raised_hand",
    "student_day",
]
