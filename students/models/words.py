"""Grades and paper tints, and text as it is searched."""

from __future__ import annotations

import unicodedata

from django.db import models
from django.utils.translation import gettext_lazy as _


class Grade(models.TextChoices):
    PRE_K = "PK", _("Pre-K")
    KINDERGARTEN = "K", _("Kindergarten")
    G1 = "1", _("Grade 1")
    G2 = "2", _("Grade 2")
    G3 = "3", _("Grade 3")
    G4 = "4", _("Grade 4")
    G5 = "5", _("Grade 5")
    G6 = "6", _("Grade 6")
    G7 = "7", _("Grade 7")
    G8 = "8", _("Grade 8")
    G9 = "9", _("Grade 9")
    G10 = "10", _("Grade 10")
    G11 = "11", _("Grade 11")
    G12 = "12", _("Grade 12")


class Paper(models.TextChoices):
    """The eight paper tints of tiles, blocks and pictures."""

    BUTTER = "butter"
    SKY = "sky"
    MINT = "mint"
    ROSE = "rose"
    LILAC = "lilac"
    PEACH = "peach"
    LIME = "lime"
    AQUA = "aqua"


# Letters that Unicode takes for whole ones, though people type them without the stroke.
_WHOLE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"}
)


def folded(text: str) -> str:
    """Text as it is searched: small letters without accents, so `zoe` finds `Zoë`."""
    small = text.casefold()
    if small.isascii():
        return small
    parts = unicodedata.normalize("NFKD", small.translate(_WHOLE))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def search_text(name: str, called: str) -> str:
    """What `Student.search` holds; `bulk_create` and imports call it themselves."""
    return folded(f"{name} {called}")[:200]
