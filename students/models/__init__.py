"""The roster and the learner: what every app above stands on."""

from students.models.profile import Barrier, Card, ProfileAnswer, Spark, Support
from students.models.roster import (
    Enrollment,
    Guardian,
    OfStudentQuerySet,
    Section,
    StaffRole,
    Student,
    TaughtOnlyQuerySet,
    is_code_open,
)
from students.models.roster_upload import RosterUpload
from students.models.school import ClosedDay, School, ScopedQuerySet, Term, calendars
from students.models.sign_in import SignInCard, SignInTry, StudentSession
from students.models.words import Grade, Paper, search_text

__all__ = [
    "Barrier",
    "Card",
    "ClosedDay",
    "Enrollment",
    "Grade",
    "Guardian",
    "OfStudentQuerySet",
    "Paper",
    "ProfileAnswer",
    "RosterUpload",
    "School",
    "ScopedQuerySet",
    "Section",
    "SignInCard",
    "SignInTry",
    "Spark",
    "StaffRole",
    "Student",
    "StudentSession",
    "Support",
    "TaughtOnlyQuerySet",
    "Term",
    "calendars",
    "is_code_open",
    "search_text",
]
