"""What the pages say about January 21 and about a student's own time, in whole sentences."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.board import StudentDay
from lessons.occasion import Occasion, Why
from students.models import School


def clock_format(school: School) -> str:
    """How this school writes a time, as a Django date format; its hours leave no doubt of am."""
    return "H:i" if school.clock_24h else "g:i"


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


@dataclass(frozen=True, slots=True)
class MyTimeWords:
    """The card with a student's own time: a title, the big word, and what to do."""

    title: str
    big: str
    text: str = ""


def my_time_words(mine: StudentDay, shown: str) -> MyTimeWords:
    """At most eight words a line, in the present tense; `shown` is a time format."""
    who = {"teacher": mine.teacher or _("your teacher")}
    title = _("Your time with %(teacher)s") % who
    just_for_you = ngettext(
        "It is %(minutes)d minute, just for you.",
        "It is %(minutes)d minutes, just for you.",
        mine.minutes,
    ) % {"minutes": mine.minutes}
    if mine.state == "now":
        return MyTimeWords(title, _("Now"), _("Go to %(teacher)s.") % who)
    if mine.state == "turns":
        big = ngettext("In %(turns)d turn", "In %(turns)d turns", mine.turns)
        return MyTimeWords(title, big % {"turns": mine.turns}, just_for_you)
    if mine.state == "time" and mine.at:
        return MyTimeWords(title, time_format(mine.at, shown), just_for_you)
    if mine.state == "later":
        return MyTimeWords(title, _("Later today"), just_for_you)
    if mine.state == "met":
        return MyTimeWords(title, _("Done"), _("You two met today."))
    return MyTimeWords(title, _next_time(mine, shown))


def _next_time(mine: StudentDay, shown: str) -> str:
    if mine.next_on and mine.next_at:
        at = time_format(mine.next_at, shown)
        return _("%(day)s at %(time)s") % {"day": long_date(mine.next_on), "time": at}
    if mine.by:
        return _("By %(day)s") % {"day": long_date(mine.by)}
    return _("Soon")
