"""Why this student now: one reason each, from the closed list, each found by one query.

`reasons_for` asks the same few questions of the database whether a class has one student or
three hundred. `in_words` is the only place where a reason becomes a sentence.
"""

from checkins.reasons.choosing import (
    MOST_WAITING,
    NEW_FOR,
    POINTS,
    RECENT,
    SHORT_WAIT,
    Because,
    reasons_for,
)
from checkins.reasons.words import ICONS, in_words

__all__ = [
    "ICONS",
    "MOST_WAITING",
    "NEW_FOR",
    "POINTS",
    "RECENT",
    "SHORT_WAIT",
    "Because",
    "in_words",
    "reasons_for",
]
