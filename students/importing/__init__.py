"""From a read class list to the school's rows: what is here, what would change, saved at once.

    roster = fitted(reading.roster, today=today, section=section)
    present = present_of(school, today=today, section=section)
    diff = compare(roster, present)  # students.roster.diff
    save(school=school, roster=roster, present=present, diff=diff, by=user, today=today, now=now,
         section=section)

`section` is given when a teacher imports her own class; without it the list speaks for the school.
"""

from students.importing.current import present_of
from students.importing.fitting import fitted
from students.importing.saving import Outdated, Saved, save
from students.importing.scope import nobody_leaves, of_named_classes

__all__ = [
    "Outdated",
    "Saved",
    "fitted",
    "nobody_leaves",
    "of_named_classes",
    "present_of",
    "save",
]
