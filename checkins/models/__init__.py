"""One-to-one check-ins: when there is time, what is planned, what was held, what was said."""

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
    "HelpRequest",
    "OfSectionQuerySet",
    "Outcome",
    "Plan",
    "Reason",
    "Slot",
    "SlotQuerySet",
    "Topic",
    "Window",
]
