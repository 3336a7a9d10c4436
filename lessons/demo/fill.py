"""Fill an empty database with Maple Street School, the same each time."""

from datetime import date
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction

from lessons.demo.checks import fill_checks
from lessons.demo.day import fill_day
from lessons.demo.history import fill_history
from lessons.demo.kept import fill_kept
from lessons.demo.questions import fill_questions
from lessons.demo.room12 import fill_room_12
from lessons.demo.school import Cast, fill_school
from lessons.demo.surveys import fill_surveys

DEFAULT_DAY = date(2027, 1, 12)  # nine days before Personalized Learning Day
ZONE = ZoneInfo("America/New_York")


@transaction.atomic
def fill(*, day: date) -> Cast:
    """Everything up to the evening before `day`, and the plans made for January 21."""
    rng = Random(121)  # noqa: S311 - a demo is made anew the same, not kept secret
    cast = fill_school(rng, day=day)
    fill_history(cast, rng, day=day)
    fill_room_12(cast, rng, day=day)
    fill_kept(cast, day=day)
    fill_day(cast, rng, day=day)
    fill_checks(cast, Random(71), day=day)  # noqa: S311 - as above, and apart from the rest
    fill_surveys(cast, Random(72), day=day)  # noqa: S311
    fill_questions(cast, Random(73), day=day)  # noqa: S311
    return cast
