"""What changes several rows at once: plan a day, move people in it, hold, raise a hand."""

from checkins.services.asking import ask_checkin, not_now, withdraw
from checkins.services.bookings import NoPlace
from checkins.services.following import Said, close, open_again
from checkins.services.hands import answer, ask, take_down
from checkins.services.holding import absent, hold, later, reopen
from checkins.services.moving import (
    Moved,
    drop,
    fix,
    mark_ready,
    move,
    place,
    swap,
    unfix,
)
from checkins.services.planning import Change, Replanned, plan_day, replan
from checkins.services.typing_back import Line, TypedBack, type_back
from checkins.services.versions import Stale

__all__ = [
    "Change",
    "Line",
    "Moved",
    "NoPlace",
    "Replanned",
    "Said",
    "Stale",
    "TypedBack",
    "absent",
    "answer",
    "ask",
    "ask_checkin",
    "close",
    "drop",
    "fix",
    "hold",
    "later",
    "mark_ready",
    "move",
    "not_now",
    "open_again",
    "place",
    "plan_day",
    "reopen",
    "replan",
    "swap",
    "take_down",
    "type_back",
    "unfix",
    "withdraw",
]
