"""The server with the seat claimed as it must not be: count first, then insert.

Only the control of test_last_seat.py runs it, to show that the race it looks for is there.
"""

import time

import plc.wsgi
from choiceboards.models import Activity
from choiceboards.services import TileFull, picks

# Seconds between the count and the insert: what a busy server takes in any case. On an idle one
# the race is lost now and then, and a control must not depend on luck.
A_MOMENT = 0.05


def count_first(activity: Activity) -> None:
    """What many write first; between the count and the insert, everybody else counts too."""
    if activity.capacity is not None and activity.picks.kept().count() >= activity.capacity:
        raise TileFull
    time.sleep(A_MOMENT)


picks.take_seat = count_first
application = plc.wsgi.application
