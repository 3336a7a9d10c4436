"""When the next check of a series is due: every two weeks, on a school day. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from students.calendar import Calendar

TWO_WEEKS = timedelta(weeks=2)


def next_due(starts_on: date, last: date | None, calendar: Calendar) -> date:
    """The first due day after `last`, or the very first one.

    Days are counted from the series' first day, so that a holiday moves one check and not all that
    follow: a day without school gives way to the next school day.
    """
    day = starts_on
    if last is not None and last >= starts_on:
        day += ((last - starts_on) // TWO_WEEKS) * TWO_WEEKS
    due = calendar.next_open(day)
    while last is not None and due <= last:
        day += TWO_WEEKS
        due = calendar.next_open(day)
    return due
