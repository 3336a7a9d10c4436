"""Which tiles may suit a student, always with the reason, and never more than two of them.

What she said on her profile is held against what a tile says and offers. Nothing is reckoned up:
a tile is named because of one thing she likes, and that thing stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from choiceboards.models import Activity, Kind, Pick
from plc.prepared import prepared
from students.cards import CARD_BY_NAME
from students.models import Card, ProfileAnswer, Student
from students.models.words import folded

MOST = 2
SHORTEST = 4  # letters of a word that is looked for in a tile
WELL = 3  # of 4, how a student rates herself when she can do it


def hints_for(student: Student, tiles: Iterable[Activity]) -> dict[str, str]:
    """Reasons by the tile's key (one query): first what she likes, then how she learns best."""
    said = dict(_said(student.pk))
    tiles = [row for row in tiles if not row.is_must and row.kind != Kind.IDEA]
    likes = _words(said.get(Card.INTERESTS, []))
    found: dict[str, str] = {}
    for row in tiles:
        text = set(folded(f"{row.title} {row.directions}").split())
        for word, label in likes.items():
            if any(part.strip(".,;:!?").startswith(word) for part in text):
                found.setdefault(row.key, _("You like: %(thing)s") % {"thing": label})
    ways = said.get(Card.FORMATS, [])
    for row in tiles:
        if row.kind in ways:
            found.setdefault(row.key, _("You learn well this way"))
    return dict(list(found.items())[:MOST])


@prepared
def _said(student_id: int) -> QuerySet[ProfileAnswer, tuple[str, list[str]]]:
    rows = ProfileAnswer.objects.filter(
        student=student_id, card__in=[Card.INTERESTS, Card.FORMATS]
    ).order_by("card")
    return rows.values_list("card", "choices")


def _words(choices: Iterable[str]) -> dict[str, str]:
    """The words to look for, and how each interest is called."""
    names = CARD_BY_NAME[Card.INTERESTS].words
    return {
        folded(choice).rstrip("s"): str(names.get(choice, choice))
        for choice in choices
        if len(choice) >= SHORTEST
    }


def level_hint(student: Student) -> tuple[int, str] | None:
    """A level to try and why, from how she rated herself on tiles with a rubric (one query).

    Two finished tiles at one level, rated well throughout, speak for the next; rated low, for the
    one before. The teacher sees the same line, and either may choose another.
    """
    rows = Pick.objects.filter(student=student, state=Pick.State.FINISHED).exclude(ratings=[])
    last = list(rows.order_by("-finished_at").values_list("level", "ratings")[:2])
    if len(last) < 2 or last[0][0] != last[1][0]:
        return None
    level, ratings = last[0][0], [rating for _level, given in last for rating in given]
    if level < 3 and min(ratings) >= WELL:
        return level + 1, _("You did well twice at level %(level)d.") % {"level": level}
    if level > 1 and max(ratings) < WELL:
        return level - 1, _("Level %(level)d was hard twice.") % {"level": level}
    return None
