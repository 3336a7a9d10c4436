"""What changes several rows at once: plan a day, move people in it, hold, raise a hand."""

from checkins.services.asking import ask_checkin, not_now, withdraw
from checkins.services.being_away import be_away, be_here, days_booked
from checkins.services.bookings import NoPlace
from checkins.services.fixing import drop, fix, mark_ready, put_back, unfix
from checkins.services.following import Said, close, open_again
from checkins.services.hands import answer, ask, take_down
from checkins.services.holding import absent, absent_now, hold, later, reopen
from checkins.services.moving import Moved, move, place, swap
from checkins.services.planning import plan_day
from checkins.services.repairing import begin, finish, finish_later
from checkins.services.replanning import (
    Change,
    Replanned,
    come_back,
    lost_minutes,
    miss,
    replan,
)
from checkins.services.typing_back import Line, TypedBack, type_back
from checkins.services.undoing import seats_at, undo
from checkins.services.versions import Stale
from checkins.services.windows import Places, give_up_places, look

__all__ = [
    "Change",
    "Line",
    "Moved",
    "NoPlace",
    "Places",
    "Replanned",
    "Said",
    "Stale",
    "TypedBack",
    "absent",
    "absent_now",
    "answer",
    "ask",
    "ask_checkin",
    "be_away",
    "be_here",
    "begin",
    "close",
    "come_back",
    "days_booked",
    "drop",
    "finish",
    "finish_later",
    "fix",
    "give_up_places",
    "hold",
    "later",
    "look",
    "lost_minutes",
    "mark_ready",
    "miss",
    "move",
    "not_now",
    "open_again",
    "place",
    "plan_day",
    "put_back",
    "reopen",
    "replan",
    "seats_at",
    "swap",
    "take_down",
    "type_back",
    "undo",
    "unfix",
    "withdraw",
]
