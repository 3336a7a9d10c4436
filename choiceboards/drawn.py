"""One tile as a student sees it, and its markup."""

from __future__ import annotations

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from choiceboards.models import Kind
from plc.frozen import frozen

_LOOKS = {
    "done": "did",
    "started": "mine",
    "paused": "mine",
    "mine": "mine",
    "must": "must",
    "closed": "did",
    "shut": "did",
}


def minutes_said(minutes: int) -> str:
    return _("%(minutes)d min") % {"minutes": minutes}


@frozen
class Tile:
    """All that a tile shows.

    `pin` is its state: done, started, paused, mine, must, full, closed, shut (the rules leave it no
    way, and `why` says which) or nothing. `hint` says why it may suit whoever looks.
    """

    key: str
    position: int
    kind: str
    icon: str
    tint: str
    title: str
    directions: str
    minutes: int
    level: int
    seats: int | None  # left for the taking; None when there is room for all, or one is hers
    pin: str
    course: str = ""
    step: int = 0  # on a playlist
    lang: str = ""
    why: str = ""
    hint: str = ""

    @property
    def is_idea(self) -> bool:
        return self.kind == Kind.IDEA

    @property
    def look(self) -> str:
        """The classes that go with the state."""
        return _LOOKS.get(self.pin, "")

    @property
    def paper(self) -> str:
        return "idea" if self.is_idea else self.tint

    @property
    def kind_words(self) -> str:
        kind = str(Kind(self.kind).label)
        if not self.step:
            return kind
        return _("Step %(step)d · %(kind)s") % {"step": self.step, "kind": kind}

    @property
    def minutes_words(self) -> str:
        return minutes_said(self.minutes)

    @property
    def level_words(self) -> str:
        return _("Level %(level)d") % {"level": self.level}

    @property
    def seats_words(self) -> str:
        if not self.seats:
            return ""
        words = ngettext("%(seats)d seat left", "%(seats)d seats left", self.seats)
        return words % {"seats": self.seats}


@frozen
class Asked:
    """What a level asks, its language where that is not the page's, and how long it takes.

    `minutes` is None where all levels take as long as the tile says.
    """

    words: str
    lang: str = ""
    minutes: int | None = None

    def __str__(self) -> str:
        return self.words

    @property
    def minutes_words(self) -> str:
        return minutes_said(self.minutes) if self.minutes else ""


@lru_cache(maxsize=1024)
def tile_html(tile: Tile, sprite: str, language: str, *, has_focus: bool = False) -> str:
    """The tile's markup, kept for all students who see it in the same state and language.

    A class looks at nine tiles in some five states, so nearly every one is found here; drawing
    each anew was half of what a board cost. The key is everything a tile shows.
    """
    context = {"tile": tile, "sprite": sprite, "language": language, "has_focus": has_focus}
    return render_to_string("choiceboards/shown_tile.html", context)
