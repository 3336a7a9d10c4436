"""What the planner says: a closed set of sentences in plain English with their numbers.

`say(code, **params)` gives code, numbers and the English sentence. The web layer translates
by code; the English here is what the tests, the command line and a bug report show.
"""

from __future__ import annotations

from .model import Sentence

ONE_AND_MANY: dict[str, tuple[str, str]] = {
    "block_longer": (
        "Make block {block} {minutes} minute longer.",
        "Make block {block} {minutes} minutes longer.",
    ),
    "checkins_shorter": (
        "Make each check-in {minutes} minute.",
        "Make each check-in {minutes} minutes.",
    ),
    "block_added": (
        "Add {minutes} minute: block {block}.",
        "Add {minutes} minutes: block {block}.",
    ),
    "later_day": (
        "See {count} student later, by day {day}.",
        "See {count} students later, by day {day}.",
    ),
}
"""Sentences that need a plural, by the first number they name."""

CAUSES: dict[str, str] = {
    "no_block": "No block is open to this student.",
    "day_window": "No block lies between this student's first and last day.",
    "too_long": "No block has room for {minutes} min.",
    "past": "All times open to this student have passed.",
    "away": "This student is away during every time there is.",
    "promised_to_others": "The only times open to this student are promised already.",
    "full": (
        "These {students} students can come only in {places} places, "
        "and the others need a check-in at least as much."
    ),
    "minutes_short": (
        "These {students} students need {needed} min with switching, their blocks hold {available} "
        "min, and leaving out somebody else would leave out no less need."
    ),
    "minutes_cut": (
        "These {students} students need {needed} min with switching. Their blocks hold {available} "
        "min, but are cut so, or students are away so, that not all of them fit, and leaving out "
        "somebody else would leave out no less need."
    ),
    "minutes_short_unproven": (
        "These {students} students need {needed} min with switching, and their blocks hold "
        "{available} min. No better choice was found; it was not proven that there is none."
    ),
    "minutes_cut_unproven": (
        "These {students} students need {needed} min with switching, and their blocks hold "
        "{available} min. No way to fit all of them was found; it was not proven that there is "
        "none."
    ),
    "other_checkin": "Every free time is too close to another check-in of this student.",
    "not_worth_it": "A check-in here would cost more than it is needed.",
}
"""Why somebody is left out. Pages have their own words for each (`checkins/causes.py`)."""

SENTENCES: dict[str, str] = {
    # the sum
    "sum_fits": (
        "{students} students × {minutes} min + {gap} min to switch = {needed} min. "
        "You have {available} min."
    ),
    "sum_short": (
        "{students} students × {minutes} min + {gap} min to switch = {needed} min. "
        "You have {available} min, {short} too few."
    ),
    "sum_splits": (
        "{students} students × {minutes} min + {gap} min to switch = {needed} min. "
        "You have {available} min, but they are cut so that only {places} check-ins fit."
    ),
    "mixed_fits": "The check-ins need {needed} min. You have {available} min.",
    "mixed_short": "The check-ins need {needed} min. You have {available} min, {short} too few.",
    "mixed_splits": (
        "The check-ins need {needed} min. You have {available} min, "
        "but they are cut so that only {places} check-ins fit."
    ),
    # how good the plan is
    "proven": "{met} of {students} check-ins have a time. No plan is better.",
    "seats_proven": (
        "{met} of {students} check-ins have a time, and no plan leaves out less need. "
        "Another plan might move fewer or meet more wishes; that was not proven."
    ),
    "not_proven": (
        "{met} of {students} check-ins have a time. It was not proven that this is the best: "
        "{must} musts and {need} points of need are left out, and every plan leaves out at least "
        "{least_must} and {least_need}."
    ),
    # why this time
    "only_place": "This is the only time open to this student.",
    "only_block": "This is the only block open to this student.",
    "kept": "This is the time that was published.",
    "changed": "This time changed, so that fewer students are left out or moved.",
    "begun": "This check-in has begun.",
    "locked": "This time was promised.",
    "wish_met": "This time meets the wish.",
    "wish_missed": "The wished time is not free.",
    "free_choice": "This student could also come at other times.",
    # why this student
    "days_since": "{days} days since the last check-in",
    "asked": "Asked for help",
    "goal_due": "A goal is due",
    "goal_stuck": "A goal is stuck",
    "mood": "The last reflection calls for a talk",
    "own_idea": "Own idea to approve",
    "new": "New in class",
    "ready": "Ready for more",
    "only_fits_here": "Only fits here",
    "teachers_wish": "Your wish",
}


def say(code: str, **params: int | str) -> Sentence:
    """The sentence of `code` with its numbers filled in."""
    if code in ONE_AND_MANY:
        one, many = ONE_AND_MANY[code]
        number = next(value for value in params.values() if isinstance(value, int))
        return Sentence(code, params, (one if number == 1 else many).format(**params))
    return Sentence(code, params, SENTENCES[code].format(**params))


def cause(code: str, **params: int) -> Sentence:
    """Why somebody is left out; KeyError for what is not in `CAUSES`."""
    return Sentence(code, params, CAUSES[code].format(**params))
