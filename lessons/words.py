"""What the pages say about January 21 and about a student's own time, in whole sentences."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.board import StudentDay
from lessons.occasion import Occasion, Why


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


def my_time_words(mine: StudentDay, clock_format: str) -> MyTimeWords:
    """At most eight words a line, in the present tense."""
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
        return MyTimeWords(title, time_format(mine.at, clock_format), just_for_you)
    if mine.state == "later":
        return MyTimeWords(title, _("Later today"), just_for_you)
    if mine.state == "met":
        return MyTimeWords(title, _("Done"), _("You two met today."))
    return MyTimeWords(title, _next_time(mine, clock_format))


def _next_time(mine: StudentDay, clock_format: str) -> str:
    if mine.next_on and mine.next_at:
        about = {"day": date_format(mine.next_on, "l, F j")}
        return _("%(day)s at %(time)s") % {
            **about,
            "time": time_format(mine.next_at, clock_format),
        }
    if mine.by:
        return _("By %(day)s") % {"day": date_format(mine.by, "l, F j")}
    return _("Soon")
