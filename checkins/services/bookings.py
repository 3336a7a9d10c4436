"""What a service does when the database refuses to book somebody twice.

Plans look at what others have booked, so this happens only when two save at the same moment.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError

from checkins.booking_triggers import is_double_booking
from checkins.models import Away

P = ParamSpec("P")
T = TypeVar("T")
TRIES = 3


class NoPlace(Exception):
    """There is no such place, or the student cannot come to it. Nothing was saved.

    `code` says why: away, other_away, fixed, taken, met, absent, or none; `called` is who is meant,
    `away` where she is then.
    """

    def __init__(self, code: str = "none", called: str = "", away: Away | None = None) -> None:
        super().__init__(code)
        self.code, self.called, self.away = code, called, away


def around_bookings(service: Callable[P, T]) -> Callable[P, T]:
    """Run an atomic service anew, which then sees the other's booking and plans around it."""

    @wraps(service)
    def again(*args: P.args, **kwargs: P.kwargs) -> T:
        for _try in range(TRIES - 1):
            try:
                return service(*args, **kwargs)
            except IntegrityError as error:
                if not is_double_booking(error):
                    raise
        return service(*args, **kwargs)

    return again


def no_place_if_booked(service: Callable[P, T]) -> Callable[P, T]:
    """Let an atomic service say that a place is gone, when somebody has just booked it."""

    @wraps(service)
    def said(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return service(*args, **kwargs)
        except IntegrityError as error:
            if is_double_booking(error):
                raise NoPlace from error
            raise

    return said
