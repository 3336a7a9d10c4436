"""What the pages say about January 21, in whole sentences."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

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
