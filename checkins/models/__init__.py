"""One-to-one check-ins: when there is time, what is planned, what was held, what was said."""

from .asks import Ask
from .checks import Check, CheckAnswer, CheckItem, CheckSeries, Mark, Reteach
from .feeds import Digest, OwnQuerySet, StaffCalendar
from .followups import FollowUp, Promise, Roadblock
from .hands import HelpRequest
from .held import CheckIn, CheckInQuerySet, Outcome, Topic
from .notes import Audience, CheckInNote
from .plans import Plan, Reason, Slot, SlotQuerySet
from .pulse_answers import ReadinessAnswer, ReadinessSetting, Ready
from .school_day import Booking, BookingQuerySet, Offer, SchoolDay
from .stays import Stay
from .surveys import Scale, Survey, SurveyAnswer, SurveyResponse
from .windows import Absence, Away, OfSectionQuerySet, Window

__all__ = [
    "Absence",
    "Ask",
    "Audience",
    "Away",
    "Booking",
    "BookingQuerySet",
    "Check",
    "CheckAnswer",
    "CheckIn",
    "CheckInNote",
    "CheckInQuerySet",
    "CheckItem",
    "CheckSeries",
    "Digest",
    "FollowUp",
    "HelpRequest",
    "Mark",
    "OfSectionQuerySet",
    "Offer",
    "Outcome",
    "OwnQuerySet",
    "Plan",
    "Promise",
    "ReadinessAnswer",
    "ReadinessSetting",
    "Ready",
    "Reason",
    "Reteach",
    "Roadblock",
    "Scale",
    "SchoolDay",
    "Slot",
    "SlotQuerySet",
    "StaffCalendar",
    "Stay",
    "Survey",
    "SurveyAnswer",
    "SurveyResponse",
    "Topic",
    "Window",
]
