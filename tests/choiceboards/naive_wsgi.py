"""The server with the seat claimed as it must not be: look first, then take.

Only the control of test_last_seat.py and of bench_seats.py runs it, to show that the race they look
for is there, on SQLite too, whose one writer at a time does not wait for what a reader saw.
"""

import time

import plc.wsgi
from choiceboards import services
from choiceboards.models import Activity
from choiceboards.services import TileFull, picks

# Seconds between the look and the insert: what a busy server takes in any case. On an idle one
# the race is lost now and then, and a control must not depend on luck.
A_MOMENT = 0.05
_pick = services.pick


def look_first(*, activity: Activity, **how: object) -> object:
    """What many write first; between the look and the insert, everybody else looks too."""
    if activity.capacity is not None and activity.picks.kept().count() >= activity.capacity:
        raise TileFull
    time.sleep(A_MOMENT)
    return _pick(activity=activity, **how)


services.pick = look_first
picks.take_seat = lambda _activity: None
application = plc.wsgi.application
