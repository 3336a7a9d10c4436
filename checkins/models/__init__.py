"""One-to-one check-ins: when there is time, what is planned, what was held, what was said."""

from .asks import Ask
from .feeds import Digest, OwnQuerySet, StaffCalendar
from .followups import FollowUp, Promise, Roadblock
from .hands import HelpRequest
from .held import CheckIn, CheckInQuerySet, Outcome, Topic
from .notes import Audience, CheckInNote
from .plans import Plan, Reason, Slot, SlotQuerySet
from .school_day import Booking, BookingQuerySet
from .windows import Absence, Away, OfSectionQuerySet, Window

__all__ = [
    "Absence",
    "Ask",
    "Audience",
    "Away",
    "Booking",
    "BookingQuerySet",
    "CheckIn",
    "CheckInNote",
    "CheckInQuerySet",
    "Digest",
    "FollowUp",
    "HelpRequest",
    "OfSectionQuerySet",
    "Outcome",
    "OwnQuerySet",
    "Plan",
    "Promise",
    "Reason",
    "Roadblock",
    "Slot",
    "SlotQuerySet",
    "StaffCalendar",
    "Topic",
    "Window",
]
