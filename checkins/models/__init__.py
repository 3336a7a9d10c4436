"""One-to-one check-ins: when there is time, what is planned, what was held, what was said."""

from .feeds import Digest, OwnQuerySet, StaffCalendar
from .hands import HelpRequest
from .held import CheckIn, CheckInNote, CheckInQuerySet, Outcome, Topic
from .plans import Plan, Reason, Slot, SlotQuerySet
from .windows import Absence, Away, OfSectionQuerySet, Window

__all__ = [
    "Absence",
    "Away",
    "CheckIn",
    "CheckInNote",
    "CheckInQuerySet",
    "Digest",
    "HelpRequest",
    "OfSectionQuerySet",
    "Outcome",
    "OwnQuerySet",
    "Plan",
    "Reason",
    "Slot",
    "SlotQuerySet",
    "StaffCalendar",
    "Topic",
    "Window",
]
