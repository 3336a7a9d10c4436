"""The quick notes as the live page shows them: value, word, icon, key."""

from checkins.models import Outcome
from plc.frozen import frozen


@frozen
class QuickNote:
    """One thing a teacher may have seen. `key` ticks it on the keyboard."""

    value: str
    words: object
    icon: str
    key: str


_ICONS = {
    Outcome.GOT_IT: "bulb",
    Outcome.NEXT_STEP: "stairs",
    Outcome.RETEACH: "refresh",
    Outcome.CONFIDENCE: "heart",
    Outcome.CURIOUS: "telescope",
    Outcome.GOAL_MOVED: "target",
    Outcome.PARTNER: "users",
}
OUTCOMES = tuple(
    QuickNote(outcome.value, outcome.label, _ICONS[outcome], str(number))
    for number, outcome in enumerate(Outcome, start=1)
)
