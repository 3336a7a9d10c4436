"""The server with the seat claimed as it must not be: count first, then insert.

Only the control of test_last_seat.py runs it, to show that the race it looks for is there.
"""

import plc.wsgi
from choiceboards.models import Activity
from choiceboards.services import TileFull, picks


def count_first(activity: Activity) -> None:
    """What many write first; between the count and the insert, everybody else counts too."""
    if activity.capacity is not None and activity.picks.kept().count() >= activity.capacity:
        raise TileFull


picks.take_seat = count_first
application = plc.wsgi.application
