"""What the pages say about January 21 and about a student's own time, in whole sentences."""

from datetime import date

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.board import StudentDay
from lessons.occasion import Occasion, Why
from plc.frozen import frozen


def long_date(day: date) -> str:
    """Thursday, January 21"""
    return date_format(day, "l, F j")


def why_not_january_21(occasion: Occasion) -> str:
    """Why another day is proposed; empty when January 21 is a school day."""
    about = {
        "year": occasion.actual.year,
        "weekday": date_format(occasion.actual, "l"),
        "reason": occasion.reason,
        "day": long_date(occasion.day),
    }
    if occasion.why is Why.SCHOOL_DAY:
        return ""
    if not occasion.choices:
        return _("%(year)d: the school's calendar has no school day near January 21.") % about
    if occasion.why is Why.WEEKEND:
        return _("%(year)d: January 21 is a %(weekday)s, use %(day)s.") % about
    return _("%(year)d: %(reason)s, use %(day)s.") % about


@frozen
class MyTimeWords:
    """The card with a student's own time: a title, the big word, and what to do."""

    title: str
    big: str
    text: str = ""


def my_time_words(mine: StudentDay, shown: str) -> MyTimeWords:
    """At most eight words a line, in the present tense; `shown` is a time format."""
    who = {"teacher": mine.teacher or _("your teacher")}
    if mine.state == "now":
        big, text = _("Now"), _("Go to %(teacher)s.") % who
    elif mine.state == "met":
        big, text = _("Done"), _("You two met today.")
    elif mine.state == "none":
        big, text = _next_time(mine, shown), ""
    else:
        big, text = _today_at(mine, shown), _just_for_you(mine.minutes)
    return MyTimeWords(_("Your time with %(teacher)s") % who, big, text)


def _today_at(mine: StudentDay, shown: str) -> str:
    if mine.state == "turns":
        words = ngettext("In %(turns)d turn", "In %(turns)d turns", mine.turns)
        return words % {"turns": mine.turns}
    return time_format(mine.at, shown) if mine.at else _("Later today")


def _just_for_you(minutes: int) -> str:
    words = ngettext(
        "It is %(minutes)d minute, just for you.",
        "It is %(minutes)d minutes, just for you.",
        minutes,
    )
    return words % {"minutes": minutes}


def _next_time(mine: StudentDay, shown: str) -> str:
    if mine.next_on and mine.next_at:
        at = time_format(mine.next_at, shown)
        return _("%(day)s at %(time)s") % {"day": long_date(mine.next_on), "time": at}
    if mine.by:
        return _("By %(day)s") % {"day": long_date(mine.by)}
    return _("Soon")
