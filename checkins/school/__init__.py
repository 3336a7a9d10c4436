"""A day of the whole school: what is short, what would help, and one plan for all classes.

Pure reads. Nothing here selects a note, a mood, a need or a goal: who is planned first rests on
when she was last met and whether she asked.
"""

from checkins.school.board import ClassRow, SchoolBoard, class_row, school_board
from checkins.school.draft import Settings, draft_school
from checkins.school.facts import SchoolFacts, school_facts
from checkins.school.preview import Preview, preview

__all__ = [
    "ClassRow",
    "Preview",
    "SchoolBoard",
    "SchoolFacts",
    "Settings",
    "class_row",
    "draft_school",
    "preview",
    "school_board",
    "school_facts",
]
